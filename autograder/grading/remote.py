"""Answers checks with a submission, in a worker, and joins the answers to our autograd graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.errors import SandboxError
from autograder.grading.answered import Answered
from autograder.grading.attempt import Attempt
from autograder.grading.remote_objects import call_remotely
from autograder.sandbox.inside import messages


class RemoteAnswers:
    """The submission's answers, from a worker, with the interface `student.Answers`."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt

    def call(
        self,
        function: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        how: messages.CallOptions,
    ) -> Answered:
        try:
            self._attempt.refuse_hopeless(function)
            if how.module:
                self._attempt.require(f"{how.module}.py")
            worker = self._attempt.worker()
            return call_remotely(worker, function, args, kwargs, name=function, how=how)[0]
        except OSError as error:
            # A fault of ours, such as a full disk: a student's code can't cause an OSError here.
            raise SandboxError(f"The sandbox failed: {error}") from error

    def give_file(self, name: str, data: bytes) -> str:
        worker = self._attempt.worker()
        worker.put({f"given/{name}": data})
        return f"{worker.scratch}/given/{name}"

    def handed_in(self) -> frozenset[str]:
        return self._attempt.files

    def start_over(self, seed: int) -> None:
        self._attempt.start_over(seed)

    def open_reserve(self) -> None:
        self._attempt.worker().open_reserve()

    def printed(self) -> str:
        return self._attempt.worker().printed()
