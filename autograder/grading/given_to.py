"""What a check may hand to students' code: data, and what that code has made itself.

A worker can be sent nothing else. The solution could be given anything, in our own process; the
same is refused there, so that the check is known to be at fault before any submission is graded.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import torch

from autograder.errors import CheckAtFault
from autograder.sandbox.inside.packing import is_data

# What can't be sent → what is said of it, and what to do instead.
INSTEAD: Mapping[tuple[type, ...], tuple[str, str]] = {
    (torch.Generator,): ("a torch.Generator", "hand over a seed"),
    (torch.nn.Module,): ("a layer of your own", "hand over its numbers, or a layer of theirs"),
    (FunctionType, BuiltinFunctionType, MethodType): (
        "a function",
        "hand over what it gives, or a function of theirs",
    ),
    (dict,): ("a dict with keys that are no texts", "hand over a list of pairs"),
    (set, frozenset, range): ("", "hand over a list"),
    (torch.dtype,): ("a torch.dtype", "hand over a tensor that has it, or its name"),
}


def require_data(*values: Any) -> None:
    """Raise CheckAtFault if one of the values can't be sent, also deep in lists and dicts."""
    for value in values:
        if isinstance(value, list | tuple):
            require_data(*value)
        elif isinstance(value, dict) and all(isinstance(key, str) for key in value):
            require_data(*value.values())
        # What the other side has made, is a module or has our own name for what it is.
        elif not is_data(value) and not hasattr(value, "description_"):
            raise refusal(value)


def refusal(value: object) -> CheckAtFault:
    """The exception about a value that can't be sent."""
    kind = type(value)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    said, instead = f"an object of the type {name}", "hand over numbers, tensors or texts"
    for kinds, (words, way) in INSTEAD.items():
        if isinstance(value, kinds):
            said, instead = words or said, way
            break
    return CheckAtFault(f"{said} can't be handed to students' code; {instead}.")
