"""A script of calls as lines of Python: `sgd = SGD([weights], lr=0.5)`, `sgd.step([gradient])`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.diagnosis.scripts import Made, Script, Step, made_in

Shown = Callable[[Any, int | str, Step | None], str]


def variables(script: Script, args: Sequence[Any], taken: set[str]) -> Mapping[int, str]:
    """A name for what came of each step that a later one needs: step → name. All are then taken."""
    needed = {made.step for made in made_in([*script.values(), *args, script.of])}
    needed |= {step.of.step for step in script.steps if step.of is not None}
    found = {}
    for step in script.steps:
        if step.number in needed:
            found[step.number] = _free(_plain(step), taken)
    return found


def lines(
    script: Script,
    function: str,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    names: Mapping[int, str],
    shown: Shown,
) -> list[str]:
    """A line for each step, and one for the call. `shown` makes text of an argument, given its
    place and its step (None: the call itself).
    """
    found = []
    for step in script.steps:
        line = _written(
            step, step.function, _given(step.args, step.kwargs, names, shown, step), names
        )
        found.append(f"{names[step.number]} = {line}" if step.number in names else line)
    given = _given(args, kwargs, names, shown, None)
    return [*found, _written(script, function, given, names)]


def _given(
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    names: Mapping[int, str],
    shown: Shown,
    step: Step | None,
) -> str:
    def text(value: Any, place: int | str) -> str:
        if isinstance(value, Made):
            return _object(value, names)
        if isinstance(value, list | tuple) and any(True for _ in made_in(value)):
            parts = ", ".join(text(part, place) for part in value)
            return f"[{parts}]" if isinstance(value, list) else f"({parts},)"
        if isinstance(value, dict) and any(True for _ in made_in(value)):
            parts = ", ".join(f"{key!r}: {text(part, key)}" for key, part in value.items())
            return f"{{{parts}}}"
        return shown(value, place, step)

    named = [f"{name}={text(value, name)}" for name, value in kwargs.items()]
    return ", ".join([*(text(value, place) for place, value in enumerate(args)), *named])


def _written(what: Step | Script, function: str, given: str, names: Mapping[int, str]) -> str:
    if what.of is None:
        return f"{function}({given})"
    thing = _object(what.of, names)
    if what.is_read:
        return f"{thing}.{what.member}"
    plain = {"__call__": f"{thing}({given})", "__len__": f"len({thing})"}
    item = {"__getitem__": f"{thing}[{given}]"}
    return {**plain, **item}.get(what.member, f"{thing}.{what.member}({given})")


def _object(made: Made, names: Mapping[int, str]) -> str:
    return names.get(made.step, "it") + "".join(f"[{place!r}]" for place in made.place)


def _plain(step: Step) -> str:
    """`KNearest` → `k_nearest`; what a function has made is called after it."""
    name = step.function if step.of is None else step.member.strip("_")
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    return f"made_by_{snake}" if snake == name and step.of is None else snake


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    taken.add(name)
    return name
