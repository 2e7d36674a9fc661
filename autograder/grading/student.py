"""What checks call `student`: the task's module, whoever answers for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
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

RETRY_CALL_SECONDS = 1.0  # seconds that a call may take which only serves to say more


class Answers(Protocol):
    """Who answers the calls of a check."""

    def call(
        self,
        function: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        how: messages.CallOptions,
    ) -> object:
        """What the function gives, or a `StudentError`."""
        ...

    def changed(self) -> tuple[str, ...]:
        """Names of the arguments that the last call wrote into."""
        ...

    def was_stopped(self) -> bool:
        """Whether the last call was interrupted because its time was over."""
        ...

    def witnessed(self) -> messages.Witnessed | None:
        """What was seen of the last call, if it was watched."""
        ...

    def give_file(self, name: str, data: bytes) -> str:
        """Put a file where the answering code can read it; gives its path there."""
        ...

    def handed_in(self) -> frozenset[str]:
        """The names of the files that were handed in."""
        ...

    def start_over(self, seed: int) -> None:
        """Forget everything: the next call finds a new process with this seed."""
        ...

    def open_reserve(self) -> None:
        """Allow the memory that was kept back for judging."""
        ...

    def printed(self) -> str:
        """What has been printed since the process was started."""
        ...


class Student:
    """The task's module as checks see it: `student.conv2d(images, weight)` asks whoever answers.

    Only names of the module are attributes; what is ours ends in an underscore.
    """

    def __init__(self, answers: Answers, calls: list[RecordedCall] | None = None) -> None:
        """Calls are recorded in `calls`, or in a new list."""
        self.answers_ = answers
        self.calls_: list[RecordedCall] = [] if calls is None else calls
        self._files: dict[str, bytes] = {}
        self._how = messages.CallOptions()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_") or name.endswith("_"):
            raise AttributeError(name)

        def ask(*args: Any, **kwargs: Any) -> Any:
            files = dict(self._files)
            try:
                answer = self.answers_.call(name, args, kwargs, self._how)
            except Exception as error:
                self.calls_.append(RecordedCall(name, args, kwargs, error=error, files=files))
                raise
            if getattr(answer, "is_module_", False):
                answer = WatchedLayer(answer, name, LayerConstruction(args, kwargs), self.calls_)
            changed = self.answers_.changed()
            call = RecordedCall(name, args, kwargs, answer, changed=changed, files=files)
            record_backward(call)
            self.calls_.append(call)
            return answer

        return ask

    def of_(self, module: str) -> Student:
        """Another module of the same submission, in the same process."""
        return self._with(module=module)

    def within_(self, *, cpu_seconds: float, wall_seconds: float) -> Student:
        """The same module; its calls are stopped when one of the two times is over.

        That is no error: what they have done by then is kept. See `was_stopped_`.
        """
        return self._with(stop_after=cpu_seconds, stop_after_wall=wall_seconds)

    def was_stopped_(self) -> bool:
        """Whether the last call was interrupted because its time was over."""
        return self.answers_.was_stopped()

    def watched_(self, *, stride: float = 1.0) -> Student:
        """The same module; somebody looks on while its calls train a network.

        Steps of optimizers are made `stride` times as long. See `witnessed_`.
        """
        return self._with(watched=True, stride=stride)

    def witnessed_(self) -> messages.Witnessed | None:
        """What was seen of the last call, if it was watched."""
        return self.answers_.witnessed()

    def ask_again_(self, call: RecordedCall) -> CallOutcome | None:
        """What comes of a call like the checks' own, in little time: an answer or a crash; None
        if that tells nothing of a mistake."""
        how = messages.CallOptions(stop_after_wall=RETRY_CALL_SECONDS)
        try:
            answer = self.answers_.call(call.function, call.args, call.kwargs, how)
        except (StudentError, CheckFailed) as error:
            return of_student(replace(call, answer=None, error=error))
        return None if self.was_stopped_() else of_student(replace(call, answer=answer))

    def changed_inputs_(self) -> tuple[str, ...]:
        """Names of the arguments that the last call wrote into."""
        return self.calls_[-1].changed

    def give_file_(self, name: str, data: bytes) -> str:
        """Put a file where the answering code can read it; gives its path there."""
        path = self.answers_.give_file(name, data)
        self._files[path] = data
        return path

    def _with(self, **how: Any) -> Student:
        other = Student(self.answers_, self.calls_)
        other._files = self._files
        other._how = msgspec.structs.replace(self._how, **how)
        return other
