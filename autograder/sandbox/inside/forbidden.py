"""Forbidden operations: torch's own operators, replaced by ones that raise.

Denied rather than detected. A kernel registered with torch's dispatcher holds for every way in —
modules, functions, `torch.ops`, TorchScript, other threads, forked children — costs nothing to the
operators that stay, and can't be taken back from Python, because the registrations are leaked.
Composite operators decompose into ones that are denied; their own CPU entry is denied as well.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
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
        "quantized",
        "torchvision",
        "_quantized",
        "xnnpack",
    }
)


class ForbiddenOperation(RuntimeError):
    """The student's code ran an operator that the task forbids."""


def deny(patterns: Sequence[str]) -> int:
    """Make operators raise whose names match one of the glob `patterns`. Gives their number."""
    denied = 0
    for full_name in torch._C._dispatch_get_all_op_names():
        namespace, name = full_name.split("::", 1)
        base = name.split(".", 1)[0]
        if namespace not in NAMESPACES or not any(fnmatchcase(base, p) for p in patterns):
            continue
        for key in _keys(full_name):
            library = torch._C._dispatch_library("IMPL", namespace, key, __file__, 1)
            library.impl(name, key, _raising(base))
            # Leaked on purpose: what nobody holds, nobody can release.
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))
        denied += 1
    return denied


def _keys(full_name: str) -> tuple[str, ...]:
    """Where to register: wherever the operator has a kernel that could be asked for by name."""
    has_kernel = torch._C._dispatch_has_kernel_for_dispatch_key
    # torch allows a composite operator no backend entries but the plain one.
    always = ("CPU",) if has_kernel(full_name, "CompositeImplicitAutograd") else ALWAYS
    return always + tuple(key for key in WHERE_PRESENT if has_kernel(full_name, key))


def _raising(base: str) -> Callable[..., NoReturn]:
    def raise_forbidden(*args: object, **kwargs: object) -> NoReturn:
        raise ForbiddenOperation(f"torch's operator {base} {MARK}")

    return raise_forbidden
