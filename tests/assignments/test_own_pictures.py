"""Tests folders of a student's own pictures: each kind is read correctly, or refused clearly."""

from __future__ import annotations

import struct
import sys
import zlib

import numpy as np
import pytest
from PIL import Image
from support.paths import PROJECT

sys.path.insert(0, str(PROJECT / "assignments" / "challenge" / "given"))

from tiny_images import TinyImagesError, load

SIDE = 32
RAMP = np.linspace(0, 1, SIDE * SIDE).reshape(SIDE, SIDE)  # black to white, row by row
GREY = (255 * RAMP + 0.5).astype(np.uint8)
COLOURS = np.stack([GREY, GREY[::-1], np.full_like(GREY, 90)], axis=-1)
ON_THREE = np.stack([GREY] * 3, axis=-1)


@pytest.fixture
def root(tmp_path):
    """A data set with one class, so that a test can add a second one."""
    (tmp_path / "train" / "other").mkdir(parents=True)
    (tmp_path / "train" / "mine").mkdir()
    Image.new("RGB", (9, 9)).save(tmp_path / "train" / "other" / "1.png")
    return tmp_path


def loaded(root):
    """The only picture of the test's class, (32, 32, 3)."""
    images, labels, classes = load("train", source="folders", root=root)
    assert classes == ("mine", "other")
    (mine,) = images[labels == 0]
    return mine.permute(1, 2, 0).numpy()


def as_mode(mode):
    """The ramp in one of Pillow's modes, coloured or grey, and the picture it should become."""
    if mode in ("L", "LA"):
        return Image.fromarray(GREY).convert(mode), ON_THREE
    if mode == "1":
        black_and_white = np.where(GREY > 127, 255, 0).astype(np.uint8)
        return Image.fromarray(black_and_white).convert("1"), np.stack([black_and_white] * 3, -1)
    return Image.fromarray(COLOURS).convert(mode), COLOURS


@pytest.mark.parametrize(
    ("mode", "ending", "near"),
    [
        ("1", "png", 0), ("L", "png", 0), ("LA", "png", 0), ("RGB", "png", 0), ("RGBA", "png", 0),
        ("L", "pgm", 0), ("RGB", "ppm", 0), ("RGB", "bmp", 0), ("L", "gif", 0), ("1", "tif", 0),
        ("LA", "tif", 0), ("RGBA", "tiff", 0), ("CMYK", "tif", 2), ("YCbCr", "tif", 3),
        ("RGB", "jpg", 8), ("L", "jpeg", 8), ("CMYK", "jpg", 24), ("RGB", "webp", 40),
    ],
)  # fmt: skip
def test_every_mode_becomes_red_green_and_blue(root, mode, ending, near):
    picture, right = as_mode(mode)
    picture.save(root / "train" / "mine" / f"1.{ending}")

    found = loaded(root)

    assert found.dtype == np.uint8
    assert np.abs(found.astype(int) - right).mean() <= near


@pytest.mark.parametrize("ending", ["png", "tif", "pgm"])
def test_grey_of_16_bits_is_not_cut_off(root, ending):
    deep = (65535 * RAMP + 0.5).astype(np.uint16)
    Image.fromarray(deep).save(root / "train" / "mine" / f"1.{ending}")

    found = loaded(root)

    assert np.abs(found.astype(int) - ON_THREE).max() <= 1
    assert abs(float(found.mean()) - 127.5) < 1


def test_big_endian_grey_of_16_bits(root):
    deep = (65535 * RAMP + 0.5).astype(">u2").tobytes()
    Image.frombytes("I;16B", (SIDE, SIDE), deep).save(root / "train" / "mine" / "1.tif")

    assert np.abs(loaded(root).astype(int) - ON_THREE).max() <= 1


@pytest.mark.parametrize("transparency", [None, 0, bytes([0, 128, 255])])
def test_a_palette_with_and_without_transparency(root, transparency):
    """Transparency is dropped, and the colours stay."""
    places = (np.arange(SIDE * SIDE) % 3).astype(np.uint8).reshape(SIDE, SIDE)
    colours = np.array([[255, 0, 0], [0, 200, 0], [10, 20, 30]], np.uint8)
    picture = Image.fromarray(places)
    picture.putpalette(colours.tobytes())
    more = {} if transparency is None else {"transparency": transparency}
    picture.save(root / "train" / "mine" / "1.png", **more)

    assert (loaded(root) == colours[places]).all()


@pytest.mark.parametrize("key", [(255, 0, 0), 128])
def test_a_colour_that_stands_for_transparent(root, key):
    mode = "RGB" if isinstance(key, tuple) else "L"
    Image.new(mode, (SIDE, SIDE), key).save(root / "train" / "mine" / "1.png", transparency=key)

    assert (loaded(root) == key).all()


@pytest.mark.parametrize("ending", ["gif", "png", "webp", "tif"])
def test_of_an_animation_the_first_frame_counts(root, ending):
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue", "green")]
    frames[0].save(root / "train" / "mine" / f"1.{ending}", save_all=True, append_images=frames[1:])

    assert np.abs(loaded(root).astype(int) - (255, 0, 0)).max() <= 2


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("F", "holds real numbers of 32 bits, which do not say what is white"),
        ("I", "holds whole numbers of 32 bits, which do not say what is white"),
    ],
)
def test_a_mode_that_has_no_colours_is_named(root, mode, words):
    Image.new(mode, (40, 40)).save(root / "train" / "mine" / "1.tif")

    with pytest.raises(TinyImagesError, match=f"1.tif {words}"):
        loaded(root)


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(width, height, data=b"", extra=b""):
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", data)


@pytest.mark.parametrize("side", [20_000, 60_000, 2**31 - 1])
def test_a_bomb_has_a_sentence(root, side):
    path = root / "train" / "mine" / "1.png"
    path.write_bytes(png(side, side, zlib.compress(b"\0" * 1000)))

    with pytest.raises(TinyImagesError, match=r"1\.png (has too many pixels|is not a whole)"):
        loaded(root)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture at all",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"GIF89a",
        b"II*\0\xff\xff\xff\xff",
        png(32, 32, b"no deflated data"),
        png(32, 32, zlib.compress(b"\0" * 40)),
        png(0, 0),
        png(32, 32, extra=chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * (2 << 20)))),
        b"P5 32 32 65535\n" + b"\0" * 9,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"RIFF\x10\0\0\0WEBPVP8 ",
    ],
    ids=range(13),
)
def test_what_is_no_whole_picture_has_a_sentence(root, data):
    (root / "train" / "mine" / "1.png").write_bytes(data)

    with pytest.raises(TinyImagesError, match=r"1\.png is not a whole picture; replace it"):
        loaded(root)


def test_every_truncation_has_a_sentence(root):
    path = root / "train" / "mine" / "1.jpg"
    Image.fromarray(COLOURS).save(path)
    data = path.read_bytes()

    for kept in range(0, len(data) - 40, 97):
        path.write_bytes(data[:kept])
        with pytest.raises(TinyImagesError, match="is not a whole picture"):
            loaded(root)


def test_what_tools_leave_behind_is_no_class_and_no_picture(root):
    picture = root / "train" / "mine" / "1.png"
    Image.new("RGB", (9, 9), "red").save(picture)
    for place in (".ipynb_checkpoints", "__MACOSX", "mine/.ipynb_checkpoints", "mine/__MACOSX"):
        (root / "train" / place).mkdir()
        (root / "train" / place / "1.png").write_bytes(picture.read_bytes())
    for name in ("Thumbs.db", ".DS_Store", "._1.png", ".1.png", "desktop.ini", "words.txt"):
        (root / "train" / "mine" / name).write_bytes(b"no picture")
        (root / "train" / name).write_bytes(b"no picture")

    assert (loaded(root) == (255, 0, 0)).all()


def test_pictures_in_folders_of_a_class_count(root):
    (root / "train" / "mine" / "more").mkdir()
    Image.new("RGB", (9, 9), "blue").save(root / "train" / "mine" / "more" / "1.PNG")

    assert (loaded(root) == (0, 0, 255)).all()


@pytest.mark.parametrize("name", [None, "Thumbs.db", ".hidden.png", "a.txt"])
def test_a_class_without_a_picture_is_named(root, name):
    if name:
        (root / "train" / "mine" / name).write_bytes(b"x")

    with pytest.raises(TinyImagesError, match=r"at least one picture: there is none in 'mine'"):
        loaded(root)
