"""Your tests of `patterns.py`: every truth here can be worked out with a pencil."""

import torch
from grids import same
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


def answers(pattern):
    """The absolute answers of your kernel, laid on every 2×2 window of the pattern."""
    windows = pattern.unfold(0, 2, 1).unfold(1, 2, 1)
    return (windows * checkerboard_kernel()).sum((-2, -1)).abs()


def test_kernel_has_the_shape_of_a_weight():
    shape = tuple(checkerboard_kernel().shape)

    assert shape == (1, 1, 2, 2), f"The kernel has shape {shape}; it should be (1, 1, 2, 2)."


def test_kernel_answers_to_the_checkerboard():
    largest = answers(CHECKERBOARD).max().item()

    assert largest > 0.5, f"The largest answer is {largest:.3g}; it should be above 0.5."


def test_kernel_is_quiet_on_stripes():
    for stripes, pattern in {"upright": ZEBRA, "level": ZEBRA.T}.items():
        largest = answers(pattern).max().item()

        assert largest < 0.5, f"To {stripes} stripes it answers {largest:.3g}; 0.5 is too much."


def test_checkerboard_is_flattened_row_by_row():
    row = [0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0]

    same(flatten_pattern(CHECKERBOARD), row, "One row follows the other.", given=CHECKERBOARD)


def test_rows_may_be_longer_than_columns():
    pattern = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])

    same(flatten_pattern(pattern), [1, 2, 3, 4, 5, 6], "1 2 3 is the first row.", given=pattern)
