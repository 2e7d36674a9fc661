"""What a student's code raised, and what else can't be sent, in words."""

from __future__ import annotations

import dis
import errno
from pathlib import Path

import torch

from . import messages
from .forbidden import MARK
from .packing import plain

# What oneDNN says when there is no memory for its own use, tried on torch 2.14.
ONEDNNS_WORDS = ("could not create a primitive", "could not create a memory object")
ALLOCATORS_WORDS = ("DefaultCPUAllocator", "can't allocate memory", "bad_alloc", "out of memory")


class MissingName(Exception):
    """The module has nothing of that name."""


def in_words(error: BaseException, folder: Path) -> messages.Raised:
    """An exception in words: what it was, and the student's own lines on the way to it."""
    message = _text(error)
    kind = "error"
    if isinstance(error, NotImplementedError) and _is_by_student(error, folder):
        kind = "unfinished"
    elif isinstance(error, MissingName):
        kind = "missing"
    elif MARK in message:  # torch.jit wraps what an operator raises: only its text survives
        kind = "forbidden"
    elif _is_out_of_memory(error, message):
        kind = "memory"
    elif isinstance(error, SystemExit | KeyboardInterrupt):
        kind = "exit"
    elif isinstance(error, SyntaxError):
        kind = "syntax"
    types = [_name(cls) for cls in type(error).__mro__[:20]]
    return messages.Raised(types, message, _frames(error, folder), kind)  # type: ignore[arg-type]  # one of its literals


def _is_out_of_memory(error: BaseException, message: str) -> bool:
    """Whether an allocator has given up. Torch's and oneDNN's raise RuntimeErrors of their own."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    if not isinstance(error, RuntimeError):
        return False
    return message in ONEDNNS_WORDS or any(words in message for words in ALLOCATORS_WORDS)


def _is_by_student(error: BaseException, folder: Path) -> bool:
    """Whether a line of the student's raised it: torch has things that are not implemented too."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or not Path(trace.tb_frame.f_code.co_filename).is_relative_to(folder):
        return False
    return trace.tb_frame.f_code.co_code[trace.tb_lasti] == dis.opmap["RAISE_VARARGS"]


def _frames(error: BaseException, folder: Path) -> list[messages.Frame]:
    frames = []
    if isinstance(error, SyntaxError) and error.filename:
        frames.append(messages.Frame(plain(Path(error.filename).name, 200), error.lineno or 0, ""))
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        path = Path(code.co_filename)
        if path.is_relative_to(folder):
            name, function = plain(str(path.relative_to(folder)), 200), plain(code.co_name, 200)
            frames.append(messages.Frame(name, trace.tb_lineno, function))
        trace = trace.tb_next
    return frames[-10:]


def _text(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return plain(str(error.msg), 2000)
    try:
        return plain(str(error), 2000)
    except Exception:  # noqa: BLE001 - a student's __str__ may be broken as well
        return ""


def described(value: object) -> str:
    if isinstance(value, type):
        return f"the class {_name(value)}"
    name = _name(type(value))
    return f"{'an' if name[:1].lower() in tuple('aeiou') else 'a'} {name}"


def _name(cls: type) -> str:
    return plain(cls.__name__, 100)
