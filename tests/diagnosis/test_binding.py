"""Tests that calls are bound as Python binds them, whatever their signature."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from autograder.diagnosis.binding import Binding


def plain(a: Any, b: Any = 2, c: Any = None) -> Any:
    return a, b, c


def by_name(a: Any, *, b: Any = 2) -> Any:
    return a, b


def many(a: Any, *more: Any, **others: Any) -> Any:
    return a, more, others


CALLS: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
    (plain, (1,), {}),
    (plain, (1, 3), {"c": 4}),
    (plain, (), {"c": 4, "a": 1}),
    (by_name, (1,), {"b": 5}),
    (by_name, (1,), {}),
    (many, (1, 2, 3), {"d": 4}),
]


@pytest.mark.parametrize(("function", "args", "kwargs"), CALLS)
def test_arguments_are_those_that_python_binds(function, args, kwargs):
    binding, expected = Binding(inspect.signature(function)), inspect.signature(function)
    bound = expected.bind(*args, **kwargs)
    bound.apply_defaults()

    given = binding.arguments(args, kwargs)

    assert list(given.items()) == list(bound.arguments.items())
    assert binding.call(function, given) == function(*args, **kwargs)


@pytest.mark.parametrize(
    ("args", "kwargs"), [((), {}), ((1, 2, 3, 4), {}), ((1,), {"d": 4}), ((1,), {"a": 1})]
)
def test_what_python_refuses_is_refused(args, kwargs):
    binding = Binding(inspect.signature(plain))

    with pytest.raises(TypeError):
        binding.arguments(args, kwargs)
