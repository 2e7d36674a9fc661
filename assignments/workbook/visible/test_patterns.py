"""Your tests of `patterns.py`: every truth here can be worked out with a pencil.

A test's weight says for how much it stands in the forecast of `check.py`; 1, unless it says more.
"""

import pytest
import torch
from grids import has_dtype, same, some, unchanged
from patterns import checkerboard_kernel, flatten_pattern

ZEBRA = torch.tensor(
    [
        [0.0, 1.0, 0.0, 1.0],
        [0.0, 1.0, 0.0, 1.0],
        [0.0, 1.0, 0.0, 1.0],
        [0.0, 1.0, 0.0, 1.0],
    ]
)
CHECKERBOARD = torch.tensor(
    [
        [0.0, 1.0, 0.0, 1.0],
        [1.0, 0.0, 1.0, 0.0],
        [0.0, 1.0, 0.0, 1.0],
        [1.0, 0.0, 1.0, 0.0],
    ]
)
PATTERNS = {"a zebra with upright stripes": ZEBRA, "a zebra with level stripes": ZEBRA.T}


def answer(pattern, kernel):
    """The largest absolute answer of your kernel, laid on every 2×2 window of the pattern."""
    shape = tuple(kernel.shape)
    assert shape == (1, 1, 2, 2), f"The kernel has shape {shape}; it should be (1, 1, 2, 2)."
    windows = pattern.unfold(0, 2, 1).unfold(1, 2, 1)
    return (windows * kernel).sum((-2, -1)).abs().max().item()


def test_kernel_is_a_weight_of_float32():
    kernel = checkerboard_kernel()

    assert isinstance(kernel, torch.Tensor), (
        f"The kernel should be a tensor, not something of type {type(kernel).__name__}."
    )
    board, zebras = answer(CHECKERBOARD, kernel), [answer(each, kernel) for each in
                                                   PATTERNS.values()]  # fmt: skip
    has_dtype(kernel, "float32")
    assert board > min(zebras), (
        f"To the checkerboard it answers {board:.3g}, to a zebra {min(zebras):.3g}: no less."
    )


@pytest.mark.weight(2)
def test_kernel_tells_checkerboards_from_stripes():
    kernel = checkerboard_kernel()

    for board in (CHECKERBOARD, 1 - CHECKERBOARD):
        largest = answer(board, kernel)
        assert largest > 0.5, (
            f"The largest answer to a checkerboard is {largest:.3g}; it should be above 0.5."
        )
    for name, zebra in PATTERNS.items():
        for stripes in (zebra, 1 - zebra):
            largest = answer(stripes, kernel)
            assert largest < 0.5, (
                f"The largest answer to {name} is {largest:.3g}; it should be below 0.5."
            )


@pytest.mark.parametrize(
    ("pattern", "row"),
    [
        ([[1.0, 1.0, 1.0], [0.0, 0.0, 0.0]], "111000"),
        ([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]], "101010"),
    ],
)
def test_patterns_become_rows_of_zeros_and_ones(pattern, row):
    given = torch.tensor(pattern)

    wanted = torch.tensor([float(number) for number in row])
    same(flatten_pattern(given), wanted, "One row follows the other.", given=given)


@pytest.mark.parametrize("shape", [(2, 3), (3, 4), (1, 4), (6, 1)])
def test_one_row_follows_the_other(shape):
    pattern = torch.arange(1.0, 1 + shape[0] * shape[1]).reshape(shape)

    row = torch.arange(1.0, 1 + shape[0] * shape[1])
    same(flatten_pattern(pattern), row, "The first row, then the second one.", given=pattern)


def test_turned_pattern_is_read_row_by_row():
    pattern = torch.tensor([[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]], dtype=torch.float64).T

    row = torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], dtype=torch.float64)
    why = "1 2 3 is the first row, though in memory 1 and 4 lie side by side."
    same(flatten_pattern(pattern), row, why, given=pattern)


def test_pattern_stays_as_it_was():
    pattern = some(2, 5)
    before = pattern.clone()

    same(flatten_pattern(pattern), torch.cat([before[0], before[1]]), "Two rows.", given=before)
    unchanged(before, pattern, "the pattern")
