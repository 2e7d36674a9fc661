"""What may matter about the arguments of a call: properties that it has or has not.

Knows no course: words are built from the names of parameters and, where a course gives them, from
words for the axes; a course adds properties of its own (`PROPERTIES`, see `misconceptions`).
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from torch import Tensor

from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.recording import LayerConstruction, RecordedCall
from autograder.diagnosis.scripts import Script
from autograder.text.axes import as_many, words_of_each

# Of several properties that tell the same, one of an earlier kind says more.
KINDS = (
    "course",
    "gradient",
    "memory",
    "dtype",
    "sides",
    "parts",
    "single",
    "default",
    "number",
    "way",
    "axes",
)
MOST_AXES = 5


class Property(NamedTuple):
    """What is true or not of a call's arguments: of which kind it is, and its words.

    `otherwise` are the words for the opposite, where that may be what matters.
    """

    kind: str
    words: str
    otherwise: str = ""


NO_GRADIENT = Property("gradient", "no argument wants a gradient")
BY_NAME = Property(
    "way", "no setting is given by its place", "some settings are given by their place"
)


def properties_of(call: RecordedCall, catalogue: Catalogue) -> Iterator[tuple[Property, bool]]:
    """Whether each thing that may matter about the arguments is true of this call."""
    values: dict[str, object] = {}
    if call.made is None or isinstance(call.made, LayerConstruction):
        args = call.args if call.made is None else call.made.args
        first = _first_setting(getattr(catalogue.right, call.function))
        if first is not None:
            yield BY_NAME, len(args) <= first
    for parameter, value in bound(call, catalogue.right):
        name = parameter.name
        # Of a file, what is in it.
        values[name] = call.files.get(value, value) if isinstance(value, str) else value
        if isinstance(value, Tensor | np.ndarray):
            yield from _of_numbers(name, value, catalogue.axes.get(name, ()))
        if parameter.default is not inspect.Parameter.empty:
            yield _default(name, parameter.default), _is_default(value, parameter.default)
        if is_plain(value):
            parts = value if isinstance(value, tuple) else (value,)
            single, equal = _of_plain(name)
            yield single, not isinstance(value, tuple) or len(parts) == 1
            yield equal, len(set(parts)) == 1
    tensors = [value for value in values.values() if isinstance(value, Tensor)]
    if tensors:
        yield NO_GRADIENT, not any(value.requires_grad for value in tensors)
    for property_, is_so, wanted in _askable(catalogue.properties, frozenset(values)):
        yield property_, bool(is_so(*(values[name] for name in wanted)))


@functools.lru_cache(maxsize=256)
def _askable(
    written: tuple[tuple[str, Callable[..., bool]], ...], names: frozenset[str]
) -> Sequence[tuple[Property, Callable[..., bool], tuple[str, ...]]]:
    """The course's properties of calls with arguments of these names; of those with the same
    words, the first.
    """
    found: dict[str, tuple[Property, Callable[..., bool], tuple[str, ...]]] = {}
    for words, is_so in written:
        wanted = tuple(signature_of(is_so).parameters)
        if words not in found and names.issuperset(wanted):
            found[words] = Property("course", words), is_so, wanted
    return tuple(found.values())


# Many calls are looked at, and words are put together once for all of them.
@functools.lru_cache(maxsize=256)
def _of_plain(name: str) -> tuple[Property, Property]:
    """That an argument is a single number, and that its parts are equal."""
    words = f"`{name}` is a single number", f"`{name}` is not a single number"
    return Property("number", *words), Property("parts", f"both parts of `{name}` are equal")


def _default(name: str, default: object) -> Property:
    return _of_default(name, repr(default))


@functools.lru_cache(maxsize=256)
def _of_default(name: str, default: str) -> Property:
    return Property("default", f"`{name}` is {default}", f"`{name}` is not {default}")


def _is_default(value: object, default: object) -> bool:
    """A pair of twice the default is the default, too."""
    parts = value if isinstance(value, tuple) else (value,)
    return value is default or (is_plain(value) and all(part == default for part in parts))


def _of_numbers(
    name: str, value: Tensor | np.ndarray[Any, Any], words: Sequence[str]
) -> Iterator[tuple[Property, bool]]:
    shape = tuple(value.shape)
    of_axes, singles, square, memory, dtype = _of_shape(name, tuple(words), len(shape))
    for number, property_ in enumerate(of_axes, 1):
        yield property_, len(shape) == number
    for single, side in zip(singles, shape, strict=True):
        yield single, side == 1
    if square is not None:
        yield square, shape[-1] == shape[-2]
    yield memory, is_dense(value)
    yield dtype, str(value.dtype).endswith("float32")


def is_dense(value: Tensor | np.ndarray[Any, Any]) -> bool:
    """Whether its numbers lie in order in memory."""
    return value.is_contiguous() if isinstance(value, Tensor) else bool(value.flags.c_contiguous)


class _OfShape(NamedTuple):
    """What may be true of a tensor of so many axes."""

    axes: Sequence[Property]
    singles: Sequence[Property]
    square: Property | None
    memory: Property
    dtype: Property


@functools.lru_cache(maxsize=256)
def _of_shape(name: str, words: tuple[str, ...], axes: int) -> _OfShape:
    known = words_of_each(words, axes)
    return _OfShape(
        [
            Property("axes", f"`{name}` has {number} {'axis' if number == 1 else 'axes'}")
            for number in range(1, MOST_AXES + 1)
        ],
        [
            Property(
                "single", f"`{name}` has a single {word}", f"`{name}` has more than one {word}"
            )
            for word in known
        ],
        Property("sides", f"`{name}` has {as_many(known[-2], known[-1])}") if axes > 1 else None,
        Property("memory", f"the numbers of `{name}` lie in order in memory"),
        Property("dtype", f"`{name}` is float32"),
    )


def bound(call: RecordedCall, solution: ModuleType) -> Iterator[tuple[inspect.Parameter, object]]:
    """Each parameter with its value; of a layer's call, also those with which it was made. None of
    what asks other objects."""
    thing = getattr(solution, call.function)
    if call.made is None:
        yield from _bound_to(thing, call.args, call.kwargs)
        return
    if isinstance(call.made, Script):
        return  # no signature tells of all that was asked before
    yield from _bound_to(thing, call.made.args, call.made.kwargs)
    if call.asked == "call":
        yield from _bound_to(thing.forward, (None, *call.args), call.kwargs)


def _bound_to(
    thing: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> Iterator[tuple[inspect.Parameter, object]]:
    signature = signature_of(thing)
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError:
        return
    bound.apply_defaults()
    for name, value in bound.arguments.items():
        yield signature.parameters[name], value


@functools.cache
def _first_setting(thing: Any) -> int | None:
    """At which place the first of the arguments comes whose default is a number; None without."""
    parameters = signature_of(thing).parameters.values()
    places = (place for place, each in enumerate(parameters) if is_plain(each.default))
    return next(places, None)


def is_plain(value: object) -> bool:
    """An int, or a tuple of ints."""
    parts = value if isinstance(value, tuple) else (value,)
    return all(type(part) is int for part in parts)


def is_list(value: object) -> bool:
    """Whether it is a list or tuple of tensors, or of such lists, with at least one in it."""
    if not isinstance(value, list | tuple) or not value:
        return False
    return all(isinstance(part, Tensor) or is_list(part) for part in value)


@functools.cache
def signature_of(function: Callable[..., Any]) -> inspect.Signature:
    """The signature of a function of the course's, read once."""
    return inspect.signature(function)
