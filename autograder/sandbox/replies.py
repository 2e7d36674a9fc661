"""What a worker says, in sentences: one for staff, and one for students. Knows no processes.

A worker's words are the student's: staff read them, cleaned and capped. The sentence for students
is made of the reply's fields: what was asked, in our words; the exception's type, if it is one that
everybody knows; and a place, if there is such a line. What the exception says is never in it.
"""

from __future__ import annotations

import os
import re
import signal
import sys

from autograder.errors import (
    AnswerRefused,
    Ours,
    StudentError,
    StudentExited,
    StudentForbidden,
    StudentOutOfMemory,
    StudentRaised,
    StudentTimeout,
    StudentUnfinished,
)
from autograder.results import Place
from autograder.sandbox.inside import control, messages
from autograder.sandbox.limits import Budget
from autograder.sandbox.sources import NOTHING, Sources
from autograder.text import tellable
from autograder.text.legible import one_line

# Newer ones know more, such as quotes within the same quotes in an f-string.
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
LACKING = "The README says what is. A module of your own has to be handed in with the others."
# What torch raises where it can't compile.
COMPILING = ("InductorError", "BackendCompilerFailed", "CppCompileError")
NO_COMPILER = "None can be started where this is graded: do without `torch.compile`."
# What `inside` says of an operator, of a library's function, and of a way round them.
WORDS = (
    r"torch's operator \w+",
    r"\w+'s `[\w.]+`",
    "a library's module once more",
    "a compiled module that is no library of the grader's",
    "a write into its own process",
)
FORBIDDEN = re.compile(f"({'|'.join(WORDS)}) is not allowed in this task")


def raised(reply: messages.Raised, what: str, sources: Sources = NOTHING) -> StudentError:
    """The exception that stands for one raised inside the worker while it did `what`."""
    types = tuple(one_line(name, limit=100) for name in reply.types) or ("Exception",)
    text, place = one_line(reply.message), sources.place(reply.frames)
    claimed, found = _claimed(reply.frames), _at(place)
    kind, known = StudentRaised, tellable.exception(types[0])
    match reply.kind:
        case "unfinished":
            kind, message = StudentUnfinished, _unfinished(what, text, reply.frames)
            told = _needed(what, place, sources.function_at(place) if place else "")
        case "missing":
            kind, message = StudentUnfinished, f"There is no {what}: the module does not define it."
            told = message
        case "forbidden":
            kind, message = StudentForbidden, f"{what} ran {_operation(text)}{claimed}."
            told = f"{what} ran an operation that this task does not allow{found}."
        case "exit":
            advice = "It should return an answer."
            return StudentExited(
                f"{what} asked Python to exit ({types[0]}){claimed}. {advice}",
                told=f"{what} asked Python to exit{found}. {advice}",
                place=place,
            )
        case "syntax" if broken := sources.not_python(reply.file):
            place = broken.place
            message = f"{_name(place)} is not valid Python {PYTHON}: {broken.message}{_at(place)}."
            told = message
        case _ if known == "ModuleNotFoundError" and (module := sources.lacking(place)):
            message = f"`{module}` is not installed where this is graded{found}. {LACKING}"
            told = message
        case _ if known == "ModuleNotFoundError" and (module := sources.incomplete(place)):
            nor = "it or a module that it needs is not there"
            message = f"`{module}` can't be imported where this is graded: {nor}{found}."
            told = message
        case _ if types[0] in COMPILING:
            message = f"{what} needs a compiler{found}. {NO_COMPILER}"
            told = message
        case _:
            said = f": {text}" if text else ""
            message = f"{what} raised {types[0]}{said}{claimed}."
            told = f"{what} raised {known}{found}."
    return kind(message, told=told, place=place, type_names=types, text=text)


def too_late(doing: str, allowed: float, budget: Budget) -> StudentTimeout:
    """For a call that had `allowed` seconds; or fewer, if its submission had no more left."""
    if budget.left < allowed:
        used_up = f"The submission has used up its {budget.seconds:g} seconds"
        return StudentTimeout(Ours(f"{used_up}, during {doing}."))
    return StudentTimeout(Ours(f"No answer from {doing} within {allowed:g} seconds."))


def no_answer(doing: str) -> AnswerRefused:
    """For whatever is no message, or none of ours."""
    sentence = f"What came back from {doing} is not an answer in the grader's protocol."
    return AnswerRefused(Ours(sentence))


def out_of_memory(what: str, megabytes: int) -> StudentOutOfMemory:
    """For whoever noticed it: an allocator, the kernel or our watch. No allocator's words."""
    return StudentOutOfMemory(Ours(f"{what} used more than its {megabytes} MB of memory."))


def ending(reaping: control.Reaped | None, *, cpu_seconds: float) -> str:
    """How a worker ended, to complete a sentence; `Ours`, if that was not its own to choose.

    `cpu_seconds` is what it was allowed.
    """
    if reaping is None:
        return Ours("nobody saw how")
    code = os.waitstatus_to_exitcode(reaping.status)
    if code >= 0:
        return f"exit code {code}"
    # Where the kernel ends it, it has counted whole ticks, of which a busy machine uses parts.
    if reaping.cpu_seconds >= 0.8 * cpu_seconds:
        return Ours(f"it used up its {cpu_seconds:g} seconds of processor time")
    reasons = {
        int(signal.SIGKILL): "it was killed, probably for using too much memory",
        int(signal.SIGSEGV): "it crashed with a segmentation fault",
    }
    known = reasons.get(-code, "")
    return Ours(known) if known else f"it was ended by signal {-code}"


def _unfinished(what: str, text: str, frames: list[messages.Frame]) -> str:
    """Names the stub that was reached, which may be another one than the function called."""
    stub = one_line(frames[-1].function, limit=80) if frames else ""
    if stub and len(frames) > 1 and f"`{stub}`" != what and not stub.startswith("<"):
        return (
            f"{what} needs `{stub}` ({one_line(frames[-1].file, limit=100)}), which is still to do."
        )
    return f"{text or f'{what} is still to do'}.".replace("..", ".")


def _needed(what: str, place: Place | None, stub: str) -> str:
    """The same for students, by the name that the stub has in its file."""
    if place is None or not stub or f"`{stub}`" == what or not what.startswith("`"):
        return f"{what} is still to do."
    return f"{what} needs `{stub}` ({_name(place)}), which is still to do."


def _operation(text: str) -> str:
    # TorchScript adds a traceback of its own around our sentence.
    found = FORBIDDEN.search(text)
    return f"{found[1] if found else 'something'}, which is not allowed in this task"


def _claimed(frames: list[messages.Frame]) -> str:
    """The student's innermost line as the worker has it, in brackets."""
    if not frames:
        return ""
    return f" ({one_line(frames[-1].file, limit=100)}, line {frames[-1].line})"


def _at(place: Place | None) -> str:
    return f" ({_name(place)}, line {place.line})" if place else ""


def _name(place: Place) -> str:
    return one_line(place.file, limit=100)
