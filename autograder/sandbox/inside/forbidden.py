"""Forbidden operations: torch's own operators, replaced by ones that raise.

Denied rather than detected. A kernel registered with torch's dispatcher holds for every way in —
modules, functions, `torch.ops`, TorchScript, other threads, forked children — costs nothing to the
operators that stay, and can't be taken back from Python, because the registrations are leaked.
Composite operators decompose into ones that are denied; their own CPU entry is denied as well.
Operators that only TorchScript's interpreter knows are taken off its list. What gets past operators
is closed elsewhere: Python that computes the same (`callables`), and native code (`doors`).

What is not covered: a submission that contains the source text of torch's own im2col, or reads it
from torch's files and compiles it, runs code of its own. And whoever writes into the memory of this
process, as NumPy's array interface can, may undo anything that is done in it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NoReturn

import torch

MARK = "is not allowed in this task"
ALWAYS = ("CPU", "MkldnnCPU", "QuantizedCPU")
WHERE_PRESENT = (
    "CompositeExplicitAutograd",
    "CompositeExplicitAutogradNonFunctional",
    "SparseCPU",
    "SparseCsrCPU",
    "NestedTensorCPU",
)
NAMESPACES = frozenset(
    {
        "aten",
        "mkldnn",
        "mkldnn_prepacked",
        "onednn",
        "prepacked",
        "prims",
        "quantized",
        "torchvision",
        "_quantized",
        "xnnpack",
    }
)
# void torch::jit::deregisterOperator(const c10::FunctionSchema&): torch has no other way to it.
_DEREGISTER = "_ZN5torch3jit18deregisterOperatorERKN3c1014FunctionSchemaE"


class ForbiddenOperation(RuntimeError):
    """The student's code ran something that the task forbids."""

    def __reduce__(self) -> tuple[type[RuntimeError], tuple[object, ...]]:
        # A DataLoader's worker sends it to a process that can't import this module by its name.
        return RuntimeError, self.args


class ClosedLibrary(ForbiddenOperation, OSError):
    """The same of a native library: who can do without one that can't be opened does without."""


def is_operator(pattern: str) -> bool:
    """Whether a pattern is about torch's operators; with a dot, it is about Python's callables."""
    return "." not in pattern


def operators(patterns: Sequence[str]) -> Iterator[str]:
    """The full names, with overloads, of torch's operators that match one of the `patterns`."""
    wanted = [pattern for pattern in patterns if is_operator(pattern)]
    for full_name in torch._C._dispatch_get_all_op_names():
        namespace, name = full_name.split("::", 1)
        base = name.split(".", 1)[0]
        if namespace in NAMESPACES and any(fnmatchcase(base, p) for p in wanted):
            yield full_name


def deny(patterns: Sequence[str]) -> int:
    """Make operators raise whose names match one of the glob `patterns`. Gives their number."""
    denied = 0
    for full_name in operators(patterns):
        namespace, name = full_name.split("::", 1)
        base = name.split(".", 1)[0]
        for key in _keys(full_name):
            library = torch._C._dispatch_library("IMPL", namespace, key, __file__, 1)
            library.impl(name, key, raising(f"torch's operator {base}"))
            # Leaked on purpose: what nobody holds, nobody can release.
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))
        denied += 1
    _deny_in_torchscript(patterns)
    return denied


def raising(
    what: str, kind: type[ForbiddenOperation] = ForbiddenOperation
) -> Callable[..., NoReturn]:
    """A function that takes anything and says that `what` is forbidden."""

    def raise_forbidden(*args: object, **kwargs: object) -> NoReturn:
        raise kind(f"{what} {MARK}")

    return raise_forbidden


def _keys(full_name: str) -> tuple[str, ...]:
    """Where to register: wherever the operator has a kernel that could be asked for by name."""
    has_kernel = torch._C._dispatch_has_kernel_for_dispatch_key
    # torch allows a composite operator no backend entries but the plain one.
    always = ("CPU",) if has_kernel(full_name, "CompositeImplicitAutograd") else ALWAYS
    return always + tuple(key for key in WHERE_PRESENT if has_kernel(full_name, key))


def _deny_in_torchscript(patterns: Sequence[str]) -> None:
    """Take operators away that TorchScript runs without asking the dispatcher."""
    wanted = [pattern for pattern in patterns if is_operator(pattern)]
    dispatched = {name.split(".", 1)[0] for name in torch._C._dispatch_get_all_op_names()}
    found = [
        schema
        for schema in torch._C._jit_get_all_schemas()
        if schema.name not in dispatched
        and any(fnmatchcase(schema.name.split("::", 1)[-1], p) for p in wanted)
    ]
    if not found:
        return
    libraries = sorted((Path(torch.__file__).parent / "lib").glob("*torch_cpu.*"))
    deregister = getattr(ctypes.CDLL(str(libraries[0])), _DEREGISTER)
    deregister.restype = None
    for schema in found:
        # What torch's schema object holds right behind its Python head: a pointer to C++'s.
        pointer = ctypes.c_void_p.from_address(id(schema) + object.__basicsize__)
        deregister(pointer)
