"""The trusted side of the boundary: sends requests to a worker, times them out, kills the worker.

Covered: the host never imports a student's code, never unpickles and trusts no reply; `inside.wire`
checks each before the host uses it. Not covered: whether a well-formed answer is right; checks must
find out. A fault of the submission is a `StudentError`, a fault of the sandbox a `SandboxError`.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from autograder.errors import Ours, SandboxError, StudentDied, StudentError
from autograder.sandbox import cgroups, replies, scratch
from autograder.sandbox.any_worker import AnyWorker, Resolve
from autograder.sandbox.drain import Drain
from autograder.sandbox.inside import control, messages, wire
from autograder.sandbox.inside.packing import unpack
from autograder.sandbox.launcher import Zygote
from autograder.sandbox.limits import Budget, believed, too_much_memory
from autograder.sandbox.sources import NOTHING, Sources
from autograder.sandbox.watch import Watch, roots

COPIED_MB = 256  # torch's own memory that a forked worker copies when it writes to it
_REPLY_DECODER: msgspec.msgpack.Decoder[messages.Reply] = msgspec.msgpack.Decoder(
    messages.ANY_REPLY
)


class Worker(AnyWorker):
    """One process that runs one submission. The first breach of protocol or timeout kills it."""

    def __init__(
        self,
        zygote: Zygote,
        limits: control.Limits,
        budget: Budget,
        on_line: Callable[[str], None] | None = None,
        sources: Sources = NOTHING,
    ) -> None:
        """`on_line` is called in another thread with the lines that the worker prints."""
        super().__init__(limits.call_seconds)
        self._zygote, self._limits, self._budget, self._sources = zygote, limits, budget, sources
        self._memory_mb, self._cpu_seconds = limits.memory_mb, limits.cpu_seconds
        self._is_open, self._is_orphaned = True, False
        user = zygote.next_user()
        # `kill` releases these in the opposite order; if we fail here, they are released at once.
        with contextlib.ExitStack() as made:
            self._scratch = scratch.make(zygote.tier, user)
            made.callback(self._scratch.remove)
            self._group = cgroups.make(memory_mb=limits.memory_mb, processes=limits.processes)
            if self._group is not None:
                made.callback(self._group.remove)
            imports = sources.needs_on_demand
            request = control.Fork(limits, self._scratch.path, user, imports)
            forked, self._pidfd, self._connection, output = self._fork(request)
            self._pid, self._reader = forked.pid, wire.Reader(self._connection)
            self._output = Drain(output, limits.output_kb << 10, on_line)
            made.callback(self._output.close)
            if self._pidfd is not None:
                made.callback(os.close, self._pidfd)
            self._watch = self._start_watch()
            self._made = made.pop_all()

    @property
    def scratch(self) -> str:
        return self._scratch.path

    @property
    def is_alive(self) -> bool:
        return self._is_open

    def output(self) -> str:
        return self._output.text()

    def open_reserve(self) -> None:
        # This limit lies above the worker's own: an allocator's error gets a reply, a kill none.
        self._memory_mb = self._limits.memory_mb + self._limits.reserve_mb + COPIED_MB
        if self._group is not None:
            self._group.allow_memory(self._memory_mb)
        if self._watch is not None:
            self._cpu_seconds += self._limits.reserve_cpu_seconds
            self._watch.allow(cpu_seconds=self._cpu_seconds, memory_mb=self._memory_mb)
        super().open_reserve()

    def kill(self) -> str:
        if not self._is_open:
            return ""
        self._is_open = False
        self._connection.close()
        if self._watch is not None:
            self._watch.stop()
        try:
            reaping = self._zygote.reap(self._pid)
        except SandboxError:
            # The zygote is gone. The worker can still be killed, but its exit status is lost.
            reaping, self._is_orphaned = None, True
            if self._pidfd is not None:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        how = self._how_it_ended(reaping)
        self._made.close()
        return how

    def _fork(self, request: control.Fork) -> tuple[control.Forked, int | None, socket.socket, int]:
        entrances = self._group.open_entrances() if self._group else []
        try:
            return self._zygote.fork(request, entrances)
        finally:
            for entrance in entrances:
                os.close(entrance)

    def _start_watch(self) -> Watch | None:
        if self._pidfd is None:
            return None
        # In `namespaces` the worker is process 1 and adopts what its children leave behind.
        # In the other tiers the zygote adopts it, and has no other children.
        zygote = None if self._zygote.tier == control.NAMESPACES else self._zygote.pid
        return Watch(
            self._pidfd,
            partial(roots, self._pidfd, zygote),
            cpu_seconds=self._limits.cpu_seconds,
            memory_mb=self._limits.memory_mb,
            ran_out_of_memory=self._group.ran_out_of_memory if self._group else None,
            file_mb=self._limits.file_mb,
            has_too_many_files=lambda: self._scratch.holds_too_much(self._limits.file_mb),
            on_end=self._hang_up,
        )

    def _hang_up(self) -> None:
        """Expect no more replies. What the worker has already sent can still be read."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RD)

    def _how_it_ended(self, reaping: control.Reaped | None) -> str:
        if self._watch is not None and self._watch.reason:
            return Ours(self._watch.reason)
        if self._group is not None and self._group.ran_out_of_memory():
            return Ours(too_much_memory(self._memory_mb))
        return replies.ending(reaping, cpu_seconds=self._cpu_seconds)

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
        allowed = seconds or self._limits.call_seconds
        limit = min(allowed, self._budget.left)
        deadline, started = wire.Deadline(limit), time.monotonic()
        doing, processor = f"{what} {while_}".strip(), None
        try:
            reply, answer = self._exchange(request, body, deadline)
            processor = reply.seconds
            if isinstance(reply, messages.Raised):
                raise self._raised(reply, what)
            return unpack(reply.value, iter(answer), resolve), reply
        except TimeoutError:
            self.kill()
            raise replies.too_late(doing, allowed, self._budget) from None
        except (EOFError, OSError):
            how = self._wait_and_kill()
            if self._is_orphaned:
                raise SandboxError(f"The zygote was lost, during {doing}.") from None
            if how == too_much_memory(self._memory_mb):
                raise replies.out_of_memory(what, self._memory_mb) from None
            ended = f"The Python process ended instead of answering, during {doing}"
            known = f": {how}" if isinstance(how, Ours) else ""
            raise StudentDied(f"{ended}: {how}.", told=f"{ended}{known}.") from None
        except (wire.ProtocolError, RecursionError):
            self.kill()
            raise replies.no_answer(doing) from None
        finally:
            self._budget.spend(time.monotonic() - started, processor)

    def _exchange(
        self, request: messages.Request, body: list[messages.Bytes], deadline: wire.Deadline
    ) -> tuple[messages.Reply, list[messages.Bytes]]:
        """Send a request; returns the reply, its seconds believed, and the bytes of its arrays."""
        started = time.monotonic()
        wire.send(self._connection, request, body, deadline)
        reply, arrays = wire.receive(self._reader, _REPLY_DECODER, deadline)
        seconds = believed(reply.seconds, time.monotonic() - started)
        return msgspec.structs.replace(reply, seconds=seconds), arrays

    def _raised(self, reply: messages.Raised, what: str) -> StudentError:
        was_killed = self._group is not None and self._group.ran_out_of_memory()
        if was_killed:  # a child of the student's code, which then raised something
            self.kill()
        if was_killed or reply.kind == "memory":
            return replies.out_of_memory(what, self._memory_mb)
        return replies.raised(reply, what, self._sources)

    def _wait_and_kill(self) -> str:
        """The connection is closed: give the process time to end, to see how it ended; kill it."""
        if self._pidfd is not None:
            select.select([self._pidfd], [], [], 0.5)
        return self.kill()
