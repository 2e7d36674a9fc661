"""Records what a worker is asked and what comes of it, while a submission is graded."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from typing import Any, get_args

import msgspec

from autograder.errors import StudentError
from autograder.grading.came_of_it import CameOfIt, TaskRun
from autograder.grading.recording import (
    KEY_BYTES,
    LOADING,
    MAX_TASK_BYTES,
    PRINTED,
    Case,
    Exchange,
    Failure,
    FailureKind,
    TaskRecording,
    size_of,
)
from autograder.grading.request_keys import Histories, is_start
from autograder.grading.timeouts import TimedWorker
from autograder.sandbox.any_worker import Resolve
from autograder.sandbox.inside import messages, wire
from autograder.scoring import CaseOutcome

FAILURES = get_args(FailureKind)


class Recorder:
    """Gathers the recording of one task. A case is begun, its exchanges are added, it is ended.

    Outside of cases, exchanges belong to the diagnosis.
    """

    def __init__(self) -> None:
        self._cases: list[Case] = []
        self._asked: list[Exchange] = []
        self._exchanges = self._asked
        self._begun: tuple[str, int] | None = None
        self._arrays: list[bytes] = []
        self._places: dict[bytes, int] = {}
        self._bytes = 0
        self.loading: Exchange | None = None

    @property
    def is_in_case(self) -> bool:
        """Whether a case has begun; what is asked outside of one is asked by the diagnosis."""
        return self._begun is not None

    def begin(self, name: str, seed: int) -> None:
        """Begin a case."""
        self._begun, self._exchanges = (name, seed), []

    def add(self, exchange: Exchange, arrays: Sequence[messages.Bytes]) -> None:
        """Add an exchange with the bytes of its reply's arrays; equal ones are kept once."""
        places = [self._place(each.tobytes()) for each in arrays]
        self._append(_with_arrays(exchange, places))

    def keep(self, exchanges: Sequence[Exchange], task: TaskRecording) -> None:
        """Add exchanges of an earlier recording."""
        for each in exchanges:
            places = [self._place(task.arrays[place]) for place in each.arrays]
            self._append(_with_arrays(each, places))

    def end(self, outcome: CaseOutcome, came_of_it: CameOfIt) -> None:
        """End the case; `outcome` is the one before diagnosis."""
        assert self._begun is not None  # noqa: S101 - every case is begun
        name, seed = self._begun
        its = came_of_it
        self._cases.append(
            Case(
                name,
                seed,
                self._exchanges,
                outcome,
                list(its.notes),
                dict(its.data),
                its.output,
                said=its.said,
                looks=list(outcome.mistakes),
            )
        )
        self._begun, self._exchanges = None, self._asked

    def recording(
        self,
        task: str,
        ran: TaskRun,
        *,
        conditions: Mapping[str, str],
        judged_by: Mapping[str, str],
        each_judged_by: Mapping[str, str],
        output: str,
    ) -> TaskRecording | None:
        """All of it, with the outcomes after diagnosis; None if it is too large to be kept."""
        if self._bytes > MAX_TASK_BYTES:
            return None
        cases = [
            msgspec.structs.replace(
                case, outcome=outcome, judged_by=each_judged_by.get(outcome.check, "")
            )
            for case, outcome in zip(self._cases, ran.outcomes, strict=True)
        ]
        return TaskRecording(
            task=task,
            conditions=dict(conditions),
            judged_by=dict(judged_by),
            cases=cases,
            asked=self._asked,
            loading=self.loading,
            output=output,
            loading_output=ran.loading_output,
            asked_output=ran.asked_output,
            notes=ran.notes,
            notes_for_staff=ran.notes_for_staff,
            arrays=self._arrays,
            examples=ran.examples,
            work=ran.work,
        )

    def _append(self, exchange: Exchange) -> None:
        self._bytes += size_of(exchange)
        if self._bytes <= MAX_TASK_BYTES:
            self._exchanges.append(exchange)

    def _place(self, data: bytes) -> int:
        digest = hashlib.blake2b(data, digest_size=KEY_BYTES).digest()
        if digest not in self._places:
            self._places[digest] = len(self._arrays)
            self._bytes += len(data)
            # Once it is too large nothing is kept, and no more memory is used.
            self._arrays.append(data if self._bytes <= MAX_TASK_BYTES else b"")
        return self._places[digest]


class RecordedWorker(TimedWorker):
    """A worker whose exchanges are recorded."""

    recorder: Recorder
    _heard: tuple[messages.Reply, list[messages.Bytes]] | None = None

    def __init__(self, *made: Any) -> None:
        super().__init__(*made)
        self._histories = Histories()

    def printed(self) -> str:
        text = super().printed()
        self.recorder.add(Exchange(PRINTED, messages.Returned(text)), [])
        return text

    def _exchange(
        self, request: messages.Request, body: list[messages.Bytes], deadline: wire.Deadline
    ) -> tuple[messages.Reply, list[messages.Bytes]]:
        self._heard = super()._exchange(request, body, deadline)
        return self._heard

    def _ask(
        self,
        request: messages.Request,
        body: list[messages.Bytes],
        *,
        what: str,
        while_: str = "",
        resolve: Resolve = lambda thing: thing,
        seconds: float = 0.0,
    ) -> tuple[Any, messages.Returned]:
        self._heard, started = None, time.monotonic()
        error: StudentError | None = None
        try:
            return super()._ask(
                request, body, what=what, while_=while_, resolve=resolve, seconds=seconds
            )
        except StudentError as raised:
            error = raised
            raise
        finally:
            spent = time.monotonic() - started
            if error is not None or self._heard is not None:
                self._record(request, body, error, spent)

    def _record(
        self,
        request: messages.Request,
        body: list[messages.Bytes],
        error: StudentError | None,
        seconds: float,
    ) -> None:
        reply: messages.Reply | Failure | None
        reply, arrays = self._heard or (None, [])
        if error is not None and (name := type(error).__name__) in FAILURES:
            kind: FailureKind = name  # type: ignore[assignment]  # one of them
            reply, arrays = Failure(kind, str(error), error.told), []
        if reply is None:  # no failure that we know of: it can't be replayed
            return
        scratch = self.scratch if isinstance(request, messages.Put) else ""
        if not is_start(request):
            is_in_case = self.recorder.is_in_case
            key = self._histories.key(request, body, is_in_case=is_in_case)
            self._histories.heard(request, key, reply, is_in_case=is_in_case)
            exchange = Exchange(key, reply, [], seconds, scratch, self.is_alive)
            self.recorder.add(exchange, arrays)
        elif error is not None:
            self.recorder.loading = Exchange(LOADING, reply, [], seconds, scratch)


def _with_arrays(exchange: Exchange, places: list[int]) -> Exchange:
    return Exchange(
        exchange.key, exchange.reply, places, exchange.seconds, exchange.scratch, exchange.alive
    )
