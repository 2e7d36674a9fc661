"""What a worker says, in sentences for the student. Knows no processes."""

from __future__ import annotations

import os
import signal
import unicodedata

from autograder.errors import (
    StudentError,
    StudentExited,
    StudentForbidden,
    StudentOutOfMemory,
    StudentRaised,
    StudentTimeout,
    StudentUnfinished,
)
from autograder.sandbox.allowance import Budget
from autograder.sandbox.inside import control, messages

MESSAGE_LIMIT = 500


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
            return StudentForbidden(f"{what} ran {_operator(message)}{place}.", type_names=types)
        case "syntax":
            return StudentRaised(f"{what} is not valid Python: {message}{place}.", type_names=types)
        case "exit":
            return StudentExited(
                f"{what} asked Python to exit ({types[0]}){place}. It should return an answer."
            )
    said = f": {message}" if message else ""
    return StudentRaised(f"{what} raised {types[0]}{said}{place}.", type_names=types)


def too_late(doing: str, allowed: float, budget: Budget) -> StudentTimeout:
    """For a call that had `allowed` seconds; or fewer, if its submission had no more left."""
    if budget.left < allowed:
        used_up = f"The submission has used up its {budget.seconds:g} seconds"
        return StudentTimeout(f"{used_up}, during {doing}.")
    return StudentTimeout(f"No answer from {doing} within {allowed:g} seconds.")


def out_of_memory(what: str, megabytes: int) -> StudentOutOfMemory:
    """For whoever noticed it: an allocator, the kernel or our watch. No allocator's words."""
    return StudentOutOfMemory(f"{what} used more than its {megabytes} MB of memory.")


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


def _operator(message: str) -> str:
    # TorchScript adds a traceback of its own around our sentence.
    start, mark = message.find("torch's operator "), "is not allowed in this task"
    return message[start : message.find(mark) + len(mark)].replace(f" {mark}", f", which {mark}")


def _place(frames: list[messages.Frame]) -> str:
    """The student's innermost line, in brackets."""
    if not frames:
        return ""
    return f" ({one_line(frames[-1].file, limit=100)}, line {frames[-1].line})"
