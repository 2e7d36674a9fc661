"""The arguments of a call by their names, and a call with other ones: as `inspect` has it, faster.

`Signature.bind` takes as long as a small convolution, and hypotheses are tried thousands of times.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any


class Binding:
    """Binds calls of functions that have this signature."""

    def __init__(self, signature: inspect.Signature) -> None:
        self._signature = signature
        self._defaults = {name: each.default for name, each in signature.parameters.items()}
        kinds = {each.kind for each in signature.parameters.values()}
        self._is_plain = kinds <= {inspect.Parameter.POSITIONAL_OR_KEYWORD}

    def arguments(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """All arguments, defaults included, in their order. Raises TypeError if one is missing."""
        by_place = dict(zip(self._defaults, args, strict=False))
        given = {**self._defaults, **by_place, **kwargs}
        is_usual = self._is_plain and len(given) == len(self._defaults) >= len(args)
        is_usual = is_usual and by_place.keys().isdisjoint(kwargs)
        if not is_usual or any(value is inspect.Parameter.empty for value in given.values()):
            bound = self._signature.bind(*args, **kwargs)
            bound.apply_defaults()
            return dict(bound.arguments)
        return given

    def call(self, function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
        """What the function gives for these arguments."""
        if self._is_plain:
            return function(*arguments.values())
        bound = inspect.BoundArguments(self._signature, arguments)
        return function(*bound.args, **bound.kwargs)
