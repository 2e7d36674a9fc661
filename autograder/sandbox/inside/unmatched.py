"""Finds patterns of forbidden operators that match nothing: an error in the course's settings.

Not covered: names of functions, which have a dot; `naming` looks for these, and takes longer.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

import torch


def unmatched(patterns: Sequence[str]) -> tuple[str, ...]:
    """The patterns that match no operator and no name in torch's Python modules.

    Patterns with a dot are left out: they concern functions, also of other libraries.
    """
    operators = {
        name.split("::")[1].split(".")[0] for name in torch._C._dispatch_get_all_op_names()
    }
    left = [p for p in patterns if "." not in p and not any(fnmatchcase(n, p) for n in operators)]
    if left:  # rare, so it may be slow
        names = set(_names_in_python())
        left = [pattern for pattern in left if not any(fnmatchcase(n, pattern) for n in names)]
    return tuple(left)


def _names_in_python() -> Iterator[str]:
    yield from (schema.name.split("::")[-1] for schema in torch._C._jit_get_all_schemas())
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "torch":
            yield from vars(module)
