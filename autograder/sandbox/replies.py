"""What a worker says, in sentences for the student. Knows no processes."""

from __future__ import annotations

import os
import re
import signal
import unicodedata

from autograder.errors import (
    StudentError,
    StudentExited,
    StudentForbidden,
    StudentRaised,
    StudentUnfinished,
)
from autograder.sandbox.inside import control, messages

MESSAGE_LIMIT = 500
# What `inside` says of an operator, of a library's function, and of a way round them.
WORDS = (
    r"torch's operator \w+",
    r"\w+'s `[\w.]+`",
    "a library's module once more",
    "a compiled module that is no library of the grader's",
    "a write into its own process",
)
FORBIDDEN = re.compile(f"({'|'.join(WORDS)}) is not allowed in this task")


def clean(text: str, *, limit: int) -> str:
    """A stranger's text, fit to be shown: `limit` characters at the most, none of them hidden."""
    shown = "".join(_visible(character) for character in text[:limit])
    return shown + " …" if len(text) > limit else shown


def one_line(text: str, *, limit: int = MESSAGE_LIMIT) -> str:
    """The same on a single line, so that nobody can forge a line of a report."""
    return clean(" ".join(text[: 2 * limit].split()), limit=limit)


def _visible(character: str) -> str:
    # All of Unicode's control, format, surrogate and unassigned characters, and line separators.
    hidden = unicodedata.category(character)[0] == "C" or character in "\u2028\u2029"
    return "�" if hidden and character not in "\n\t" else character


def raised(reply: messages.Raised, what: str) -> StudentError:
    """The exception that stands for one raised inside the worker while it did `what`."""
    types = tuple(one_line(name, limit=100) for name in reply.types) or ("Exception",)
    message, place = one_line(reply.message), _place(reply.frames)
    match reply.kind:
        case "unfinished":
            return StudentUnfinished(_unfinished(what, message, reply.frames), type_names=types)
        case "missing":
            sentence = f"There is no {what}: the module does not define it."
            return StudentUnfinished(sentence, type_names=types)
        case "forbidden":
            return StudentForbidden(f"{what} ran {_operation(message)}{place}.", type_names=types)
        case "syntax":
            return StudentRaised(f"{what} is not valid Python: {message}{place}.", type_names=types)
        case "exit":
            return StudentExited(
                f"{what} asked Python to exit ({types[0]}){place}. It should return an answer."
            )
    said = f": {message}" if message else ""
    return StudentRaised(f"{what} raised {types[0]}{said}{place}.", type_names=types)


def ending(burial: control.Buried | None, *, cpu_seconds: float) -> str:
    """How a worker ended, to complete a sentence. `cpu_seconds` is what it was allowed."""
    if burial is None:
        return "nobody saw how"
    code = os.waitstatus_to_exitcode(burial.status)
    if code >= 0:
        return f"exit code {code}"
    # Where the kernel ends it, it has counted whole ticks, of which a busy machine uses parts.
    if burial.cpu_seconds >= 0.8 * cpu_seconds:
        return f"it used up its {cpu_seconds:g} seconds of processor time"
    reasons = {
        int(signal.SIGKILL): "it was killed, probably for using too much memory",
        int(signal.SIGSEGV): "it crashed with a segmentation fault",
    }
    return reasons.get(-code, f"it was ended by signal {-code}")


def _unfinished(what: str, message: str, frames: list[messages.Frame]) -> str:
    """Names the stub that was reached, which may be another one than the function called."""
    stub = one_line(frames[-1].function, limit=80) if frames else ""
    if stub and len(frames) > 1 and f"`{stub}`" != what and not stub.startswith("<"):
        return (
            f"{what} needs `{stub}` ({one_line(frames[-1].file, limit=100)}), which is still to do."
        )
    return f"{message or f'{what} is still to do'}.".replace("..", ".")


def _operation(message: str) -> str:
    # TorchScript adds a traceback of its own around our sentence.
    found = FORBIDDEN.search(message)
    return f"{found[1] if found else 'something'}, which is not allowed in this task"


def _place(frames: list[messages.Frame]) -> str:
    """The student's innermost line, in brackets."""
    if not frames:
        return ""
    return f" ({one_line(frames[-1].file, limit=100)}, line {frames[-1].line})"
