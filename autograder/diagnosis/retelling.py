"""Makes the calls of a script again, of a module of this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from torch import nn

from autograder.diagnosis.scripts import Following, Script, Step, asked_here


class NotReplayable(Exception):
    """The call has a part that only the student's process knows."""


def retold(script: Script, module: ModuleType, given: Callable[[Any], Any]) -> Following:
    """What has come of all steps; `given` copies an argument. Raises NotReplayable."""
    if not script.is_whole:
        raise NotReplayable("nobody knows what was asked before")
    following = Following(
        lambda name, args, kwargs: getattr(module, name)(*args, **kwargs),
        _asked,
        given,
        is_failure=lambda error: not isinstance(error, NotReplayable),
    )
    following.follow(script)
    _require_parameters(script, following)
    return following


def _asked(
    thing: Any, what: Step | Script, args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> Any:
    """What comes of asking an object here. Raises NotReplayable if it is to have parameters that it
    can't have."""
    if what.member != "load_state_dict" or not isinstance(thing, nn.Module):
        return asked_here(thing, what, args, kwargs)
    try:
        return thing.load_state_dict(*args)
    except Exception as error:
        raise NotReplayable("the layer has other parameters") from error


def _require_parameters(script: Script, following: Following) -> None:
    """Raise NotReplayable if a layer that was made has parameters that nobody knows."""
    loaded = {s.of.step for s in script.steps if s.of is not None and s.member == "load_state_dict"}
    for step in script.steps:
        made = following.answer(step) if step.of is None else None
        if not isinstance(made, nn.Module) or step.number in loaded:
            continue
        if any(True for _ in made.parameters()):
            raise NotReplayable("nobody knows the layer's parameters")
