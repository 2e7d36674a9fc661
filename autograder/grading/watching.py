"""Records what a check asks of a submission: of its functions, and of objects that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from torch import Tensor

from autograder.diagnosis import copies
from autograder.diagnosis.recording import (
    Asked,
    LayerConstruction,
    OnlyTheLast,
    RecordedCall,
    record_backward,
)
from autograder.diagnosis.scripts import OBJECT, Made, Step, Story, stand_in
from autograder.grading import things
from autograder.grading.answered import Answered
from autograder.grading.storied_layer import StoriedLayer, inert
from autograder.grading.things import Layer, OnlyAsked, Thing


class Watching:
    """The calls of one case, with what was given and what came. A `Student`, all that are made from
    it, and the objects that they hold share one of these.

    `files` are those that were given: path → data; `latest` is the latest answered call, without
    its answer.
    """

    def __init__(self, calls: list[RecordedCall]) -> None:
        self.calls = calls
        self.files: dict[str, bytes] = {}
        self.latest = Answered()
        self._story = Story(is_kept=not isinstance(calls, OnlyTheLast))
        self._copies: dict[int, tuple[Tensor, int, Tensor]] = {}  # by identity

    def asked(
        self,
        function: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        ask: Callable[[], Answered],
        *,
        of: Made | None = None,
        member: str = "",
        is_read: bool = False,
    ) -> Any:
        """Ask, and record it; returns the answer, of which objects are watched as well."""
        files, made = dict(self.files), None
        asked: Asked = "call"
        step: Step | None = None
        if of is not None or things.any_in(args) or things.any_in(kwargs):
            given = self._kept(args), self._kept(dict(kwargs))
            step = Step(-1, function, *given, of, member, is_read)
            made, asked = self._story.script(step), "member"
        else:
            given = inert(args), inert(dict(kwargs))
        call = partial(RecordedCall, function, *given, made=made, asked=asked, files=files)
        try:
            answered = ask()
        except Exception as error:
            if step is not None:
                self._story.add(step)
            self.calls.append(call(error=error))
            raise
        self.latest = replace(answered, answer=None)  # holds on to no memory
        answer = kept = answered.answer
        is_layer = isinstance(answer, Layer)
        if step is not None or answered.holds_objects or is_layer:
            kept_args = self._kept(args), self._kept(dict(kwargs))
            number = self._story.add(step or Step(-1, function, *kept_args))
            kept = things.each(answer, stand_in)
            construction = LayerConstruction(args, kwargs) if is_layer and step is None else None
            answer = self._watched(answer, function, Made(number), construction)
        recorded = call(answer=kept, changed=answered.changed)
        record_backward(recorded)
        self.calls.append(recorded)
        return answer

    def _kept(self, value: Any) -> Any:
        """What was given, as it is now: a check may go on to write into its own tensors. What is
        given to several calls, and not written into, is kept once."""
        if not self._story.is_kept:
            return value
        if isinstance(value, WatchedObject | StoriedLayer):
            return value.made_
        if type(value) in (list, tuple):
            return type(value)(map(self._kept, value))
        if isinstance(value, dict):
            return {key: self._kept(part) for key, part in value.items()}
        if not isinstance(value, Tensor):
            return OBJECT if isinstance(value, Thing) else copies.faithful(value)
        given, version, copy = self._copies.get(id(value), (None, 0, None))
        if given is not value or version != value._version:
            copy = copies.faithful(value)
            self._copies[id(value)] = value, value._version, copy
        return copy

    def happened(
        self,
        function: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        *,
        of: Made,
        member: str,
    ) -> None:
        """What an object was asked, as a part of its story alone."""
        self._story.add(Step(-1, function, self._kept(args), self._kept(dict(kwargs)), of, member))

    def _watched(
        self, value: Any, function: str, made: Made, construction: LayerConstruction | None = None
    ) -> Any:
        """The answer, with each thing and layer in it watched."""
        if isinstance(value, Thing):
            return WatchedObject(value, function, made, self)
        if isinstance(value, Layer):
            return StoriedLayer(value, function, construction, self, made)
        if type(value) in (list, tuple):
            parts = (
                self._watched(part, function, Made(made.step, (*made.place, place)))
                for place, part in enumerate(value)
            )
            return type(value)(parts)
        if isinstance(value, dict):
            return {
                key: self._watched(part, function, Made(made.step, (*made.place, key)))
                for key, part in value.items()
            }
        return value


class WatchedObject(OnlyAsked, Thing):
    """An object of the student's, as checks hold it: all that it is asked is recorded."""

    own_ = frozenset(
        ("name_", "description_", "methods_", "made_", "_thing", "_function", "_watching")
    )

    def __init__(self, thing: Thing, function: str, made: Made, watching: Watching) -> None:
        """`function` is what has made it, or has made what it comes from."""
        super().__init__(thing.name_, thing.description_, thing.methods_)
        self._thing, self._function = thing, function
        self._watching = watching
        self.made_ = made

    @property
    def inner_(self) -> Thing:
        return self._thing

    @property
    def handle_(self) -> object:
        """What stands for it in a request, if it is another process's."""
        return getattr(self._thing, "handle_", None)

    def ask_(self, member: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Answered:
        answer = self._watching.asked(
            self._function,
            args,
            kwargs,
            lambda: self._thing.ask_(member, args, kwargs),
            of=self.made_,
            member=member,
        )
        return Answered(answer)

    def read_(self, member: str) -> Answered:
        answer = self._watching.asked(
            self._function,
            (),
            {},
            lambda: self._thing.read_(member),
            of=self.made_,
            member=member,
            is_read=True,
        )
        return Answered(answer)


# Python's own sentences name the type: "'object of the student' object is not iterable".
WatchedObject.__name__ = "object of the student"
