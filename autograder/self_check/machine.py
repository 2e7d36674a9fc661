"""What is attacked: files, listeners and a process that are made for it, and nothing else."""

from __future__ import annotations

import os
import secrets
import select
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

# Usually open to every user; those that a system lacks are left out.
SHARED_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", "/run")  # noqa: S108 - looked at, not used
VARIABLE = "AUTOGRADER_SELF_CHECK"
NAME_LENGTH = 15  # the most that Linux keeps of a process's name
WAIT = [sys.executable, "-I", "-S", "-c", "import time; time.sleep(600)"]


class Machine:
    """A context. `token` is a secret that is in all of it, and recognised wherever it appears."""

    def __init__(self) -> None:
        self.token = f"sc{secrets.token_hex(6)}"  # fits into the name of a process

    def __enter__(self) -> Self:
        with ExitStack() as made:
            self.folder = Path(tempfile.mkdtemp(prefix="self-check-"))
            made.callback(shutil.rmtree, self.folder)
            self.folder.chmod(0o755)
            self._secret = self._file("secret.txt", 0o644)
            self._at_home = Path.home() / f".{self.token}"
            with suppress(OSError):  # a home that nobody may write has nothing to show
                self._at_home.write_text(self.token)
            made.callback(self._at_home.unlink, missing_ok=True)
            os.environ[VARIABLE] = self.token
            made.callback(os.environ.pop, VARIABLE)
            held = os.open(self._secret, os.O_RDONLY)
            made.callback(os.close, held)
            os.set_inheritable(held, True)  # as a careless program leaves it
            self._writable = self._file("writable.txt", 0o666)
            self._listeners = dict(self._listen())
            for listener in self._listeners.values():
                made.callback(listener.close)
            self._bystander = self._started_bystander()
            made.callback(self._end_bystander)
            self._made = made.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._made.close()

    def places(self) -> dict[str, Any]:
        """What an attempt is told: more than any student would know."""
        return {
            "token": self.token,
            "secret": str(self._secret),
            "writable": str(self._writable),
            "home": str(Path.home()),
            "shared_folders": [folder for folder in SHARED_FOLDERS if Path(folder).is_dir()],
            "tcp": self._listeners["tcp"].getsockname(),
            "unix": str(self.folder / "socket"),
            "host": os.getpid(),
            "bystander": self._bystander.pid,
        }

    def harm(self) -> list[str]:
        """What has been reached so far, and makes it as it was: a few words for each."""
        found = [f"a connection by {name}" for name, it in self._listeners.items() if _used(it)]
        if self._bystander.poll() is not None:
            found.append("the bystander was ended")
            self._bystander = self._started_bystander()
        if self._writable.read_text() != self.token:
            found.append("the file is changed")
            self._writable = self._file("writable.txt", 0o666)
        return found

    def left_files(self) -> list[str]:
        """The files that an attempt has left in folders open to everybody; takes them away."""
        left = [Path(folder, self.token) for folder in SHARED_FOLDERS]
        found = [path for path in left if path.exists()]
        for path in found:
            path.unlink()
        return list(map(str, found))

    def processes_named(self, name: str) -> list[int]:
        """The processes of this machine that have this name."""
        return [
            int(path.parent.name)
            for path in Path("/proc").glob("[0-9]*/comm")
            if _content(path).strip() == name[:NAME_LENGTH]
        ]

    def _started_bystander(self) -> subprocess.Popen[bytes]:
        # Its token is an argument, which is what others see of a process.
        nothing = subprocess.DEVNULL
        return subprocess.Popen(
            [*WAIT, self.token],
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            start_new_session=True,
        )

    def _end_bystander(self) -> None:
        self._bystander.kill()
        self._bystander.wait()

    def _file(self, name: str, mode: int) -> Path:
        path = self.folder / name
        path.write_text(self.token)
        path.chmod(mode)
        return path

    def _listen(self) -> Iterator[tuple[str, socket.socket]]:
        tcp = socket.create_server(("127.0.0.1", 0))
        yield "tcp", tcp
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(tcp.getsockname())
        yield "udp", udp
        by_path = socket.socket(socket.AF_UNIX)
        by_path.bind(str(self.folder / "socket"))
        (self.folder / "socket").chmod(0o777)
        by_path.listen()
        yield "a path", by_path
        if sys.platform == "linux":  # names without a file exist nowhere else
            by_name = socket.socket(socket.AF_UNIX)
            by_name.bind("\0" + self.token)
            by_name.listen()
            yield "a name", by_name


def _used(listener: socket.socket) -> bool:
    """Whether something has arrived; takes it."""
    if not select.select([listener], [], [], 0)[0]:
        return False
    if listener.type == socket.SOCK_DGRAM:
        listener.recv(100)
    else:
        listener.accept()[0].close()
    return True


def _content(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
