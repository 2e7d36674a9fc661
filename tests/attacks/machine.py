"""The machine that is attacked: secrets to read, files to damage, sockets to connect to.

Everything lies in one folder that is open to all users, so that only isolation protects it, never a
file mode. The targets are canaries made for the test, never the machine's own files or processes.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import select
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from attacks.attempts import PROJECT

from autograder.sandbox.launcher import FIRST_USER, USERS_EACH
from autograder.sandbox.watch import children_of

LIMITS = {
    "call_seconds": 2,
    "submission_seconds": 3,
    "cpu_seconds": 2,
    "memory_mb": 256,
    "processes": 32,
    "file_mb": 8,
    "output_kb": 16,
}
# Right answers compute much in the workbook, whatever fork bombs are graded beside them.
LONGER = {"workbook": {"call_seconds": 6, "submission_seconds": 24, "cpu_seconds": 6}}
# The folders where attempts try to leave something.
WATCHED = (PROJECT, Path("/root"), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path("/run"))  # noqa: S108
LEFT_BY_ATTEMPTS = re.compile(r"attack_|results\.json$|report\.json$")
VICTIMS = {
    "counting": PROJECT / "tests/toy_course/solutions/counting",
    "workbook": PROJECT / "tests/submissions/passed/as_strided",
}


class Machine:
    """Canaries, courses, an innocent submission of each, listeners, and a bystander process."""

    def __init__(self, tier: str) -> None:
        self.tier = tier
        self.folder = Path(tempfile.mkdtemp(prefix="attacked-"))
        self.attempts = self.folder.with_name(self.folder.name + "-attempts")
        for folder in (self.folder, self.attempts):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o755)
        self.token = f"CANARY-{secrets.token_hex(8)}"
        self.courses = {name: self._make_course(name) for name in VICTIMS}
        self.innocents = {name: self._make_innocent(name) for name in VICTIMS}
        self.secret = self._make_file("secret.txt", 0o644)
        self.writable = self._make_file("writable.txt", 0o666)
        self.bystander = subprocess.Popen(["sleep", "1000"], start_new_session=True)  # noqa: S607
        self.listeners = dict(self._listen())
        self._tree = self._read_tree()
        self._watched = self._read_watched()

    def places(self, assignment: str) -> Mapping[str, str]:
        """The paths and addresses that attempts get: more than any student would know."""
        return {
            "PROJECT_ROOT": str(PROJECT),
            "COURSE_ROOT": str(self.courses[assignment]),
            "CANARY_FILE": str(self.secret),
            "WRITABLE_CANARY": str(self.writable),
            "VICTIM": str(self.innocents[assignment]),
            "MACHINE": str(self.folder),
            "TCP_PORT": str(self.listeners["tcp"].getsockname()[1]),
            "UNIX_SOCKET": str(self.folder / "socket"),
            "ABSTRACT_SOCKET": self.folder.name,
            "HOST_PID": str(os.getpid()),
            "DECOY_PID": str(self.bystander.pid),
        }

    def harm(self) -> list[str]:
        """A sentence for each thing that has changed."""
        found = [
            f"A connection arrived by {name}."
            for name, it in self.listeners.items()
            if was_used(it)
        ]
        if self.bystander.poll() is not None:
            found.append("The bystander process was ended.")
        before, after = self._tree, self._read_tree()
        changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        found += [f"{name} is not as it was." for name in changed]
        return found + [f"{path} was left." for path in self._read_watched() - self._watched]

    def close(self) -> None:
        """Remove everything."""
        for listener in self.listeners.values():
            listener.close()
        self.bystander.kill()
        self.bystander.wait()
        for folder in (self.folder, self.attempts):
            shutil.rmtree(folder)

    def _make_course(self, name: str) -> Path:
        """A copy of the course with small limits, and a canary in every hidden file."""
        original = PROJECT / "tests/toy_course" if name == "counting" else PROJECT
        root = self.folder / "courses" / name
        shutil.copytree(original / "assignments" / name, root / "assignments" / name)
        shutil.copytree(original / "solutions" / name, root / "solutions" / name)
        text = (original / "grading.yml").read_text()
        # Keep only this assignment.
        head, assignments = text.split("assignments:\n")
        (mine,) = re.findall(rf"^  {name}:\n(?:(?:    .*)?\n)+", assignments, re.MULTILINE)
        # If nothing is forbidden, ctypes is available, and attempts can make system calls.
        mine = mine.replace("      vowels:\n", "      vowels:\n        forbidden: []\n")
        text = f"{head}assignments:\n{mine}"
        limits = "".join(f"  {key}: {value}\n" for key, value in limits_of(name).items())
        text = re.sub(r"^limits:\n(?:[ ].*\n)+", f"limits:\n{limits}", text, flags=re.MULTILINE)
        text = re.sub(r"^seed: .*$", f"seed: {self.token}", text, flags=re.MULTILINE)
        (root / "grading.yml").write_text(text)
        for path in root.rglob("*.py"):
            path.write_text(f'{path.read_text()}\n\nSECRET = "{self.token}"\n')
        return root

    def _make_innocent(self, name: str) -> Path:
        goal = self.folder / "handed_in" / f"innocent_{name}"
        shutil.copytree(VICTIMS[name], goal, ignore=shutil.ignore_patterns("__pycache__"))
        for path in goal.glob("*.py"):
            path.write_text(f'{path.read_text()}\n\nSECRET = "{self.token}"\n')
        return goal

    def _make_file(self, name: str, mode: int) -> Path:
        path = self.folder / name
        path.write_text(self.token)
        path.chmod(mode)
        return path

    def _listen(self) -> Iterable[tuple[str, socket.socket]]:
        tcp = socket.create_server(("127.0.0.1", 0))
        port = tcp.getsockname()[1]
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", port))
        by_path, by_name = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        by_path.bind(str(self.folder / "socket"))
        # A worker without its own file system may connect to sockets that are open to all users.
        (self.folder / "socket").chmod(0o777 if self.tier == "namespaces" else 0o600)
        by_name.bind("\0" + self.folder.name)
        for listener in (by_path, by_name):
            listener.listen()
        yield from {"tcp": tcp, "udp": udp, "path": by_path, "name": by_name}.items()

    def _read_tree(self) -> dict[str, str]:
        """Every file below the folder: its mode and its contents."""
        tree = {}
        for path in self.folder.rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            # Grading imports courses, and Python writes compiled files.
            if "__pycache__" not in path.parts:
                digest = hashlib.sha256(content).hexdigest()[:8]
                tree[str(path)] = f"{path.lstat().st_mode:o} {digest}"
        return tree

    def _read_watched(self) -> set[Path]:
        folders = [*WATCHED, *(PROJECT / ".venv").glob("lib/python3*/site-packages")]
        return {
            path
            for folder in folders
            if folder.is_dir()
            for path in folder.iterdir()
            if LEFT_BY_ATTEMPTS.search(path.name)
        }


def limits_of(assignment: str) -> Mapping[str, int]:
    """The limits of an assignment that is attacked."""
    return {**LIMITS, **LONGER.get(assignment, {})}


def was_used(listener: socket.socket) -> bool:
    """Whether anything has connected to the listener, or sent data."""
    return bool(select.select([listener], [], [], 0)[0])


def grader_processes() -> set[int]:
    """Our own grading processes."""
    children = children_of(os.getpid())
    return {pid for pid in children if b"grading.grader_process" in _command(pid)}


def workers_of(grader_process: int) -> set[int]:
    """The user ids of a grader process's workers that have a running process."""
    first = FIRST_USER + grader_process * USERS_EACH
    users = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            users.add(path.stat().st_uid)
        except OSError:  # it has ended
            continue
    return {user for user in users if first <= user < first + USERS_EACH}


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
