"""Known mistakes in `images`: each takes the right function and returns the wrong one.

Rows and columns exchanged are not among them: `orientation: either` accepts both orders.
"""

from io import BytesIO

import numpy as np
import torch
from PIL import Image

AXES = {
    "pixels": ("row", "column", "channel"),
    "return of load_pixels": ("row", "column", "channel"),
    "return of channels_first": ("channel", "row", "column"),
    "return of load_image": ("picture", "channel", "row", "column"),
}


def _pixels_call(numbers, sides, channels):
    """A call about pixels, (H, W, C) in uint8."""
    drawn = (numbers(*sides, channels).detach().abs() * 90).clamp(0, 255)
    return {"pixels": drawn.to(torch.uint8).contiguous().numpy()}


def _numbers_call(numbers, sides, channels, axes):
    """The same; with fewer axes, only one channel, or one row of it."""
    (pixels,) = _pixels_call(numbers, sides, channels).values()
    return {"pixels": {3: pixels, 2: pixels[..., 0].copy(), 1: pixels[0, :, 0].copy()}[axes]}


_PIXELS = (_pixels_call, {"sides": ((4, 4), (4, 3), (3, 4), (1, 5), (5, 1)), "channels": (3, 1, 4)})


def _file_call(numbers, mode, sides, palette):
    """A call about a file: a picture of this mode, or with a palette made of it."""
    height, width = sides
    drawn = (numbers(height, width, 4).detach().abs() * 90).clamp(0, 255).to(torch.uint8).numpy()
    picture = Image.frombytes("RGBA", (width, height), drawn.tobytes()).convert(mode)
    if palette:
        picture = picture.convert("RGB").convert("P", palette=Image.Palette.ADAPTIVE)
    file = BytesIO()
    picture.save(file, "PNG")
    return {"path": file.getvalue()}


def _of_file(words, holds):
    """A property of the picture that is in a file."""

    def of_path(path):
        with Image.open(BytesIO(path)) as picture:
            return holds(picture)

    return words, of_path


_FILES = (
    _file_call,
    {
        "mode": ("RGB", "L", "RGBA", "LA"),
        "sides": ((4, 4), (4, 3), (3, 4), (1, 5), (5, 1), (2, 2)),
        "palette": (False, True),
    },
)
PROBES = {
    "channels_first": _PIXELS,
    "brightness": (_numbers_call, {**_PIXELS[1], "axes": (3, 2, 1)}),
    "load_pixels": _FILES,
    "load_image": _FILES,
}
PROPERTIES = (
    ("there are three channels", lambda pixels: pixels.ndim == 3 and pixels.shape[2] == 3),
    (
        "the picture is as high as it is wide",
        lambda pixels: pixels.ndim > 1 and pixels.shape[0] == pixels.shape[1],
    ),
    _of_file("the picture is as high as it is wide", lambda picture: len({*picture.size}) == 1),
    _of_file("the file is stored as red, green and blue", lambda picture: picture.mode == "RGB"),
    _of_file("the file is grey", lambda picture: picture.mode in ("L", "LA")),
    _of_file("the file is not grey", lambda picture: picture.mode not in ("L", "LA")),
    _of_file("the file has no transparency", lambda picture: picture.mode not in ("LA", "RGBA")),
    _of_file("the file has transparency", lambda picture: picture.mode in ("LA", "RGBA")),
    _of_file("the file has no palette", lambda picture: picture.mode != "P"),
    _of_file(
        "the file is stored in colours, with or without transparency",
        lambda picture: picture.mode in ("RGB", "RGBA"),
    ),
    _of_file("the file is not grey with transparency", lambda picture: picture.mode != "LA"),
    _of_file("the file is grey with transparency", lambda picture: picture.mode == "LA"),
    _of_file("the file is grey without transparency", lambda picture: picture.mode == "L"),
    _of_file("the file is in colours or transparent", lambda picture: picture.mode != "L"),
    _of_file("the file has a palette", lambda picture: picture.mode == "P"),
    _of_file("the file is in colours with transparency", lambda picture: picture.mode == "RGBA"),
    _of_file("the file is stored in one number a pixel", lambda picture: picture.mode in "LP"),
)


def _stored(path):
    """The numbers of the file as they are stored, in whichever mode."""
    with Image.open(path) as picture:
        return np.array(picture)


def _four_channels(path):
    """Red, green, blue and alpha, (H, W, 4)."""
    with Image.open(path) as picture:
        return np.array(picture.convert("RGBA"))


def _before_a_background(path, colour):
    """The picture as it looks in front of a colour."""
    with Image.open(path) as picture:
        front = picture.convert("RGBA")
    background = Image.new("RGBA", front.size, colour)
    return np.array(Image.alpha_composite(background, front))[:, :, :3]


def pixels_lose_their_last_channel(load_pixels):
    """You drop the last channel of every file. It is the transparency in some files only: what is
    it in a picture that has none?"""
    return lambda path: _stored(path)[:, :, :-1]


def pixels_are_left_as_stored(load_pixels):
    """You take the numbers of the file as they are. Files differ: print the mode and the shape of a
    grey one, of one with a palette, and of a transparent one."""
    return _stored


def pixels_keep_the_transparency(load_pixels):
    """Your pixels have four channels. What does the fourth one say, and is it a colour?"""
    return _four_channels


def pixels_are_palette_numbers(load_pixels):
    """You copy a picture of one channel three times and cut off what comes after the third. That
    is right for a grey picture; what do the numbers of a picture with a palette stand for?"""

    def wrong(path):
        stored = _stored(path)
        return np.stack([stored] * 3, axis=-1) if stored.ndim == 2 else stored[:, :, :3]

    return wrong


def pixels_are_the_first_three_as_stored(load_pixels):
    """You cut off what comes after the third channel of whatever the file stores. How many channels
    has a grey picture, and how many axes the numbers of one with a palette?"""
    return lambda path: _stored(path)[:, :, :3]


def _only_for(mode, load_pixels, wrong):
    """Pixels that are wrong for files of one mode only."""

    def load(path):
        with Image.open(path) as picture:
            is_such = picture.mode == mode
        return wrong(path) if is_such else load_pixels(path)

    return load


def pixels_keep_the_transparency_of_rgba(load_pixels):
    """Your pixels of transparent colour pictures have four channels. What does the fourth one say,
    and is it a colour?"""
    return _only_for("RGBA", load_pixels, _four_channels)


def pixels_lose_blue_of_rgb(load_pixels):
    """You drop the last channel of colour pictures that have no transparency. What is it in a
    picture of three channels?"""
    return _only_for("RGB", load_pixels, lambda path: _stored(path)[:, :, :-1])


def pixels_lose_red_instead_of_transparency(load_pixels):
    """You drop the wrong one of four channels. Paint one pixel pure red and look which of your
    three channels lights up."""
    return lambda path: _four_channels(path)[:, :, 1:]


def pixels_are_mixed_with_white(load_pixels):
    """Your transparent pixels are too bright: they are laid on a white background. The colours are
    wanted as they are stored."""
    return lambda path: _before_a_background(path, "white")


def pixels_are_mixed_with_black(load_pixels):
    """Your transparent pixels are too dark: they are laid on a black background. The colours are
    wanted as they are stored."""
    return lambda path: _before_a_background(path, "black")


def pixels_of_large_pictures_are_fewer(load_pixels):
    """You make large pictures smaller. Compare the shape of your answer with the size of the file,
    for a picture of some hundred columns."""

    def wrong(path):
        pixels = load_pixels(path)
        step = -(-max(pixels.shape[:2]) // 64)
        return pixels[::step, ::step]

    return wrong


def pixels_come_with_blue_first(load_pixels):
    """Your red and blue are exchanged. Which order does the library have that opens your file?
    Load a red square and look at the means of the three channels."""
    return lambda path: load_pixels(path)[:, :, ::-1].copy()


def pixels_are_grey(load_pixels):
    """You mix the three colours to one grey value. A kernel that looks for red would like to have
    them apart."""

    def wrong(path):
        grey = Image.fromarray(load_pixels(path)).convert("L")
        return np.repeat(np.array(grey)[:, :, None], 3, axis=2)

    return wrong


def pixels_come_with_channels_first(load_pixels):
    """Your pixels have their channels first already. Here they come last; moving them is the work
    of the next function."""
    return lambda path: load_pixels(path).transpose(2, 0, 1)


def pixels_are_scaled_already(load_pixels):
    """Your pixels are brightness already. Here they are wanted as they are stored; scaling them is
    the work of another function, which would do it once more."""
    return lambda path: load_pixels(path) / 255


def channels_stay_last(channels_first):
    """Your channels have stayed where they were. Print the shape: which axis counts the colours,
    and where does `nn.Conv2d` look for it?"""
    return lambda pixels: pixels


def channels_are_moved_by_reshape(channels_first):
    """Your shape is right, but the pixels have lost their places: a reshape cuts the same row of
    numbers anew. Follow one red pixel: is it still next to its neighbours?"""

    def wrong(pixels):
        height, width, channels = pixels.shape
        return pixels.reshape(channels, height, width)

    return wrong


def channels_land_in_the_middle(channels_first):
    """Your channels stand between rows and columns. Say aloud what each axis of your result
    counts."""
    return lambda pixels: pixels.swapaxes(1, 2)


def rows_go_last(channels_first):
    """You moved the rows to the end instead of the channels to the front. The numbers given to
    `transpose` name the old axis for each new place."""
    return lambda pixels: pixels.transpose(1, 2, 0)


def channels_are_always_three(channels_first):
    """You write out three planes, whatever comes. How many channels has a picture with
    transparency, and where does its shape say so?"""
    return lambda pixels: np.stack([pixels[:, :, channel] for channel in range(3)])


def brightness_is_not_scaled(brightness):
    """Your numbers still go up to 255. Compare your largest number with 1."""
    return lambda pixels: pixels.astype(np.float32)


def brightness_divides_by_256(brightness):
    """Your white is a little too dark. There are 256 levels, but which number has the last one?"""
    return lambda pixels: pixels / 256


def brightness_cuts_off_fractions(brightness):
    """Your result is black wherever it is not quite white: fractions were cut off. Which step
    makes whole numbers of them, and what can uint8 store between 0 and 1?"""
    return lambda pixels: pixels // 255


def brightness_is_scaled_twice(brightness):
    """Your picture is almost black: it is scaled twice. How large is your largest number before
    you divide?"""
    return lambda pixels: brightness(pixels) / 255


def brightness_is_inverted(brightness):
    """Your black is white, and your white is black. Which number should 0 become?"""
    return lambda pixels: 1 - brightness(pixels)


def brightness_is_stretched(brightness):
    """You stretch every picture from black to white. Two photographs of one wall, one of them in
    the dark: should they become equal?"""

    def wrong(pixels):
        bright = brightness(pixels)
        with np.errstate(invalid="ignore"):  # a picture of one colour
            return (bright - bright.min()) / (bright.max() - bright.min())

    return wrong


def brightness_divides_by_the_largest(brightness):
    """You divide by the largest number of the picture, so each picture has a scale of its own.
    What becomes of a picture that is dark everywhere?"""

    def wrong(pixels):
        with np.errstate(invalid="ignore"):  # a black picture
            return pixels / pixels.max()

    return wrong


def brightness_takes_dark_pictures_for_scaled(brightness):
    """You leave a picture as it is if none of its numbers is above 1. Which pictures of 0 to 255
    are so, and how bright should they be?"""

    def wrong(pixels):
        bright = brightness(pixels)
        return bright if pixels.max(initial=0) > 1 else pixels.astype(np.float32)

    return wrong


def brightness_is_centred(brightness):
    """Your numbers go from -1 to 1. That is a usual scale for networks, but not the one that is
    asked for: where should black land?"""
    return lambda pixels: brightness(pixels) * 2 - 1


def brightness_is_standardised(brightness):
    """Your numbers have mean 0 and spread 1. That is a usual scale for networks, but not the one
    that is asked for: where should black land, and where white?"""

    def wrong(pixels):
        bright = brightness(pixels)
        with np.errstate(invalid="ignore", divide="ignore"):  # a picture of one colour
            return (bright - bright.mean()) / bright.std()

    return wrong


def image_has_no_batch(load_image):
    """Your tensor is one picture, not a batch of one. How would you store ten pictures, and what
    does the first axis count then?"""
    return lambda path: load_image(path)[0]


def image_has_its_batch_last(load_image):
    """Your batch axis is the last one. How would you store ten pictures, and what does the first
    axis count then?"""
    return lambda path: load_image(path)[0].unsqueeze(-1)


def image_has_double_precision(load_image):
    """Your numbers are right, but they are float64. Which dtype do the weights of `nn.Conv2d`
    have?"""
    return lambda path: load_image(path).to(torch.float64)


def image_has_its_channels_last(load_image):
    """Your channels come last. Print the shape: which axis counts the colours, and where does
    `nn.Conv2d` look for it?"""
    return lambda path: load_image(path).permute(0, 2, 3, 1)


def image_is_reshaped(load_image):
    """Your shape is right, but the pixels have lost their places: a reshape cuts the same row of
    numbers anew. Follow one red pixel: is it still next to its neighbours?"""

    def wrong(path):
        image = load_image(path)
        return image.permute(0, 2, 3, 1).reshape(image.shape)

    return wrong


def image_is_not_scaled(load_image):
    """Your numbers still go up to 255. Compare your largest number with 1."""
    return lambda path: load_image(path) * 255


def image_is_left_in_bytes(load_image):
    """Your tensor holds bytes of 0 to 255. Which dtype do the weights of `nn.Conv2d` have, and
    which numbers are wanted?"""
    return lambda path: (load_image(path) * 255).round().to(torch.uint8)


def image_is_scaled_twice(load_image):
    """Your picture is almost black: it is scaled twice. How large is your largest number before
    you divide?"""
    return lambda path: load_image(path) / 255


def image_is_centred(load_image):
    """Your numbers go from -1 to 1. That is a usual scale for networks, but not the one that is
    asked for: where should black land?"""
    return lambda path: load_image(path) * 2 - 1
