"""The `student` fixture: forwards a check's calls to a submission, or to the solution."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import msgspec

from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import (
    LayerConstruction,
    RecordedCall,
    WatchedLayer,
    record_backward,
)
from autograder.diagnosis.replay import of_student
from autograder.errors import CheckFailed, StudentError
from autograder.sandbox.inside import messages
from autograder.sandbox.inside.witnessed import Witnessed

RETRY_CALL_SECONDS = 1.0  # the most processor time for a call that only makes a sentence better,
RETRY_WALL_SECONDS = 3.0  # and the most time, for code that waits


@dataclass(frozen=True)
class Answered:
    """The result of a call: the answer, and what else is known.

    changed      names of the arguments that the call wrote into
    was_stopped  whether it was interrupted because its time was over
    witnessed    what was observed of it, if it was watched
    """

    answer: object = None
    changed: tuple[str, ...] = ()
    was_stopped: bool = False
    witnessed: Witnessed | None = None


@dataclass
class _Latest:
    """Holds the latest answered call. A `Student` and all made from it share one such object."""

    answered: Answered = Answered()


class Answers(Protocol):
    """Answers the calls of a check: `RemoteAnswers` with a submission, `LocalAnswers` with the
    solution.
    """

    def call(
        self,
        function: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        how: messages.CallOptions,
    ) -> Answered:
        """Call the function; returns its answer, and what else is known. Raises StudentError."""
        ...

    def give_file(self, name: str, data: bytes) -> str:
        """Write a file where the answering code can read it; returns its path there."""
        ...

    def handed_in(self) -> frozenset[str]:
        """The names of the submitted files."""
        ...

    def start_over(self, seed: int) -> None:
        """Forget everything: the next call runs in a new process with this seed."""
        ...

    def open_reserve(self) -> None:
        """Allow the memory that is reserved for judging."""
        ...

    def printed(self) -> str:
        """What the code has printed since its process was started."""
        ...


class Student:
    """The task's module for checks: `student.conv2d(images, weight)` calls its `conv2d`.

    Attributes are the module's names. Our own methods end in an underscore.
    """

    def __init__(self, answers: Answers, calls: list[RecordedCall] | None = None) -> None:
        """Record the calls in `calls`, or in a new list."""
        self.answers_ = answers
        self.calls_: list[RecordedCall] = [] if calls is None else calls
        self._files: dict[str, bytes] = {}
        self._latest = _Latest()
        self._how = messages.CallOptions()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_") or name.endswith("_"):
            raise AttributeError(name)

        def ask(*args: Any, **kwargs: Any) -> Any:
            files = dict(self._files)
            try:
                answered = self.answers_.call(name, args, kwargs, self._how)
            except Exception as error:
                self.calls_.append(RecordedCall(name, args, kwargs, error=error, files=files))
                raise
            answer = answered.answer
            self._latest.answered = replace(answered, answer=None)  # holds on to no memory
            if getattr(answer, "is_module_", False):
                answer = WatchedLayer(answer, name, LayerConstruction(args, kwargs), self.calls_)
            call = RecordedCall(name, args, kwargs, answer, changed=answered.changed, files=files)
            record_backward(call)
            self.calls_.append(call)
            return answer

        return ask

    def of_(self, module: str) -> Student:
        """Another module of the same submission, in the same process."""
        return self._with(module=module)

    def within_(self, *, cpu_seconds: float, wall_seconds: float) -> Student:
        """The same module, with calls that are interrupted when one of the two times is over.

        An interrupted call raises no error, and what it has done is kept. See `was_stopped_`.
        """
        return self._with(stop_after=cpu_seconds, stop_after_wall=wall_seconds)

    def was_stopped_(self) -> bool:
        """Whether the last call was interrupted because its time was over."""
        return self._latest.answered.was_stopped

    def watched_(self, *, stride: float = 1.0) -> Student:
        """The same module, with calls that report how they train a network.

        `stride` multiplies each step of an optimizer. See `witnessed_`.
        """
        return self._with(watched=True, stride=stride)

    def witnessed_(self) -> Witnessed | None:
        """What was observed of the last call, if it was watched."""
        return self._latest.answered.witnessed

    def ask_again_(self, call: RecordedCall) -> CallOutcome | None:
        """Repeat a call, with little time: its outcome, which may be a crash.

        None if the outcome says nothing about a mistake.
        """
        how = messages.CallOptions(
            stop_after=RETRY_CALL_SECONDS, stop_after_wall=RETRY_WALL_SECONDS
        )
        try:
            answered = self._again(call, how)
        except (StudentError, CheckFailed) as error:
            return of_student(replace(call, answer=None, error=error))
        if answered.was_stopped:
            return None
        return of_student(replace(call, answer=answered.answer))

    def _again(self, call: RecordedCall, how: messages.CallOptions) -> Answered:
        """The answer of the same call: of a layer that is made anew, about a file given anew."""
        if call.made is None:
            args = tuple(
                self.answers_.give_file(value, call.files[value])
                if isinstance(value, str) and value in call.files
                else value
                for value in call.args
            )
            return self.answers_.call(call.function, args, call.kwargs, how)
        made = self.answers_.call(call.function, call.made.args, call.made.kwargs, how)
        layer: Any = made.answer
        if made.was_stopped or not getattr(layer, "is_module_", False):
            return replace(made, was_stopped=True)  # says nothing of the call
        layer.load_state_dict(dict(call.made.state or {}))
        return Answered(layer(*call.args, **call.kwargs))

    def changed_inputs_(self) -> tuple[str, ...]:
        """Names of the arguments that the last call wrote into."""
        return self.calls_[-1].changed

    def give_file_(self, name: str, data: bytes) -> str:
        """Write a file where the answering code can read it; returns its path there."""
        path = self.answers_.give_file(name, data)
        self._files[path] = data
        return path

    def _with(self, **how: Any) -> Student:
        other = Student(self.answers_, self.calls_)
        other._files, other._latest = self._files, self._latest
        other._how = msgspec.structs.replace(self._how, **how)
        return other
