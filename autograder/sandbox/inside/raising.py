"""Describes exceptions of a student's code, and values that can't be sent, as text.

Covered: honest code is told what it raised, where, and of which kind. Not covered: the student's
code can influence every text here, the kind too, so the host trusts none of them (see `replies`).
"""

from __future__ import annotations

import dis
import errno
from pathlib import Path

import torch

from . import messages
from .forbidden import MARK
from .packing import plain

# oneDNN's messages when it can't allocate memory, as observed on torch 2.14.
ONEDNNS_WORDS = ("could not create a primitive", "could not create a memory object")
ALLOCATORS_WORDS = ("DefaultCPUAllocator", "can't allocate memory", "bad_alloc", "out of memory")


class MissingName(Exception):
    """The module defines nothing of this name."""


def in_words(error: BaseException, folder: Path) -> messages.Raised:
    """Describe an exception: its types, its text, and the student's lines in its traceback.

    `folder` is the submission's folder.
    """
    message = _text(error)
    kind = "error"
    if isinstance(error, NotImplementedError) and _is_by_student(error, folder):
        kind = "unfinished"
    elif isinstance(error, MissingName):
        kind = "missing"
    elif MARK in message:  # torch.jit wraps what an operator raises, and keeps only its text
        kind = "forbidden"
    elif _is_out_of_memory(error, message):
        kind = "memory"
    elif isinstance(error, SystemExit | KeyboardInterrupt):
        kind = "exit"
    elif isinstance(error, SyntaxError):
        kind = "syntax"
    types = [_name(cls) for cls in type(error).__mro__[:20]]
    broken = _file(error.filename, folder) if isinstance(error, SyntaxError) else ""
    frames, is_own = _frames(error, folder), _is_by_student(error, folder)
    return messages.Raised(types, message, frames, broken, kind, is_own)  # type: ignore[arg-type]  # one of its literals


def _is_out_of_memory(error: BaseException, message: str) -> bool:
    """Whether an allocator has failed. Torch's and oneDNN's raise a RuntimeError."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    if not isinstance(error, RuntimeError):
        return False
    return message in ONEDNNS_WORDS or any(words in message for words in ALLOCATORS_WORDS)


def _is_by_student(error: BaseException, folder: Path) -> bool:
    """Whether the submission's own `raise` raised it: torch raises NotImplementedError too."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or not Path(trace.tb_frame.f_code.co_filename).is_relative_to(folder):
        return False
    # A slice, since a student's code may make a traceback of its own, with a place that is nowhere.
    reached = trace.tb_frame.f_code.co_code[trace.tb_lasti :][:1]
    return reached == bytes([dis.opmap["RAISE_VARARGS"]])


def _frames(error: BaseException, folder: Path) -> list[messages.Frame]:
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if name := _file(code.co_filename, folder):
            frames.append(messages.Frame(name, trace.tb_lineno, plain(code.co_name, 200)))
        trace = trace.tb_next
    return frames[-10:]


def _file(path: object, folder: Path) -> str:
    """The path of a file relative to the submission's folder; '' if it lies elsewhere."""
    is_there = isinstance(path, str) and Path(path).is_relative_to(folder)
    return plain(str(Path(str(path)).relative_to(folder)), 200) if is_there else ""


def _text(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return plain(str(error.msg), 2000)
    try:
        return plain(str(error), 2000)
    except Exception:  # noqa: BLE001 - a student's __str__ may raise anything
        return ""


def described(value: object) -> str:
    """A value in words: 'a list', 'the class Conv2d'."""
    if isinstance(value, type):
        return f"the class {_name(value)}"
    name = _name(type(value))
    return f"{'an' if name[:1].lower() in tuple('aeiou') else 'a'} {name}"


def _name(cls: type) -> str:
    return plain(cls.__name__, 100)
