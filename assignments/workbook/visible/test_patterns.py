"""Your tests of `patterns.py`: every truth here can be worked out with a pencil."""

import torch
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


def answer(pattern):
    """The largest absolute answer of your kernel, laid on every 2×2 window of the pattern."""
    windows = pattern.unfold(0, 2, 1).unfold(1, 2, 1)
    return (windows * checkerboard_kernel()).sum((-2, -1)).abs().max().item()


def test_kernel_has_the_shape_of_a_weight():
    shape = tuple(checkerboard_kernel().shape)

    assert shape == (1, 1, 2, 2), f"The kernel has shape {shape}; it should be (1, 1, 2, 2)."


def test_kernel_answers_to_the_checkerboard():
    assert answer(CHECKERBOARD) > 0.5, "The kernel does not answer to the checkerboard."


def test_kernel_is_quiet_on_stripes():
    assert answer(ZEBRA) < 0.5, "The kernel answers to upright stripes."
    assert answer(ZEBRA.T) < 0.5, "The kernel answers to level stripes."


def test_checkerboard_is_flattened_row_by_row():
    flat = flatten_pattern(CHECKERBOARD).tolist()

    assert flat == [0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0], f"Your row is {flat}."
