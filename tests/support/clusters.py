"""Real clusters on loopback: a scheduler and workers, each in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from support.paths import TOY_COURSE

SOLUTIONS = TOY_COURSE / "solutions" / "counting"
START_SECONDS = 120.0
GRADE_SECONDS = 400.0
PYTHON = (sys.executable, "-P")
T = TypeVar("T")


class Cluster:
    """A cluster that ends with its test. `address` is where its scheduler listens."""

    def __init__(self, folder: Path, environment: Mapping[str, str], protocol: str) -> None:
        self._folder, self._protocol = folder, protocol
        self._environment = {**os.environ, **environment}
        self._processes: list[subprocess.Popen[bytes]] = []
        self.address = ""

    def start_scheduler(self, host: str = "127.0.0.1") -> subprocess.Popen[bytes]:
        options = ["--host", host, "--port", "0", "--protocol", self._protocol]
        process, log = self._start("scheduler", *options, "--no-dashboard")
        line = until(lambda: after(log, "Scheduler at:"), "a scheduler")
        self.address = line.strip()
        return process

    def start_worker(self, *options: str, **environment: str) -> subprocess.Popen[bytes]:
        """With `--no-nanny` it is the worker itself; else it is who starts it again."""
        known = ["--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", *options]
        known += ["--local-directory", str(self._folder)]
        process, log = self._start("worker", self.address, *known, **environment)
        until(lambda: after(log, "Registered to:"), "a worker")
        return process

    def end(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(
        self, kind: str, *options: str, **environment: str
    ) -> tuple[subprocess.Popen[bytes], Path]:
        log = self._folder / f"{kind}-{len(self._processes)}.log"
        with log.open("wb") as file:
            process = subprocess.Popen(
                [*PYTHON, "-m", "dask", kind, *options],
                stdout=file,
                stderr=file,
                cwd=self._folder,
                env={**self._environment, **environment},
            )
        self._processes.append(process)
        return process, log


@contextmanager
def cluster(
    folder: Path, *, protocol: str = "tcp", environment: Mapping[str, str] | None = None
) -> Iterator[Cluster]:
    """A cluster without a scheduler yet; its logs lie in `folder`."""
    made = Cluster(folder, environment or {}, protocol)
    try:
        yield made
    finally:
        made.end()


# The command, with shorter waits.
IMPATIENT = """
import sys
from autograder.cluster import graders, watch
graders.STARTED_SECONDS, watch.WORKER_SECONDS = {started:d}, {worker:f}
from autograder.cli import main
sys.exit(main())
"""


class Run:
    """`autograder grade --gradebook` as a process. With `waits`, these are its seconds for the
    first worker to come, and until a cluster without workers is given up.
    """

    def __init__(
        self,
        folder: Path,
        downloads: Path,
        gradebook: Path,
        *options: str,
        course: Path = TOY_COURSE,
        waits: tuple[int, float] | None = None,
        **environment: str,
    ) -> None:
        self._log = folder / f"{gradebook.stem}.out"
        command = ["-m", "autograder.cli"]
        if waits:
            command = ["-c", IMPATIENT.format(started=waits[0], worker=waits[1])]
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(*PYTHON, *command, "grade", str(downloads)),
                    *("--course", str(course), "--gradebook", str(gradebook), *options),
                ],
                stdout=log,
                stderr=log,
                cwd=folder,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
            )

    def said(self) -> str:
        return self._log.read_text()

    def until_graded(self, count: int) -> None:
        def is_done() -> bool:
            assert self.process.poll() is None, self.said()
            return f"[{count} of " in self.said()

        until(is_done, f"{count} gradings", GRADE_SECONDS)

    def ended(self) -> int:
        """The exit code; what was said is shown where it is not the right one."""
        try:
            return self.process.wait(GRADE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


def until(happens: Callable[[], T], what: str, seconds: float = START_SECONDS) -> T:
    """Wait for what is true."""
    deadline = time.monotonic() + seconds
    while not (found := happens()):
        assert time.monotonic() < deadline, f"no sign of {what}"
        time.sleep(0.05)
    return found


def after(log: Path, mark: str) -> str:
    """What a log says after a mark, on its line; '' if it is not there yet."""
    _, _, rest = log.read_text().partition(mark)
    line, end, _ = rest.partition("\n")
    return line if end else ""


def class_of(folder: Path, count: int, *, sleeps: float = 0.0) -> Path:
    """A download of a class: right, wrong, crashing, and damaged ones, in turn."""
    right = (SOLUTIONS / "vowels.py").read_text()
    variants = (right, right.replace("return ", "return 1 + "), "raise ValueError\n", right)
    for number in range(count):
        place = folder / f"student {number:02}"
        place.mkdir(parents=True)
        if number % 5 == 4:
            (place / "counting.zip").write_bytes(b"PK\x03\x04 this is no zip")
            continue
        for file in SOLUTIONS.glob("*.py"):
            (place / file.name).write_bytes(file.read_bytes())
        waits = f"import time\ntime.sleep({sleeps})\n" if sleeps else ""
        # What begins with a docstring or a __future__ import can't be preceded by anything.
        (place / "vowels.py").write_text(f"{variants[number % 4]}\n{waits}# {number}\n")
    return folder


def certificates(folder: Path) -> dict[str, str]:
    """An authority and one certificate of it, as variables of Dask's environment."""
    openssl = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    commands = [
        [*openssl, "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=ca"],
        ["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-keyout", "own.key", "-out", "own.csr", "-subj", "/CN=own"],
        ["openssl", "x509", "-req", "-in", "own.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
         "-CAcreateserial", "-out", "own.pem"],
    ]  # fmt: skip
    for command in commands:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=60)
    names = {f"{role}__{kind}": file for role in ("CLIENT", "SCHEDULER", "WORKER")
             for kind, file in (("CERT", "own.pem"), ("KEY", "own.key"))}  # fmt: skip
    names["CA_FILE"] = "ca.pem"
    return {f"DASK_DISTRIBUTED__COMM__TLS__{n}": str(folder / f) for n, f in names.items()}


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(20)
