"""Makes commands in sentences complete, so that readers can copy and run them where they are."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

PRINTED = re.compile(r"`autograder (?P<command>[^`]+)`")
# Those that find a gradebook by its usual name, and those that work on one only if it is named.
FINDS_GRADEBOOK, WITH_GRADEBOOK = ("gradebook", "name", "pages", "review"), ("grade", "regrade")
USUAL_GRADEBOOK = Path("grades.sqlite")
# They have no course.
WITHOUT_COURSE = ("export", "self-check", "gradebook merge")


@dataclass(frozen=True)
class Here:
    """What the reader's commands have to name: the course and the gradebook of this one."""

    course: Path = Path()
    gradebook: Path | None = None

    def command(self, command: str) -> str:
        """`autograder` with this command, in backticks."""
        return f"`{self.line(command)}`"

    def line(self, command: str) -> str:
        """The same as a line of a shell: with what it does not find by itself, or was told."""
        parts = [f"autograder {command}"]
        if self.course != Path() and "--course" not in command and not _is_without(command):
            parts.append(f"--course {shlex.quote(str(self.course))}")
        if "--gradebook" not in command and self._names_gradebook(command):
            parts.append(f"--gradebook {shlex.quote(str(self.gradebook))}")
        return " ".join(parts)

    def complete(self, sentence: str) -> str:
        """The sentence, with each command in it made complete."""
        return PRINTED.sub(lambda found: self.command(found["command"]), sentence)

    def _names_gradebook(self, command: str) -> bool:
        if self.gradebook is None or _is_without(command):
            return False
        kind = command.split()[0]
        is_usual = self.gradebook == USUAL_GRADEBOOK
        return kind in WITH_GRADEBOOK or (kind in FINDS_GRADEBOOK and not is_usual)


def _is_without(command: str) -> bool:
    return command.startswith(WITHOUT_COURSE)
