"""Wrong layers that can be executed: maps of what a layer answers, and of its parameters."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from torch import nn

from autograder.diagnosis.changed_layers import changed_once_made
from autograder.diagnosis.evidence import Evidence
from autograder.diagnosis.executable import function_of, sentence_of
from autograder.diagnosis.maps import Map
from autograder.diagnosis.misconceptions import Misconception
from autograder.diagnosis.more_parameters import of_states
from autograder.diagnosis.reshaped_parameters import of_shapes
from autograder.diagnosis.retyped_parameters import of_dtypes


def is_layer(thing: object) -> TypeGuard[type[nn.Module]]:
    """Whether it is a class of layers. Of others, nothing is known but what a course says."""
    return inspect.isclass(thing) and issubclass(thing, nn.Module)


def of_layer(name: str, map_: Map) -> Misconception:
    """The map of what a layer answers."""
    sentence = sentence_of(name, "the result", map_)
    return _answering(name, sentence, lambda answer: map_.change(answer, {}))


def unregistered(name: str, parameter: str) -> Misconception:
    """A layer of which one parameter is a plain tensor."""

    def change(layer: Any, settings: Mapping[str, Any]) -> None:
        _make_plain(layer, parameter)

    sentence = (
        f"`{parameter}` of your `{function_of(name)}` is a plain tensor, which no optimiser will "
        "find. What turns a tensor into a parameter?"
    )
    return changed_once_made(name, sentence, change)


def _make_plain(layer: Any, parameter: str) -> None:
    plain = layer._parameters.pop(parameter, None)
    setattr(layer, parameter, None if plain is None else plain.detach())


def all_unregistered(name: str) -> Misconception:
    """A layer all of whose parameters are plain tensors, or in a list or dict of its own."""

    def change(layer: Any, settings: Mapping[str, Any]) -> None:
        for key in list(layer._parameters):
            _make_plain(layer, key)

    sentence = (
        f"Your `{function_of(name)}` has no parameters: its tensors are plain ones, or stand in a "
        "list of yours, where no optimiser will find them. What registers a tensor as a parameter?"
    )
    return changed_once_made(name, sentence, change)


def buffers(name: str, parameters: Sequence[str]) -> Misconception:
    """A layer of which these parameters are buffers: they are saved, but never learned."""

    def change(layer: Any, settings: Mapping[str, Any]) -> None:
        for key in parameters:
            if key in layer._parameters:
                own = layer._parameters.pop(key)
                layer.register_buffer(key, None if own is None else own.detach())

    listed = " and ".join(f"`{key}`" for key in parameters)
    sentence = (
        f"The state dict of your `{function_of(name)}` has {listed}, but its parameters lack what "
        "is a buffer: that is saved and loaded, and no optimiser will find it. Which of your "
        "tensors are there to be learned?"
    )
    return changed_once_made(name, sentence, change)


def of_parameters(
    function: str, evidence: Sequence[Evidence], settings: Sequence[str]
) -> Iterator[tuple[str, Misconception]]:
    """What a layer's parameters may be instead, by name: plain tensors, cut off, called otherwise,
    of another shape, or as long as one of the `settings` that the layer is made with."""
    states = [
        (each.mine.answer, each.right.answer)
        for each in evidence
        if isinstance(each.mine.answer, dict)
        and isinstance(each.right.answer, dict)
        and each.call.asked != "gradients"
    ]
    keys = dict.fromkeys(key for _, right in states for key in right)
    stem = f"{function}:parameter"
    for key in keys:
        yield f"{stem}:{key}:plain", unregistered(f"{stem}:{key}:plain", key)
        yield f"{stem}:{key}:buffer", buffers(f"{stem}:{key}:buffer", [key])
    without = {
        key
        for each in evidence
        if each.call.asked == "gradients" and isinstance(each.mine.answer, dict)
        for key, has_gradient in each.mine.answer.items()
        if not has_gradient and not key.startswith("argument ")
    }
    for key in sorted(without):
        yield f"{stem}:{key}:no_gradient", cut_off(f"{stem}:{key}:no_gradient", key)
    if len(keys) > 1:
        yield f"{stem}s:plain", all_unregistered(f"{stem}s:plain")
        yield f"{stem}s:buffers", buffers(f"{stem}s:buffers", list(keys))
    yield f"{function}:answer:no_gradient", without_gradient(f"{function}:answer:no_gradient")
    for mine, right in states:
        if len(mine) == len(right) and mine.keys() != right.keys():
            others = _other_names(mine, right)
            yield f"{stem}:called_otherwise", renamed(f"{stem}:called_otherwise", others)
            break
    yield from of_states(function, states)
    yield from of_dtypes(function, states)
    yield from of_shapes(function, states)
    for key in keys:
        for setting in settings:
            name = f"{stem}:{key}:as_long_as_{setting}"
            yield name, as_long_as(name, key, setting)


def _other_names(mine: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, str]:
    """For each right name the one that ends so, or else looks the same, or else is left first."""
    left, found = list(mine), {}
    for key in right:
        ends = [each for each in left if each.rpartition(".")[2] == key]
        looks = [each for each in left if repr(mine[each]) == repr(right[key])]
        found[key] = next(iter((*ends, *looks, *left)))
        left.remove(found[key])
    return found


def without_gradient(name: str) -> Misconception:
    """A layer that answers rightly with its parameters, but cut off from them."""
    sentence = (
        f"The numbers of your `{function_of(name)}` are right, but no gradient flows back to its "
        "parameters: it can't learn. What cuts a result off from the tensors it is made of?"
    )
    return _answering(name, sentence, lambda answer: answer.detach())


def cut_off(name: str, key: str) -> Misconception:
    """A layer that answers rightly, but cut off from one of its parameters."""

    def wrong(right: Any) -> Any:
        class Mapped(right):  # type: ignore[misc]  # a layer of the course's
            def forward(self, *args: Any, **kwargs: Any) -> Any:
                own = self._parameters.get(key)
                if own is None:
                    return super().forward(*args, **kwargs)
                self._parameters[key] = own.detach()
                try:
                    return super().forward(*args, **kwargs)
                finally:
                    self._parameters[key] = own

        return Mapped

    sentence = (
        f"The numbers of your `{function_of(name)}` are right, but no gradient reaches `{key}`: it "
        f"stays as it was drawn. Where does `forward` use something other than `{key}` itself, "
        "such as its `.data`, a copy, or an array?"
    )
    return Misconception(name, function_of(name), sentence, wrong)


def renamed(name: str, others: dict[str, str]) -> Misconception:
    """A layer with other names for its parameters: `others` has them, by the right ones."""

    def change(layer: Any, settings: Mapping[str, Any]) -> None:
        for key, other in others.items():
            if key in layer._parameters:
                *holders, last = other.split(".")  # a module in it may hold them
                holder = layer
                for each in holders:
                    holder = holder._modules.setdefault(each, nn.Module())
                holder.register_parameter(last, layer._parameters.pop(key))

    sentence = (
        f"The parameters of your `{function_of(name)}` have the right shapes, but other names than "
        "are asked for. A state dict finds numbers by their names: compare yours with the task's."
    )
    return changed_once_made(name, sentence, change)


def as_long_as(name: str, key: str, setting: str) -> Misconception:
    """A layer of which one parameter, a row of numbers, is as long as a setting says."""

    def change(layer: Any, settings: Mapping[str, Any]) -> None:
        own, length = layer._parameters.get(key), settings.get(setting)
        if own is not None and own.dim() == 1 and type(length) is int:
            layer._parameters[key] = nn.Parameter(own.detach()[:1].repeat(length))

    sentence = (
        f"`{key}` of your `{function_of(name)}` has as many numbers as `{setting}` says. What is "
        "each of its numbers for, and how many of these are there?"
    )
    return changed_once_made(name, sentence, change)


def _answering(name: str, sentence: str, change: Callable[[Any], Any]) -> Misconception:
    """A layer that changes what it answers."""

    def wrong(right: Any) -> Any:
        class Mapped(right):  # type: ignore[misc]  # a layer of the course's
            def forward(self, *args: Any, **kwargs: Any) -> Any:
                return change(super().forward(*args, **kwargs))

        return Mapped

    return Misconception(name, function_of(name), sentence, wrong)
