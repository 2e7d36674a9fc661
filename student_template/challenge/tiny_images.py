"""Tiny pictures to classify: Tiny Eggs painted on the spot, CIFAR, or folders of your own.

    train = load("train")        # 4,000 eggs; load("test") gives 2,000 others
    train.images                 # uint8 (4000, 3, 32, 32)
    train.labels                 # int64 (4000,)
    train.classes[train.labels[0]]

`python tiny_images.py` draws a contact sheet of every class.
"""

import argparse
import math
import os
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from PIL import Image, ImageDraw

SIDE = 32  # pixels
SPLITS = ("train", "test")
SOURCES = ("eggs", "cifar10", "cifar100", "folders")
EGGS = {"train": 4000, "test": 2000}
PUBLIC_SEED = 2026
PICTURES = (
    ".jpg", ".jpeg", ".png", ".bmp", ".gif", ".ppm", ".pgm", ".tif", ".tiff", ".webp"
)  # fmt: skip


class TinyImages(NamedTuple):
    """Pictures uint8 (N, 3, 32, 32), their labels int64 (N,), and the name of each label."""

    images: torch.Tensor
    labels: torch.Tensor
    classes: tuple[str, ...]


class TinyImagesError(ValueError):
    """The pictures cannot be had; the message says why, and what to do."""


def load(
    split: str,
    *,
    source: str = "eggs",
    root: str | Path | None = None,
    seed: int = PUBLIC_SEED,
    count: int | None = None,
) -> TinyImages:
    """The pictures to train on (`split="train"`) or to test with (`split="test"`).

    `source` is one of:
        "eggs"                  Tiny Eggs; needs no files. Another seed paints other eggs.
        "cifar10", "cifar100"   `root` holds the unpacked archive: root/cifar-10-batches-py/…
        "folders"               a folder of pictures for each class: root/train/<class>/… and
                                root/test/<class>/… (or val/); they are resized to 32×32.
    `count` is how many pictures are wanted. Eggs come in equal numbers of each class if it is a
    multiple of ten; from the other sources that many are drawn by `seed`.

    Raises TinyImagesError, with a sentence that says what to do.
    """
    if split not in SPLITS:
        raise TinyImagesError(f"There is no split {split!r}; choose one of {_listed(SPLITS)}.")
    if source not in SOURCES:
        raise TinyImagesError(f"There is no source {source!r}; choose one of {_listed(SOURCES)}.")
    if source == "eggs":
        # The split is a part of the seed: with one seed, no test picture is a training picture.
        wanted = EGGS[split] if count is None else count
        pictures, labels = eggs(wanted, (seed, SPLITS.index(split)))
        return _as_tensors(pictures[..., :3], labels, CLASSES)
    folder = _existing(root, source)
    stored = _folders(folder, split) if source == "folders" else _cifar(folder, source, split)
    return stored if count is None else _some_of(stored, count, seed)


def _as_tensors(pictures: np.ndarray, labels: np.ndarray, classes: Sequence[str]) -> TinyImages:
    """From (N, 32, 32, 3), as Pillow and CIFAR keep pictures, to (N, 3, 32, 32)."""
    images = torch.from_numpy(np.ascontiguousarray(pictures.transpose(0, 3, 1, 2)))
    return TinyImages(images, torch.from_numpy(labels.astype(np.int64)), tuple(classes))


def _some_of(stored: TinyImages, count: int, seed: int) -> TinyImages:
    """`count` different pictures, drawn by `seed`."""
    if not 1 <= count <= len(stored.labels):
        raise TinyImagesError(f"count is {count}; there are 1 to {len(stored.labels)} pictures.")
    drawn = np.random.default_rng(seed).permutation(len(stored.labels))[:count]
    return TinyImages(stored.images[drawn], stored.labels[drawn], stored.classes)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(repr(word) for word in words)


def _existing(root: str | Path | None, source: str) -> Path:
    if root is None:
        raise TinyImagesError(f"The source {source!r} needs a root: say in which folder it is.")
    folder = Path(root).expanduser()
    if not folder.is_dir():
        raise TinyImagesError(f"There is no folder {folder}; give the one that holds {source!r}.")
    return folder


def _cifar(root: Path, source: str, split: str) -> TinyImages:
    from torchvision import datasets  # noqa: PLC0415 - slow to import, and eggs do without

    archive = {"cifar10": datasets.CIFAR10, "cifar100": datasets.CIFAR100}[source]
    folder = root / archive.base_folder
    if root.name == archive.base_folder:
        raise TinyImagesError(f"root should be the folder around {root.name}: {root.parent}.")
    if not folder.is_dir():
        raise TinyImagesError(
            f"There is no {archive.base_folder} in {root}; get {archive.url} and unpack it there."
        )
    try:
        # torchvision reads no file before its md5 sum is that of the genuine one.
        dataset = archive(root, train=split == "train", download=False)
    except RuntimeError:
        raise TinyImagesError(
            f"A file in {folder} is missing, damaged, or not the genuine one; "
            f"get {archive.url} and unpack it there again."
        ) from None
    return _as_tensors(dataset.data, np.array(dataset.targets), dataset.classes)


def _folders(root: Path, split: str) -> TinyImages:
    folder = _split_folder(root, split)
    classes = _classes(folder)
    found = {name: _pictures_below(folder / name) for name in classes}
    if empty := [name for name, paths in found.items() if not paths]:
        raise TinyImagesError(
            f"Each folder in {folder} should be a class and hold at least one picture: there is "
            f"none in {_listed(empty)}. Pictures are files such as {', '.join(PICTURES)}."
        )
    if split != "train" and classes != (trained := _classes(_split_folder(root, "train"))):
        raise TinyImagesError(
            f"{folder} has the classes {_listed(classes)}, but train/ has "
            f"{_listed(trained)}; both should have the same class folders."
        )
    labels = np.repeat(np.arange(len(classes)), [len(paths) for paths in found.values()])
    pictures = np.stack([_small_picture(path) for paths in found.values() for path in paths])
    return _as_tensors(pictures, labels, classes)


def _split_folder(root: Path, split: str) -> Path:
    names = {"train": ("train",), "test": ("test", "val")}[split]
    for name in names:
        if (root / name).is_dir():
            return root / name
    raise TinyImagesError(f"{root} should hold a folder {' or '.join(names)}, with class folders.")


def _classes(folder: Path) -> list[str]:
    """The names of the class folders; not of those that Jupyter, macOS and others leave behind."""
    names = [path.name for path in folder.iterdir() if path.is_dir()]
    classes = sorted(name for name in names if not _is_left_behind(name))
    if not classes:
        raise TinyImagesError(
            f"Each folder in {folder} should be a class and hold at least one picture: "
            "there is no folder."
        )
    return classes


def _pictures_below(folder: Path) -> list[Path]:
    found = []
    for place, folders, files in os.walk(folder, followlinks=True):
        folders[:] = sorted(name for name in folders if not _is_left_behind(name))
        names = sorted(name for name in files if not _is_left_behind(name))
        found += [Path(place, name) for name in names if name.lower().endswith(PICTURES)]
    return found


def _is_left_behind(name: str) -> bool:
    return name.startswith((".", "__"))


def _small_picture(path: Path) -> np.ndarray:
    """The first frame as red, green and blue, (32, 32, 3), without transparency."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large pictures, and of metadata
            with Image.open(path) as picture:
                picture.load()
                return np.asarray(_in_colour(picture, path).resize((SIDE, SIDE)))
    except TinyImagesError:
        raise
    except Image.DecompressionBombError:
        raise TinyImagesError(
            f"{path} has too many pixels to be opened safely; make it smaller or remove it."
        ) from None
    except Exception:  # noqa: BLE001 - a damaged file leads Pillow to any exception
        raise TinyImagesError(f"{path} is not a whole picture; replace it or remove it.") from None


def _in_colour(picture: Image.Image, path: Path) -> Image.Image:
    """Any kind of picture as RGB. Raises TinyImagesError where nobody knows what is white."""
    mode = picture.mode
    is_16_bit = mode.startswith("I;16") or (mode == "I" and picture.format in ("PNG", "PPM"))
    if is_16_bit:
        numbers = np.asarray(picture).astype(np.int64)
        return Image.fromarray(((numbers * 255 + 32767) // 65535).astype(np.uint8)).convert("RGB")
    if mode in ("I", "F"):
        raise TinyImagesError(
            f"{path} holds {'whole' if mode == 'I' else 'real'} numbers of 32 bits, which do not "
            "say what is white; save it with 8 bits for each colour."
        )
    try:
        # By way of RGBA, a palette's transparent colours are those that are stored.
        return picture.convert("RGBA" if mode in ("P", "PA", "RGBa") else "RGB").convert("RGB")
    except ValueError:
        raise TinyImagesError(
            f"{path} keeps its colours as {mode}, which can't be turned into red, green and blue "
            "here; save it as an RGB picture."
        ) from None


# A painter gets the place (u, v) of each pixel, counted in cells of the pattern, and four random
# numbers per picture that make each example a little different. It returns which share of the
# pixel has the first of the two colours, 0 to 1.

TAU = 2 * math.pi


def _above_zero(value: np.ndarray, softness: float) -> np.ndarray:
    """1 where `value` is above zero, 0 where it is below, and a soft step between."""
    return 0.5 * (np.tanh(value * (0.5 / softness)) + 1)


def _zebra(u: np.ndarray, v: np.ndarray, traits: np.ndarray) -> np.ndarray:
    """Stripes that bend."""
    bend = (0.04 + 0.15 * traits[0]) * np.sin(TAU * (v * (0.25 + 0.25 * traits[1]) + traits[2]))
    return _above_zero(np.sin(TAU * (u + bend)) + 0.5 * (traits[3] - 0.5), 0.25)


def _checkerboard(u: np.ndarray, v: np.ndarray, traits: np.ndarray) -> np.ndarray:
    """Two colours take turns in both directions."""
    return _above_zero(np.sin(math.pi * u) * np.sin(math.pi * v), 0.10)


def _dots(u: np.ndarray, v: np.ndarray, traits: np.ndarray) -> np.ndarray:
    """Round dots in rows; in some pictures every second row is shifted."""
    row = np.floor(v)
    u = u + np.where(traits[0] > 0.5, 0.5 * (row % 2), 0)
    distance = np.hypot(u - np.floor(u) - 0.5, v - row - 0.5)
    return _above_zero(0.20 + 0.14 * traits[1] - distance, 0.04)


def _ripples(u: np.ndarray, v: np.ndarray, traits: np.ndarray) -> np.ndarray:
    """Rings around a centre."""
    rings = np.sin(TAU * (np.hypot(u, v) + traits[0]))
    return _above_zero(rings + 0.4 * (traits[1] - 0.5), 0.25)


def _bricks(u: np.ndarray, v: np.ndarray, traits: np.ndarray) -> np.ndarray:
    """Rows of bricks with joints between them, every second row shifted."""
    row = np.floor(v)
    along = 0.5 * u + 0.5 * (row % 2)  # a brick is two cells wide
    along, across = along - np.floor(along), v - row
    to_joint = np.minimum(np.minimum(across, 1 - across), 2 * np.minimum(along, 1 - along))
    return _above_zero(to_joint - (0.10 + 0.06 * traits[0]), 0.04)


def _tartan(u: np.ndarray, v: np.ndarray, traits: np.ndarray) -> np.ndarray:
    """Broad bands in both directions that mix where they cross."""
    width, bands = 0.3 * (traits[0] - 0.5), 0.75 * TAU
    down = _above_zero(np.sin(bands * u) + width, 0.2)
    across = _above_zero(np.sin(bands * v) + width, 0.2)
    return 0.5 * (down + across)


def _zigzag(u: np.ndarray, v: np.ndarray, traits: np.ndarray) -> np.ndarray:
    """Stripes that turn back and forth at sharp corners."""
    along = 0.4 * v
    tooth = 4 * np.abs(along - np.floor(along + 0.5)) - 1
    lines = np.sin(TAU * (u + (0.75 + 0.35 * traits[0]) * tooth))
    return _above_zero(lines + 0.4 * (traits[1] - 0.5), 0.25)


def _honeycomb(u: np.ndarray, v: np.ndarray, traits: np.ndarray) -> np.ndarray:
    """Six-sided cells with thin walls."""
    # The centres of the cells are two rectangular grids; each pixel belongs to the nearer centre.
    u, v, height = 0.8 * u, 0.8 * v, math.sqrt(3)
    u1, v1 = u - np.round(u), v - height * np.round(v / height)
    u2, v2 = u - 0.5, v - height / 2
    u2, v2 = u2 - np.round(u2), v2 - height * np.round(v2 / height)
    first = u1 * u1 + v1 * v1 < u2 * u2 + v2 * v2
    x, y = np.abs(np.where(first, u1, u2)), np.abs(np.where(first, v1, v2))
    to_wall = 0.5 - np.maximum(x, 0.5 * x + height / 2 * y)
    return _above_zero(to_wall - (0.07 + 0.05 * traits[0]), 0.03)


def _scales(u: np.ndarray, v: np.ndarray, traits: np.ndarray) -> np.ndarray:
    """Rows of overlapping discs, as on a fish."""
    u, v, radius = 0.72 * u, 0.72 * v, 0.56
    visible = np.full_like(u, 9)  # the distance from the centre of the scale that lies on top
    row = np.floor(2 * v)
    for step in (2, 1, 0, -1):
        across = u - 0.5 * ((row + step) % 2)
        distance = np.hypot(across - np.round(across), v - 0.5 * (row + step))
        visible = np.where(distance < radius, distance, visible)
    return _above_zero(radius - (0.09 + 0.06 * traits[0]) - visible, 0.03)


def _sunburst(u: np.ndarray, v: np.ndarray, traits: np.ndarray) -> np.ndarray:
    """Rays from a centre."""
    rays = 5 + np.floor(6 * traits[0])
    return _above_zero(np.sin(rays * np.arctan2(v, u) + TAU * traits[1]), 0.25)


PAINTERS = {
    "zebra": _zebra,
    "checkerboard": _checkerboard,
    "dots": _dots,
    "ripples": _ripples,
    "bricks": _bricks,
    "tartan": _tartan,
    "zigzag": _zigzag,
    "honeycomb": _honeycomb,
    "scales": _scales,
    "sunburst": _sunburst,
}
CLASSES = tuple(PAINTERS)
WITH_A_CENTRE = [CLASSES.index("ripples"), CLASSES.index("sunburst")]

BATCH = 64  # painted at a time, so that all of it stays in the processor's cache
SAMPLES = 2  # per pixel and direction, averaged in the end
LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # how bright red, green and blue look


def eggs(count: int, seed: int | Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """`count` eggs as red, green, blue and alpha, uint8 (count, 32, 32, 4), and their labels.

    Alpha is the outline of the egg. The same count and seed give the same pictures.
    """
    if count < 1:
        raise TinyImagesError(f"count is {count}; ask for at least one picture.")
    rng = np.random.default_rng(seed)
    labels = np.sort(np.arange(count) % len(CLASSES))
    batches = [_painted(rng, labels[start : start + BATCH]) for start in range(0, count, BATCH)]
    order = rng.permutation(count)
    return np.concatenate(batches)[order], labels[order]


def _painted(rng: np.random.Generator, labels: np.ndarray) -> np.ndarray:
    """A batch of eggs in front of their backgrounds. Shapes: (N,), sorted → (N, 32, 32, 4)."""
    n = len(labels)
    pattern = _pattern(rng, labels)
    outline, light = _egg(rng, n)
    pattern, light, outline = (_averaged(fine) for fine in (pattern * light, light, outline))

    first, second = _contrasting_colours(rng, n)
    rgb = pattern * first + (light - pattern) * second + (1 - outline) * _background(rng, n)
    rgb = _photographed(rng, _behind_a_spot(rng, _lit_from_one_side(rng, rgb)))
    rgba = np.concatenate([rgb, np.broadcast_to(outline, (n, 1, SIDE, SIDE))], axis=1)
    return np.clip(255 * rgba + 0.5, 0, 255).astype(np.uint8).transpose(0, 2, 3, 1)


def _pattern(rng: np.random.Generator, labels: np.ndarray) -> np.ndarray:
    """Each picture by the painter of its class. Shape: (N, 1, 64, 64)."""
    u, v = _cells(rng, labels)
    traits = rng.random((4, len(labels), 1, 1, 1), dtype=np.float32)
    pattern = np.empty_like(u)
    for label in np.unique(labels):
        mine = slice(*np.searchsorted(labels, [label, label + 1]))
        pattern[mine] = PAINTERS[CLASSES[label]](u[mine], v[mine], traits[:, mine])
    return pattern


def _cells(rng: np.random.Generator, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each pixel lies in its pattern: turned, scaled, sheared, shifted and a bit creased."""
    n = len(labels)
    turn = _uniform(rng, -TAU / 8, TAU / 8, n)
    cells = np.exp(_uniform(rng, math.log(3.0), math.log(5.2), n))  # across the picture
    aspect, shear = np.exp(_uniform(rng, -0.18, 0.18, n)), _uniform(rng, -0.15, 0.15, n)
    has_centre = np.isin(labels, WITH_A_CENTRE).reshape(n, 1, 1, 1)
    centre = np.where(has_centre, _uniform(rng, -0.3, 0.3, 2, n), 0)
    shift = np.where(has_centre, 0, _uniform(rng, 0, 8, 2, n))
    depth, waves = _uniform(rng, 0, 0.018, 2, n), TAU * _uniform(rng, 1, 2.5, 2, n)
    phase = _uniform(rng, 0, TAU, 2, n)

    across, down = _grid(SIDE * SAMPLES)
    x = across - centre[0] + depth[0] * np.sin(waves[0] * down + phase[0])
    y = down - centre[1] + depth[1] * np.sin(waves[1] * across + phase[1])
    cos, sin = cells * np.cos(turn), cells * np.sin(turn)
    u = (cos * x + sin * y) * aspect
    v = (cos * y - sin * x) / aspect + shear * u
    return u + shift[0], v + shift[1]


def _egg(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Outline (1 inside) and light (darker to the rim), (N, 1, 64, 64); some fill the picture."""
    x, y = _uniform(rng, -0.056, 0.056, 2, n)
    radius, stretch = _uniform(rng, 0.36, 0.56, n), np.exp(_uniform(rng, -0.25, 0.25, n))
    across, down = _grid(SIDE * SAMPLES)
    right, below = (across - x) * stretch, (down - y) / stretch
    distance, angle = np.hypot(right, below), np.arctan2(below, right)
    for bumps in (2, 3):
        height, phase = _uniform(rng, 0, 0.12, n), _uniform(rng, 0, TAU, n)
        radius = radius + radius * height * np.sin(bumps * angle + phase)
    fills = _uniform(rng, 0, 1, n) < 0.3
    outline = np.where(fills, 1, _above_zero(radius - distance, 0.012))
    to_rim = np.where(fills, 0, np.minimum(distance / radius, 1))
    return outline, outline * (1 - 0.35 * to_rim * to_rim)


def _contrasting_colours(rng: np.random.Generator, n: int) -> np.ndarray:
    """Two colours a picture that differ in brightness, (2, N, 3, 1, 1)."""
    colours = rng.random((2, n, 3), dtype=np.float32)
    while (alike := np.abs((colours[0] - colours[1]) @ LUMA) < 0.45).any():
        colours[:, alike] = rng.random((2, int(alike.sum()), 3), dtype=np.float32)
    return colours[..., None, None]


def _background(rng: np.random.Generator, n: int) -> np.ndarray:
    """From one colour to a similar one, in any direction, (N, 3, 32, 32)."""
    colour = rng.random((n, 3, 1, 1), dtype=np.float32)
    other = np.clip(colour + 0.2 * rng.standard_normal(colour.shape, dtype=np.float32), 0, 1)
    share = np.clip(0.5 + _along(_uniform(rng, 0, TAU, n)), 0, 1)
    return colour + (other - colour) * share


def _lit_from_one_side(rng: np.random.Generator, rgb: np.ndarray) -> np.ndarray:
    strength, direction = _uniform(rng, 0, 0.35, len(rgb)), _uniform(rng, 0, TAU, len(rgb))
    return rgb * (1 + strength * _along(direction))


def _behind_a_spot(rng: np.random.Generator, rgb: np.ndarray) -> np.ndarray:
    """One picture in ten has a round spot in front."""
    n = len(rgb)
    x, y = _uniform(rng, -0.5, 0.5, 2, n)
    radius, is_there = _uniform(rng, 0.06, 0.16, n), _uniform(rng, 0, 1, n) < 0.1
    across, down = _grid(SIDE)
    spot = is_there * _above_zero(radius - np.hypot(across - x, down - y), 0.015)
    return rgb + spot * (rng.random((n, 3, 1, 1), dtype=np.float32) - rgb)


def _photographed(rng: np.random.Generator, rgb: np.ndarray) -> np.ndarray:
    """With more or less contrast, brightness and noise."""
    n = len(rgb)
    contrast, brightness = _uniform(rng, 0.75, 1.1, n), _uniform(rng, -0.06, 0.06, n)
    noise = _uniform(rng, 0, 0.036, n) * rng.standard_normal(rgb.shape, dtype=np.float32)
    return 0.5 + (rgb - 0.5) * contrast + brightness + noise


def _uniform(rng: np.random.Generator, low: float, high: float, *shape: int) -> np.ndarray:
    """Random numbers, with three axes more than `shape` for channels, rows and columns."""
    return low + (high - low) * rng.random((*shape, 1, 1, 1), dtype=np.float32)


def _grid(side: int) -> tuple[np.ndarray, np.ndarray]:
    """How far to the right and how far down each pixel's centre is, -½ to ½."""
    places = (np.arange(side, dtype=np.float32) + 0.5) / side - 0.5
    return places.reshape(1, 1, 1, side), places.reshape(1, 1, side, 1)


def _along(direction: np.ndarray) -> np.ndarray:
    """How far each pixel lies in a direction, from the middle of the picture."""
    across, down = _grid(SIDE)
    return across * np.cos(direction) + down * np.sin(direction)


def _averaged(fine: np.ndarray) -> np.ndarray:
    """(N, 1, 64, 64) → (N, 1, 32, 32)."""
    return fine.reshape(len(fine), 1, SIDE, SAMPLES, SIDE, SAMPLES).mean((3, 5))


def contact_sheet(pictures: TinyImages, columns: int = 12, zoom: int = 3) -> Image.Image:
    """A row of pictures for each class, with its name in front."""
    cell, margin = SIDE * zoom + 6, 110
    sheet = Image.new("RGB", (margin + columns * cell, len(pictures.classes) * cell), "white")
    draw = ImageDraw.Draw(sheet)
    for label, name in enumerate(pictures.classes):
        draw.text((6, label * cell + cell // 2 - 6), name, fill="black")
        for column, picture in enumerate(_pictures_of(pictures, label, columns)):
            large = picture.resize((SIDE * zoom, SIDE * zoom), Image.Resampling.NEAREST)
            sheet.paste(large, (margin + column * cell, label * cell))
    return sheet


def _pictures_of(pictures: TinyImages, label: int, at_most: int) -> Iterator[Image.Image]:
    for image in pictures.images[pictures.labels == label][:at_most]:
        yield Image.fromarray(image.permute(1, 2, 0).contiguous().numpy())


def main() -> None:
    """Draw the contact sheet, and say where it is."""
    arguments = argparse.ArgumentParser(description="Draw a contact sheet of every class.")
    arguments.add_argument("--source", default="eggs", help=f"one of {', '.join(SOURCES)}")
    arguments.add_argument("--root", help="where the pictures are, if they are not eggs")
    arguments.add_argument("--split", default="train", help=f"one of {', '.join(SPLITS)}")
    chosen = arguments.parse_args()
    try:
        pictures = load(chosen.split, source=chosen.source, root=chosen.root)
    except TinyImagesError as error:
        arguments.exit(1, f"{error}\n")
    path = Path("tiny_images.png").resolve()
    contact_sheet(pictures).save(path)
    print(f"The contact sheet is {path}")


if __name__ == "__main__":
    main()
