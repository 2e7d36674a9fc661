"""Answers a task's checks from the recording of an earlier grading.

A case may be answered as long as it asks what it asked then, in the same order and with the same
seed. The first request that differs raises `NeverAsked`; the case is then run again with the
student's code. So a check that draws other numbers, calls something new, or branches another way on
the same answers is never judged by an answer to another question. The diagnosis asks single calls
whose order means nothing: each is looked up by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.errors import AutograderError
from autograder.grading.attempt import Attempt
from autograder.grading.recording import (
    LOADING,
    PRINTED,
    Case,
    Exchange,
    Failure,
    Key,
    TaskRecording,
    arrays_of,
)
from autograder.grading.request_keys import Histories, is_start
from autograder.grading.timeouts import TimedCalls, Timeouts
from autograder.sandbox import replies
from autograder.sandbox.any_worker import Resolve
from autograder.sandbox.inside import messages
from autograder.sandbox.inside.packing import unpack
from autograder.sandbox.inside.wire import ProtocolError
from autograder.sandbox.limits import Budget, believed
from autograder.sandbox.sources import Sources


class NeverAsked(AutograderError):
    """The recording has no answer to this request: the student's code has to be asked."""


class Tape:
    """A task's recording, while it is read: which case, and how far.

    `used` are the exchanges of this case that were asked for again; `has_diverged` is true from the
    first request that the recording can't answer, whatever the check has made of the exception.
    """

    def __init__(self, recording: TaskRecording) -> None:
        self.recording = recording
        self._cases = {case.name: case for case in recording.cases}
        self._asked: dict[Key, list[Exchange]] = {}
        for exchange in recording.asked:
            self._asked.setdefault(exchange.key, []).append(exchange)
        self._case: Case | None = None
        self.used: list[Exchange] = []
        self.has_diverged = False

    def case(self, name: str, seed: int) -> Case | None:
        """Go to the beginning of a case; None if it was not recorded with this seed."""
        found = self._cases.get(name)
        self._case = found if found is not None and found.seed == seed else None
        self.used, self.has_diverged = [], False
        return self._case

    def leave_case(self) -> None:
        """From here on, the diagnosis asks."""
        self._case, self.used, self.has_diverged = None, [], False

    @property
    def is_in_case(self) -> bool:
        """Whether a case is read; else the diagnosis asks."""
        return self._case is not None

    def answer(self, key: Key) -> Exchange:
        """What came of the next request. Raises NeverAsked."""
        exchange = self._next(key) if self._case is not None else self._looked_up(key)
        if exchange is None:
            self.has_diverged = True
            raise NeverAsked("This was never asked.")
        self.used.append(exchange)
        return exchange

    def _next(self, key: Key) -> Exchange | None:
        assert self._case is not None  # noqa: S101 - asked by the caller
        place, exchanges = len(self.used), self._case.exchanges
        if self.has_diverged or place >= len(exchanges) or exchanges[place].key != key:
            return None
        return exchanges[place]

    def _looked_up(self, key: Key) -> Exchange | None:
        """Asked again and again, it answers as it did then, and goes on with its last answer."""
        found = self._asked.get(key)
        if not found:
            return None
        return found.pop(0) if len(found) > 1 else found[0]


class TapedWorker(TimedCalls):
    """A worker whose answers are read from a tape. Nothing is run."""

    def __init__(
        self, tape: Tape, budget: Budget, sources: Sources, timeouts: Timeouts, call_seconds: float
    ) -> None:
        super().__init__(call_seconds)
        self._tape, self._budget, self._sources = tape, budget, sources
        self.timeouts = timeouts
        self._is_open, self._scratch = True, ""
        self._histories = Histories()

    @property
    def scratch(self) -> str:
        return self._scratch

    @property
    def is_alive(self) -> bool:
        return self._is_open

    def output(self) -> str:
        return ""  # what was printed is put together from the recording

    def printed(self) -> str:
        reply = self._tape.answer(PRINTED).reply
        return str(getattr(reply, "value", ""))

    def kill(self) -> str:
        self._is_open = False
        return ""

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
        exchange = self._exchange(request, body)
        reply, processor = exchange.reply, None
        if not isinstance(reply, Failure):
            processor = believed(reply.seconds, exchange.seconds)
        self._budget.spend(exchange.seconds, processor)
        self._is_open, self._scratch = exchange.alive, exchange.scratch or self._scratch
        if isinstance(reply, Failure):
            raise reply.error()
        if isinstance(reply, messages.Raised):
            raise replies.raised(reply, what, self._sources)
        try:
            arrays = arrays_of(exchange, self._tape.recording)
            return unpack(reply.value, iter(arrays), resolve), reply
        except ProtocolError:
            self._tape.has_diverged = True
            raise NeverAsked("The recorded answer can't be read.") from None

    def _exchange(self, request: messages.Request, body: Sequence[messages.Bytes]) -> Exchange:
        if is_start(request):
            loading = self._tape.recording.loading
            is_load = isinstance(request, messages.Load)
            return loading if loading and is_load else Exchange(LOADING, messages.Returned())
        is_in_case = self._tape.is_in_case
        key = self._histories.key(request, list(body), is_in_case=is_in_case)
        exchange = self._tape.answer(key)
        self._histories.heard(request, key, exchange.reply, is_in_case=is_in_case)
        return exchange


class TapedAttempt(Attempt):
    """An attempt that was recorded: its workers read from a tape."""

    tape: Tape

    def _fork(self) -> TapedWorker:
        return TapedWorker(
            self.tape, self._budget, self._sources, self._timeouts, self._limits.call_seconds
        )
