"""Hidden checks of `attention`. The truth is worked out query by query."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from autograder import expect
from autograder.grading.student import Student

AXES = ("query", "feature")


def truth(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
    """What attention gives, one query after the other."""
    if queries.ndim > 2:
        rows = zip(queries, keys, values, strict=True)
        return torch.stack([truth(*row, mask) for row in rows])
    found = []
    for place, query in enumerate(queries):
        allowed = torch.ones(len(keys), dtype=torch.bool) if mask is None else mask[place]
        scores = (keys[allowed] * query).sum(dim=1) / math.sqrt(len(query))
        shares = torch.softmax(scores, dim=0)
        found.append((shares[:, None] * values[allowed]).sum(dim=0))
    return torch.stack(found)


@pytest.mark.weight(2)
def test_small_numbers(student: Student) -> None:
    """With D = 4, scores of 0 and 2 · log 3 are halved: the shares are 1/4 and 3/4."""
    queries = torch.tensor([[1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0]])
    keys = torch.tensor([[1.0, -1.0, 1.0, -1.0], [2 * math.log(3), 0.0, 0.0, 0.0]])
    values = torch.tensor([[8.0, 0.0, 4.0], [0.0, 16.0, 4.0]])
    wanted = torch.tensor([[2.0, 12.0, 4.0], [4.0, 8.0, 4.0]])

    expect.close(student.attention(queries, keys, values), wanted, axes=AXES)


@pytest.mark.weight(2)
@pytest.mark.parametrize(
    ("places", "others", "features", "wide"),
    [(2, 5, 3, 4), (4, 3, 3, 2), (3, 3, 5, 3), (1, 2, 9, 1)],
)
def test_any_size(
    student: Student, rng: torch.Generator, places: int, others: int, features: int, wide: int
) -> None:
    """There may be more queries than keys, or fewer, and values of any width."""
    queries = torch.randn(places, features, generator=rng)
    keys = torch.randn(others, features, generator=rng)
    values = torch.randn(others, wide, generator=rng)

    expect.close(student.attention(queries, keys, values), truth(queries, keys, values), axes=AXES)


@pytest.mark.parametrize(
    ("before", "others"), [((2,), 5), ((3, 2), 5), ((3,), 3)], ids=["one axis", "two axes", "cube"]
)
def test_batches(
    student: Student, rng: torch.Generator, before: tuple[int, ...], others: int
) -> None:
    """Axes before the last two are left alone: each row has its own keys and values."""
    queries = torch.randn(*before, 4, 3, generator=rng)
    keys = torch.randn(*before, others, 3, generator=rng)
    values = torch.randn(*before, others, 2, generator=rng)

    expect.close(student.attention(queries, keys, values), truth(queries, keys, values))


@pytest.mark.weight(2)
@pytest.mark.parametrize("before", [(), (2,)], ids=str)
def test_mask(student: Student, rng: torch.Generator, before: tuple[int, ...]) -> None:
    """A query gets nothing of a key that it may not look at, and shares the rest out in full."""
    mask = torch.tensor([[True, False, False, True], [False, True, True, True], [True] * 4])
    queries = torch.randn(*before, 3, 5, generator=rng)
    keys = torch.randn(*before, 4, 5, generator=rng)
    values = torch.randn(*before, 4, 2, generator=rng)

    answer = student.attention(queries, keys, values, mask)

    expect.close(answer, truth(queries, keys, values, mask))


def test_way_back(student: Student, rng: torch.Generator) -> None:
    """Going backwards gives queries, keys and values their gradients."""
    three = {
        name: torch.randn(3, 3, generator=rng).requires_grad_()
        for name in ("queries", "keys", "values")
    }
    answer, wanted = student.attention(*three.values()), truth(*three.values())

    expect.close(answer, wanted.detach(), axes=AXES)
    expect.gradients(answer, wanted, three)


def test_nothing_to_look_at(student: Student) -> None:
    """A mask that leaves a query nothing is a ValueError. One that leaves it one key is none."""
    two = torch.tensor([[1.0], [3.0]])
    alone = torch.tensor([[False, True], [True, False]])

    expect.close(student.attention(two, two, two, alone), torch.tensor([[3.0], [1.0]]), axes=AXES)
    with expect.raises(ValueError, when="a query has nothing to look at"):
        student.attention(two, two, two, torch.tensor([[True, True], [False, False]]))
