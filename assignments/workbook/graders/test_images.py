"""Hidden checks of `images`. Every picture is painted here, so its truth is known."""

from io import BytesIO

import numpy as np
import pytest
import torch
from PIL import Image

from autograder import expect

OPTIONS = {"orientation": ("either", "strict")}
TURNED = (
    "Your picture has rows and columns exchanged. That is accepted, as long as all pictures are "
    "turned alike; PyTorch's own order is channels, height, width."
)
PIXELS = ("row", "column", "channel")
PLANES = ("channel", "row", "column")
BATCH = ("picture", "channel", "row", "column")
TRANSPARENT = ["RGBA", "LA", "P with transparency"]
OPAQUE = ["RGB", "L", "P"]


def paint(kind, rng, *, height=5, width=7, darkest=0, lightest=255):
    """A PNG file of one kind, and the colours (H, W, 3) that are painted into it."""
    numbers = torch.randint(darkest, lightest + 1, (height, width, 4), generator=rng).byte().numpy()
    alpha = numbers[..., 3:] // 2
    transparency = {}
    if kind.startswith("P"):
        palette = torch.randint(256, (6, 3), generator=rng).byte().numpy()
        places = numbers[..., 0] % 6
        picture = Image.frombytes("P", (width, height), places.tobytes())
        picture.putpalette(palette.tobytes())
        colours = palette[places]
        if "transparency" in kind:
            transparency = {"transparency": bytes([0, 90, 255, 30, 120, 200])}
    else:
        stored = numbers[..., : len(kind.strip("A"))]  # "L" has one plane, "RGB" three
        colours = np.broadcast_to(stored, (height, width, 3))
        planes = np.concatenate([stored, alpha], axis=2) if kind.endswith("A") else stored
        picture = Image.fromarray(planes.squeeze(2) if kind == "L" else planes)
    file = BytesIO()
    picture.save(file, "PNG", **transparency)
    return file.getvalue(), colours.copy()


def as_batch(colours):
    """What `load_image` should make of colours: a batch of one, planes first, 0 to 1."""
    return torch.from_numpy(colours).permute(2, 0, 1)[None] / 255


@pytest.fixture
def same_picture(options, note):
    """Compare with the truth or, where the course allows it, with the truth turned."""

    def compare(answer, truth, axes):
        turned = truth.swapaxes(axes.index("row"), axes.index("column"))
        is_turned = tuple(getattr(answer, "shape", ())) == turned.shape != truth.shape
        if is_turned and options["orientation"] == "either":
            expect.close(answer, turned)
            note(TURNED)
        else:
            expect.close(answer, truth, axes=axes)

    return compare


@pytest.mark.parametrize("kind", OPAQUE)
def test_pixels_of_every_kind_of_picture(student, rng, give_file, same_picture, kind):
    """A picture in colour, in grey or with a palette is loaded as red, green and blue."""
    data, colours = paint(kind, rng)

    same_picture(student.load_pixels(give_file("picture.png", data)), colours, PIXELS)


@pytest.mark.parametrize("kind", TRANSPARENT)
def test_pixels_come_without_transparency(student, rng, give_file, same_picture, kind):
    """Transparency is dropped; the colours below it stay as they are stored."""
    data, colours = paint(kind, rng, height=4, width=6)

    same_picture(student.load_pixels(give_file("picture.png", data)), colours, PIXELS)


def test_pixels_of_pictures_of_any_size(student, rng, give_file, same_picture):
    """A single pixel, a single row, and a picture of many columns are loaded whole."""
    pictures = [
        paint(kind, rng, height=height, width=width)
        for height, width, kind in [
            *((1, 1, "RGBA"), (1, 4, "RGBA"), (4, 170, "RGBA")),
            *((1, 1, "P with transparency"), (9, 2, "P with transparency")),
        ]
    ]
    # All are asked before the first is judged: a mistake is recognised by all that it gets wrong.
    answers = [
        student.load_pixels(give_file(f"picture{number}.png", data))
        for number, (data, _) in enumerate(pictures)
    ]
    for answer, (_, colours) in zip(answers, pictures, strict=True):
        same_picture(answer, colours, PIXELS)


def pixels(rng, *shape):
    """Random pixels, none of them black or white."""
    return torch.randint(1, 255, shape, generator=rng).byte().numpy()


def planes(array):
    """The truth of `channels_first`, plane by plane."""
    return np.stack([array[:, :, channel] for channel in range(array.shape[2])])


def test_channels_come_first(student, rng, same_picture):
    """Each channel becomes a plane of its own, in which every pixel keeps its neighbours."""
    array = pixels(rng, 5, 7, 3)

    same_picture(student.channels_first(array), planes(array), PLANES)


@pytest.mark.parametrize("channels", [1, 2, 4, 6])
def test_any_number_of_channels(student, rng, same_picture, channels):
    """Pictures with fewer or more than three channels work as well."""
    array = pixels(rng, 8, 5, channels)

    same_picture(student.channels_first(array), planes(array), PLANES)


def test_channels_of_a_single_pixel(student, rng, same_picture):
    """The channels of a picture of one pixel become planes of one pixel."""
    array = pixels(rng, 1, 1, 3)

    same_picture(student.channels_first(array), planes(array), PLANES)


def test_channels_of_a_part_of_a_picture(student, rng, same_picture):
    """Pixels cut out of a larger picture are moved too; the picture stays as it was."""
    array = pixels(rng, 9, 8, 4)[1:6, ::2, :3]

    same_picture(student.channels_first(array), planes(array), PLANES)
    expect.inputs_unchanged(student)


def bright(student, array):
    """The answer of `brightness` is `array` on the scale of 0 to 1."""
    expect.close(student.brightness(array), array / 255, dtypes=("float32", "float64"))


def test_brightness_from_black_to_white(student):
    """Every number of 0 to 255 lands at its place between 0 and 1."""
    bright(student, np.arange(256, dtype=np.uint8).reshape(8, 32))


@pytest.mark.parametrize("shape", [(5, 7, 3), (3, 4, 6), (1, 1, 3)])
def test_brightness_is_the_same_scale_for_every_picture(student, rng, shape):
    """A picture without black and white keeps its contrast, in whichever order its axes are."""
    bright(student, 40 + pixels(rng, *shape) // 2)


@pytest.mark.parametrize("lightest", [1, 3])
def test_brightness_of_pictures_that_are_almost_black(student, rng, lightest):
    """A picture of none but the darkest levels is on the same scale as every other."""
    array = pixels(rng, 4, 6, 3) % (lightest + 1)
    array[0, 0] = lightest

    bright(student, array)


def test_brightness_leaves_the_pixels_as_they_were(student, rng):
    """The numbers between 0 and 1 are new ones; the pixels stay what they were."""
    bright(student, pixels(rng, 6, 5, 3)[::2])
    expect.inputs_unchanged(student)


@pytest.mark.weight(2)
def test_image_is_a_batch_of_one(student, rng, give_file, same_picture):
    """A colour picture becomes a float32 tensor: a batch of one picture, channels first, 0 to 1."""
    data, colours = paint("RGB", rng, height=6, width=4)

    same_picture(student.load_image(give_file("picture.png", data)), as_batch(colours), BATCH)


@pytest.mark.parametrize("kind", ["L", "P", *TRANSPARENT])
def test_image_of_every_kind_of_picture(student, rng, give_file, same_picture, kind):
    """Grey pictures, palettes and transparent pictures become tensors of three channels too."""
    data, colours = paint(kind, rng)

    same_picture(student.load_image(give_file("picture.png", data)), as_batch(colours), BATCH)


@pytest.mark.parametrize(("darkest", "lightest"), [(60, 180), (0, 1)])
def test_image_keeps_its_contrast(student, rng, give_file, same_picture, darkest, lightest):
    """A dull picture stays dull, neither black nor white anywhere, or almost black everywhere."""
    data, colours = paint("RGB", rng, height=4, width=6, darkest=darkest, lightest=lightest)

    same_picture(student.load_image(give_file("picture.png", data)), as_batch(colours), BATCH)


def test_image_of_a_single_pixel(student, rng, give_file, same_picture):
    """A picture of one pixel still has all four axes."""
    data, colours = paint("RGBA", rng, height=1, width=1)

    same_picture(student.load_image(give_file("picture.png", data)), as_batch(colours), BATCH)
