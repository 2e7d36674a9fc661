"""The `student` fixture: forwards a check's calls to a submission, or to the solution."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

import msgspec

from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import of_student
from autograder.diagnosis.scripts import Following, Kept, NoSuchPart, Script, Step, stand_in
from autograder.errors import CheckFailed, StudentError, StudentRaised
from autograder.grading import things
from autograder.grading.answered import Answered
from autograder.grading.things import Held, MayNotBeAsked
from autograder.grading.watching import Watching
from autograder.sandbox.inside import messages
from autograder.sandbox.inside.witnessed import Witnessed

RETRY_CALL_SECONDS = 1.0  # the most processor time for a call that only makes a sentence better,
RETRY_WALL_SECONDS = 3.0  # and the most time, for code that waits

# What a story may have of a layer, beside its calls.
CHANGES_OF_LAYERS = ("load_state_dict", "train", "eval")


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


class _Stopped(Exception):
    """A call that is made again says nothing: it took too long, or can't be made."""


class Student:
    """The task's module for checks: `student.conv2d(images, weight)` calls its `conv2d`.

    Attributes are the module's names. Our own methods end in an underscore.
    """

    def __init__(self, answers: Answers, calls: list[RecordedCall] | None = None) -> None:
        """Record the calls in `calls`, or in a new list."""
        self.answers_ = answers
        self.calls_: list[RecordedCall] = [] if calls is None else calls
        self._watching = Watching(self.calls_)
        self._how = messages.CallOptions()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):  # what Python and libraries look for
            raise AttributeError(name)
        if name.startswith("_"):
            raise MayNotBeAsked(
                f"A check asks for `{name}`, which is no public name: it is the student's own."
            )
        if name.endswith("_"):
            raise MayNotBeAsked(
                f"A check asks for `student.{name}`. Names with an underscore at the end are the "
                "grader's, and there is none of this name: see docs/write-a-task.md."
            )

        def ask(*args: Any, **kwargs: Any) -> Any:
            return self._watching.asked(
                name, args, kwargs, lambda: self.answers_.call(name, args, kwargs, self._how)
            )

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
        return self._watching.latest.was_stopped

    def watched_(self, *, stride: float = 1.0) -> Student:
        """The same module, with calls that report how they train a network.

        `stride` multiplies each step of an optimizer. See `witnessed_`.
        """
        return self._with(watched=True, stride=stride)

    def witnessed_(self) -> Witnessed | None:
        """What was observed of the last call, if it was watched."""
        return self._watching.latest.witnessed

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
        return of_student(replace(call, answer=answered.answer, error=None))

    def _again(self, call: RecordedCall, how: messages.CallOptions) -> Answered:
        """The answer of the same call: of a layer that is made anew, of an object that was asked
        the same before, about a file given anew."""
        if isinstance(call.made, Script):
            return self._followed(call, call.made, how)
        if call.made is None:
            if any(isinstance(value, Kept) for value in (*call.args, *call.kwargs.values())):
                return Answered(was_stopped=True)  # nobody can make the layer anew
            args = tuple(self._given(value, call) for value in call.args)
            return self.answers_.call(call.function, args, call.kwargs, how)
        made = self.answers_.call(call.function, call.made.args, call.made.kwargs, how)
        layer: Any = made.answer
        if made.was_stopped or not getattr(layer, "is_module_", False):
            return replace(made, was_stopped=True)  # says nothing of the call
        layer.load_state_dict(dict(call.made.state or {}))
        return Answered(layer(*call.args, **call.kwargs))

    def _given(self, value: Any, call: RecordedCall) -> Any:
        is_file = isinstance(value, str) and value in call.files
        return self.answers_.give_file(value, call.files[value]) if is_file else value

    def _followed(self, call: RecordedCall, script: Script, how: messages.CallOptions) -> Answered:
        """The answer after all that happened before. Stopped if one of these was."""
        latest: list[Answered] = []

        def kept(answered: Answered) -> Any:
            if answered.was_stopped:
                raise _Stopped
            latest.append(answered)
            return answered.answer

        def member(thing: Any, what: Step | Script, args: Any, kwargs: Any) -> Any:
            if not isinstance(thing, Held):
                raise _Stopped  # what was an object is none now
            if thing.is_module_ and what.member in CHANGES_OF_LAYERS:
                getattr(thing, what.member)(*args)
                return kept(Answered())
            read = what.is_read
            return kept(thing.read_(what.member) if read else thing.ask_(what.member, args, kwargs))

        following = Following(
            lambda name, args, kwargs: kept(self.answers_.call(name, args, kwargs, how)),
            member,
            lambda value: self._given(value, call),
            is_failure=lambda error: isinstance(error, StudentRaised | NoSuchPart),
        )
        try:
            if not script.is_whole:
                raise _Stopped
            following.follow(script)
            args, kwargs = following.filled(call.args), following.filled(dict(call.kwargs))
            following.ask(script, call.function, args, kwargs)
        except (_Stopped, NoSuchPart):
            return Answered(was_stopped=True)
        return replace(latest[-1], answer=things.each(latest[-1].answer, stand_in))

    def changed_inputs_(self) -> tuple[str, ...]:
        """Names of the arguments that the last call wrote into."""
        return self.calls_[-1].changed

    def give_file_(self, name: str, data: bytes) -> str:
        """Write a file where the answering code can read it; returns its path there."""
        path = self.answers_.give_file(name, data)
        self._watching.files[path] = data
        return path

    def _with(self, **how: Any) -> Student:
        other = Student(self.answers_, self.calls_)
        other._watching = self._watching
        other._how = msgspec.structs.replace(self._how, **how)
        return other
