"""What a call may be, when it exposes a wrong function, and what it is worth.

`counterexamples.py` is judged by this file, at home and when it is graded. The reports are
here, too: what is known of the eight wrong functions that nobody shows you.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch.nn import functional as F

MAX_NUMBERS, LARGEST, MAX_PIXELS = 100, 100, 5


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """The right one: PyTorch's."""
    return F.conv2d(images, weight, bias, stride, padding)


def max_pool2d(images, kernel_size, stride=None):
    """The right one: PyTorch's."""
    return F.max_pool2d(images, kernel_size, stride)


def avg_pool2d(images, kernel_size, stride=None):
    """The right one: PyTorch's."""
    return F.avg_pool2d(images, kernel_size, stride)


RIGHT = {"conv2d": conv2d, "max_pool2d": max_pool2d, "avg_pool2d": avg_pool2d}
SETTINGS = {
    "conv2d": {"stride": 1, "padding": 0},
    "max_pool2d": {"kernel_size": None, "stride": None},
    "avg_pool2d": {"kernel_size": None, "stride": None},
}


@dataclass(frozen=True)
class Report:
    """What is known of somebody's wrong `function`: where all is well with it.

    `is_well` is asked about the arguments of a call. A call of `enough` numbers can expose it.
    """

    function: str
    where: str
    is_well: Callable[[Mapping], bool]
    enough: int


def _is_square(asked):
    sides = asked["images"].shape[2:], asked["weight"].shape[2:]
    pairs = *sides, _pair(asked["stride"]), _pair(asked["padding"])
    return all(high == wide for high, wide in pairs)


REPORTS = {
    "padding": Report(
        "conv2d", "nothing is padded", lambda asked: _pair(asked["padding"]) == (0, 0), enough=2
    ),
    "stride": Report(
        "conv2d", "the stride is 1", lambda asked: _pair(asked["stride"]) == (1, 1), enough=7
    ),
    "weights": Report(
        "conv2d",
        "the weights of each kernel are all equal",
        lambda asked: bool((asked["weight"] == asked["weight"][:, :1, :1, :1]).all()),
        enough=10,
    ),
    "channels": Report(
        "conv2d", "there is one channel", lambda asked: asked["images"].shape[1] == 1, enough=7
    ),
    "pictures": Report(
        "conv2d", "there is one picture", lambda asked: asked["images"].shape[0] == 1, enough=4
    ),
    "sides": Report("conv2d", "everything is as high as it is wide", _is_square, enough=6),
    "signs": Report(
        "max_pool2d",
        "no number is negative",
        lambda asked: bool((asked["images"] >= 0).all()),
        enough=2,
    ),
    "steps": Report(
        "avg_pool2d",
        "the windows stand side by side",
        lambda asked: _pair(asked["stride"] or asked["kernel_size"]) == _pair(asked["kernel_size"]),
        enough=3,
    ),
}


class CannotBeAsked(ValueError):
    """The right function refuses the call, so no answer to it is right or wrong."""


def arguments(function, call):
    """All arguments of a call, checked: tensors in float64, and what it leaves out as its default.

    `call` is a dict, name → value: `{"images": …, "weight": …, "padding": 1}`. Raises ValueError
    with a sentence if it is no such call, `CannotBeAsked` if the right function would refuse it.
    """
    tensors = ("images", "weight", "bias") if function == "conv2d" else ("images",)
    if not isinstance(call, dict):
        raise ValueError('A call is a dict, such as {"images": …, "stride": 2}.')
    if not call.keys() <= {*tensors, *SETTINGS[function]}:
        raise ValueError(f"`{function}` takes {', '.join([*tensors, *SETTINGS[function]])}.")
    given = {name: call[name] for name in tensors if call.get(name) is not None}
    if sum(_size(name, value) for name, value in given.items()) > MAX_NUMBERS:
        raise ValueError(f"The tensors hold more than {MAX_NUMBERS} numbers.")
    asked = {name: _numbers(name, value) for name, value in given.items()}
    for name, otherwise in SETTINGS[function].items():
        value = call.get(name)
        asked[name] = otherwise if value is None else _setting(name, value)
    if function == "conv2d":
        asked.setdefault("bias", None)
    missing = [name for name in ("images", "weight", "kernel_size") if asked.get(name, 1) is None]
    missing += [name for name in tensors if name not in asked]
    if missing:
        raise ValueError(f"The call lacks {missing[0]}.")
    _refuse_impossible(asked)
    return asked


def count(call):
    """How many numbers the tensors of a call hold: what makes it small or large."""
    return sum(value.numel() for value in call.values() if isinstance(value, torch.Tensor))


def exposes(call, function, wrong):
    """Does the function `wrong` answer the call in another way than the right one, or crash?"""
    asked = arguments(function, call)
    truth = RIGHT[function](**asked)
    try:
        answer = wrong(**{name: _copy(value) for name, value in asked.items()})
    except Exception:  # noqa: BLE001 - whatever a wrong function raises is no right answer
        return True
    if not isinstance(answer, torch.Tensor) or answer.shape != truth.shape:
        return True
    return not torch.allclose(answer.to(truth), truth, rtol=1e-9, atol=1e-9)


def worth(numbers, enough):
    """The share of its points that a call earns which exposes a function: at least a half."""
    return 1.0 if numbers <= enough else max(0.5, enough / numbers)


def _refuse_impossible(asked):
    weight, bias = asked.get("weight"), asked.get("bias")
    window = _pair(asked["kernel_size"]) if weight is None else tuple(weight.shape[2:])
    if weight is not None and weight.shape[1] != asked["images"].shape[1]:
        raise CannotBeAsked("The channels of images and weight do not match.")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise CannotBeAsked("The bias needs one number for each kernel, and no other axis.")
    sides = zip(asked["images"].shape[2:], _pair(asked.get("padding", 0)), window, strict=True)
    if any(side + 2 * padding < length for side, padding, length in sides):
        raise CannotBeAsked("The window is larger than the padded picture.")


def _size(name, value):
    """How many numbers a tensor holds; nothing else passes for one."""
    if type(value) is not torch.Tensor or value.layout is not torch.strided:
        raise ValueError(f"{name} should be a tensor.")
    return value.numel()


def _numbers(name, value):
    """The tensor in float64, if it has the right axes and numbers that a pencil can deal with."""
    axes = 1 if name == "bias" else 4
    if value.dim() != axes or not value.numel():
        raise ValueError(
            f"{name} should have {axes} {'axis' if axes == 1 else 'axes'}, none empty."
        )
    if value.is_complex() or value.dtype is torch.bool:
        raise ValueError(f"{name} should hold real numbers.")
    numbers = value.detach().cpu().double()
    if not bool(numbers.isfinite().all()) or float(numbers.abs().max()) > LARGEST:
        raise ValueError(f"The numbers of {name} should lie between -{LARGEST} and {LARGEST}.")
    return numbers


def _setting(name, value):
    """A whole number or a pair of them, within its limits."""
    pair = value if isinstance(value, tuple | list) else (value, value)
    if len(pair) != 2 or not all(type(number) is int for number in pair):
        raise ValueError(f"{name} should be an int, or a (vertical, horizontal) pair of them.")
    if max(pair) > MAX_PIXELS:
        raise ValueError(f"{name} should be at most {MAX_PIXELS}.")
    least = 0 if name == "padding" else 1
    if min(pair) < least:
        raise CannotBeAsked(f"{name} should be at least {least}.")
    return tuple(pair) if isinstance(value, tuple | list) else value


def _pair(value):
    return tuple(value) if isinstance(value, tuple) else (value, value)


def _copy(value):
    return value.clone() if isinstance(value, torch.Tensor) else value
