"""Turns a worker's failure into two sentences: one for staff, one for students.

The text in a reply may come from the student's code, which has seen hidden inputs. Staff read it,
without control characters and cut to a limit. Students get a sentence that we build from three
fields: what was asked, in our words; the exception's type, if Python or torch defines it; and the
line, if the submission has that line. It never contains the exception's own text. Covered: no
sentence for students can quote what the code was given. Not covered: code that chooses one of these
types or lines to say it, a few bits for each failed check (see `sources`).
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
    StudentLacks,
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

# A newer Python accepts more syntax, such as the same quotes nested in an f-string.
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
LACKING = "The README says what is. A module of your own has to be handed in with the others."
# The exceptions that torch raises when it can't compile.
COMPILING = ("InductorError", "BackendCompilerFailed", "CppCompileError")
# What libraries raise that look for a host on the internet.
OF_NETWORK = ("gaierror", "URLError", "RequestException")
NO_NETWORK = "There is none where this is graded: hand in what it would download."
NO_COMPILER = "None can be started where this is graded: do without `torch.compile`."
# The phrases with which `inside` names a forbidden operator, function, or way around them.
WORDS = (
    r"torch's operator \w+",
    r"\w+'s `[\w.]+`",
    "a library's module once more",
    "a compiled module that is no library of the grader's",
    "a write into its own process",
)
FORBIDDEN = re.compile(f"({'|'.join(WORDS)}) is not allowed in this task")


def raised(reply: messages.Raised, what: str, sources: Sources = NOTHING) -> StudentError:
    """The exception to raise here for one that the student's code raised during `what`."""
    types = tuple(one_line(name, limit=100) for name in reply.types) or ("Exception",)
    text, place = one_line(reply.message), sources.place(reply.frames)
    claimed, found = _claimed(reply.frames), _at(place)
    kind, known = StudentRaised, tellable.exception(types[0])
    match reply.kind:
        case "unfinished":
            kind, message = StudentUnfinished, _unfinished(what, text, reply.frames)
            told = _needed(what, place, sources.function_at(place) if place else "")
        case "missing":
            is_member = "." in what
            kind, message = (
                StudentLacks if is_member else StudentUnfinished,
                _missing(what, sources),
            )
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
        case _ if not {*OF_NETWORK}.isdisjoint(types):
            message = f"{what} needs a network{found}. {NO_NETWORK}"
            told = message
        case _ if types[0] in COMPILING:
            message = f"{what} needs a compiler{found}. {NO_COMPILER}"
            told = message
        case _:
            said = f": {text}" if text else ""
            message = f"{what} raised {types[0]}{said}{claimed}."
            told = f"{what} raised {known}{found}."
    own = reply.is_own
    return kind(message, told=told, place=place, type_names=types, text=text, is_own=own)


def too_late(doing: str, allowed: float, budget: Budget) -> StudentTimeout:
    """The exception for a call that had `allowed` seconds, or what the submission had left."""
    if budget.left < allowed:
        used_up = f"The submission has used up its {budget.seconds:g} seconds"
        return StudentTimeout(Ours(f"{used_up}, during {doing}."))
    return StudentTimeout(Ours(f"No answer from {doing} within {allowed:g} seconds."))


def no_answer(doing: str) -> AnswerRefused:
    """The exception for bytes that are not a valid message."""
    sentence = f"What came back from {doing} is not an answer in the grader's protocol."
    return AnswerRefused(Ours(sentence))


def out_of_memory(what: str, megabytes: int) -> StudentOutOfMemory:
    """The exception for too much memory: the same sentence whether an allocator, the kernel or
    `watch` noticed it.
    """
    return StudentOutOfMemory(Ours(f"{what} used more than its {megabytes} MB of memory."))


def ending(reaping: control.Reaped | None, *, cpu_seconds: float) -> str:
    """The end of a sentence that says how a worker ended.

    It is `Ours` if the student's code could not choose it. `cpu_seconds` is the worker's limit.
    """
    if reaping is None:
        return Ours("its exit status is unknown")
    code = os.waitstatus_to_exitcode(reaping.status)
    if code >= 0:
        return f"exit code {code}"
    # The kernel's limit counts whole ticks, of which a process on a busy machine uses only parts.
    if reaping.cpu_seconds >= 0.8 * cpu_seconds:
        return Ours(f"it used up its {cpu_seconds:g} seconds of processor time")
    reasons = {
        int(signal.SIGKILL): "it was killed, probably for using too much memory",
        int(signal.SIGSEGV): "it crashed with a segmentation fault",
    }
    known = reasons.get(-code, "")
    return Ours(known) if known else f"it was ended by signal {-code}"


def _missing(what: str, sources: Sources) -> str:
    """Says that a module lacks a function, or an object a member: `SGD.step`."""
    owner, _, name = what.strip("`").rpartition(".")
    lacking = f"There is no {what}: the module does not define it."
    if owner:
        lacking = f"`{owner}` has neither a method nor an attribute `{name}`."
    if not sources.is_private(name, is_member=bool(owner)):
        return lacking
    # The name that was asked is ours, and their files held the other before they saw anything.
    return f"{lacking} `_{name}` is another name: leave out the underscore in front."


def _unfinished(what: str, text: str, frames: list[messages.Frame]) -> str:
    """Names the stub that raised. It may be another one than the function that was called."""
    stub = one_line(frames[-1].function, limit=80) if frames else ""
    if stub and len(frames) > 1 and not _is(stub, what) and not stub.startswith("<"):
        return (
            f"{what} needs `{stub}` ({one_line(frames[-1].file, limit=100)}), which is still to do."
        )
    return f"{text or f'{what} is still to do'}.".replace("..", ".")


def _needed(what: str, place: Place | None, stub: str) -> str:
    """The sentence of `_unfinished` for students, with the stub's name read from its file."""
    if place is None or not stub or _is(stub, what) or not what.startswith("`"):
        return f"{what} is still to do."
    return f"{what} needs `{stub}` ({_name(place)}), which is still to do."


def _is(stub: str, what: str) -> bool:
    """Whether the stub is what was asked, a function or a method."""
    return what.strip("`").rpartition(".")[2] == stub


def _operation(text: str) -> str:
    # TorchScript adds a traceback of its own around our sentence.
    found = FORBIDDEN.search(text)
    return f"{found[1] if found else 'something'}, which is not allowed in this task"


def _claimed(frames: list[messages.Frame]) -> str:
    """The student's innermost line, in brackets, as the worker reports it."""
    if not frames:
        return ""
    return f" ({one_line(frames[-1].file, limit=100)}, line {frames[-1].line})"


def _at(place: Place | None) -> str:
    return f" ({_name(place)}, line {place.line})" if place else ""


def _name(place: Place) -> str:
    return one_line(place.file, limit=100)
