"""Forbidden operators: torch's own operators are replaced by kernels that raise.

Covered: a kernel registered with torch's dispatcher applies however the operator is called —
modules, functions, `torch.ops`, TorchScript, other threads, forked children — and costs the other
operators nothing. Python code can't undo it, because we leak the registrations
(https://docs.pytorch.org/docs/stable/library.html). A composite operator decomposes into operators
that are denied, and its own CPU entry is denied as well. Operators that only TorchScript's
interpreter knows are removed from its registry. Two other modules cover what bypasses operators:
`callables` for Python that computes the same, `doors` for native code.

Not covered: a submission may contain the source text of torch's own im2col, or read it from torch's
files and compile it. Code that writes into the memory of this process, as NumPy's array interface
allows, can undo everything here.
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
# void torch::jit::deregisterOperator(const c10::FunctionSchema&), which Python does not expose.
_DEREGISTER = "_ZN5torch3jit18deregisterOperatorERKN3c1014FunctionSchemaE"


class ForbiddenOperation(RuntimeError):
    """The student's code ran something that the task forbids."""

    def __reduce__(self) -> tuple[type[RuntimeError], tuple[object, ...]]:
        # A DataLoader's worker pickles it, and the parent can't import this module by its name.
        return RuntimeError, self.args


class ClosedLibrary(ForbiddenOperation, OSError):
    """The student's code opened a native library. It is an OSError as well, so that code with a
    fallback for a library that can't be opened uses the fallback.
    """


def is_operator(pattern: str) -> bool:
    """Whether a pattern means torch's operators. One with a dot means Python callables."""
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
    """Make operators whose names match one of the glob `patterns` raise; returns how many."""
    denied = 0
    for full_name in operators(patterns):
        namespace, name = full_name.split("::", 1)
        base = name.split(".", 1)[0]
        for key in _keys(full_name):
            library = torch._C._dispatch_library("IMPL", namespace, key, __file__, 1)
            library.impl(name, key, raising(f"torch's operator {base}"))
            # Leaked on purpose: without a reference to it, nobody can release it.
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))
        denied += 1
    _deny_in_torchscript(patterns)
    return denied


def raising(
    what: str, kind: type[ForbiddenOperation] = ForbiddenOperation
) -> Callable[..., NoReturn]:
    """A function that takes any arguments and raises an error that says `what` is forbidden."""

    def raise_forbidden(*args: object, **kwargs: object) -> NoReturn:
        raise kind(f"{what} {MARK}")

    return raise_forbidden


def _keys(full_name: str) -> tuple[str, ...]:
    """The dispatch keys to register for: every one that `redispatch` could find a kernel under."""
    has_kernel = torch._C._dispatch_has_kernel_for_dispatch_key
    # torch allows a composite operator no backend entry but the plain one.
    always = ("CPU",) if has_kernel(full_name, "CompositeImplicitAutograd") else ALWAYS
    return always + tuple(key for key in WHERE_PRESENT if has_kernel(full_name, key))


def _deny_in_torchscript(patterns: Sequence[str]) -> None:
    """Remove operators that TorchScript runs without the dispatcher."""
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
        # torch's schema object holds a pointer to the C++ schema right after its Python header.
        pointer = ctypes.c_void_p.from_address(id(schema) + object.__basicsize__)
        deregister(pointer)
