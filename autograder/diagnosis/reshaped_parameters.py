"""Layers of which a parameter has all of its numbers, but another shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations
from math import prod
from typing import Any

from torch import nn

from autograder.diagnosis.executable import function_of
from autograder.diagnosis.misconceptions import Misconception

MAX_AXES = 5
Axes = tuple[tuple[int, ...], ...]  # for each axis, those of the right shape that are in it
Shapes = Sequence[tuple[tuple[int, ...], tuple[int, ...]]]  # the student's, and the right one


def of_shapes(
    function: str, states: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]
) -> Iterator[tuple[str, Misconception]]:
    """By name, what explains the shapes of all states: the student's, each beside the right one."""
    for key in dict.fromkeys(key for _, right in states for key in right):
        both = [[_shape(state.get(key)) for state in each] for each in states]
        shapes = [(mine, right) for mine, right in both if mine is not None and right is not None]
        axes = _axes_of(shapes)
        if axes is not None:
            name = f"{function}:parameter:{key}:of_another_shape"
            yield name, reshaped(name, key, axes, len(shapes[0][1]))


def _shape(told: object) -> tuple[int, ...] | None:
    """The shape of a parameter, of which a state tells that first; None if there is none."""
    first = told[0] if isinstance(told, tuple) and told else None
    return first if isinstance(first, tuple) else None


def _axes_of(shapes: Shapes) -> Axes | None:
    """Where the right axes have gone; None if they are all right, or not to be found."""
    lengths = {(len(mine), len(right)) for mine, right in shapes}
    if len(lengths) != 1 or all(mine == right for mine, right in shapes):
        return None
    found, right_axes = lengths.pop()
    if max(found, right_axes) > MAX_AXES:
        return None
    ways = _spread(right_axes, found) if found >= right_axes else _together(right_axes, found)
    return next((way for way in ways if _explains(way, shapes)), None)


def _spread(right_axes: int, axes: int) -> Iterator[Axes]:
    """The right ones in any order, and axes of length 1 between them: in their own order first."""
    for order in permutations(range(right_axes)):
        for places in combinations(range(axes), right_axes):
            gone = dict(zip(places, order, strict=True))
            yield tuple((gone[each],) if each in gone else () for each in range(axes))


def _together(right_axes: int, axes: int) -> Iterator[Axes]:
    """Neighbours in one axis."""
    for cuts in combinations(range(1, right_axes), max(0, axes - 1)):
        ends = (0, *cuts, right_axes)
        yield tuple(tuple(range(*ends[each : each + 2])) for each in range(axes))


def _explains(way: Axes, shapes: Shapes) -> bool:
    return all(mine == _sides(way, right) for mine, right in shapes)


def _sides(way: Axes, right: Sequence[int]) -> tuple[int, ...]:
    return tuple(prod(right[axis] for axis in each) for each in way)


def reshaped(name: str, key: str, way: Axes, right_axes: int) -> Misconception:
    """A layer that keeps one parameter so, and reckons with it as it should be."""
    order = [axis for each in way for axis in each]

    def wrong(right: Any) -> Any:
        class Mapped(right):  # type: ignore[misc]  # a layer of the course's
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                own = self._parameters.get(key)
                if own is not None:
                    made = own.detach().permute(order).reshape(_sides(way, own.shape))
                    self._sides = [own.shape[axis] for axis in order]
                    self._parameters[key] = nn.Parameter(made)

            def forward(self, *args: Any, **kwargs: Any) -> Any:
                own = self._parameters.get(key)
                if own is None:
                    return super().forward(*args, **kwargs)
                back = [order.index(axis) for axis in range(len(order))]
                self._parameters[key] = own.reshape(self._sides).permute(back)
                try:
                    return super().forward(*args, **kwargs)
                finally:
                    self._parameters[key] = own

        return Mapped

    told = f"`{key}` of your `{function_of(name)}` has all of its numbers, but "
    if len(way) == right_axes:
        told += "its axes stand in another order than is asked for."
    else:
        axes = "1 axis" if len(way) == 1 else f"{len(way)} axes"
        told += f"{axes} where {right_axes} {'is' if right_axes == 1 else 'are'} asked for."
    sentence = f"{told} A state dict fits only a layer whose parameters have the same shapes."
    return Misconception(name, function_of(name), sentence, wrong)
