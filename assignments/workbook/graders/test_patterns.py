"""Hidden checks of `patterns`: what the kernel tells apart, and what flattening does."""

import pytest
import torch
import torch.nn.functional as F

from autograder import expect

SIZES = [(4, 4), (5, 4), (4, 7), (9, 6)]


def upright(height, width, first):
    """A zebra with upright stripes; `first` is the colour of its upper left corner."""
    return ((torch.arange(width) + first) % 2).float().expand(height, width)


def level(height, width, first):
    """A zebra with level stripes."""
    return upright(width, height, first).T


def checkerboard(height, width, first):
    """Neighbours differ in both directions."""
    return (upright(height, width, first) + level(height, width, 0)) % 2


def answer(kernel, pattern):
    """The largest absolute response of the kernel at any place of the pattern."""
    return F.conv2d(pattern[None, None], kernel.to(pattern)).abs().max().item()


def answers(kernel, kind):
    """The responses to one kind of pattern: several sizes, each of the two colours first."""
    expect.shape(kernel, (1, 1, 2, 2), name="The kernel")
    expect.that(isinstance(kernel, torch.Tensor), "The kernel should be a tensor.")
    return [answer(kernel, kind(*size, first)) for size in SIZES for first in (0, 1)]


def test_kernel_fits_a_convolution(student):
    """The kernel is a float32 tensor that answers differently to different patterns."""
    kernel = student.checkerboard_kernel()

    strongest, weakest = (
        max(answers(kernel, checkerboard)),
        min(answers(kernel, upright) + answers(kernel, level)),
    )
    expect.that(
        kernel.dtype is torch.float32,
        expect.ours(f"The kernel has dtype {kernel.dtype}; it should be torch.float32."),
    )
    expect.that(
        strongest > weakest,
        "The kernel answers to checkerboards no more than to any zebra.",
    )


@pytest.mark.weight(2)
def test_checkerboards_are_told_from_stripes(student):
    """The kernel answers above 0.5 to checkerboards, and below 0.5 to stripes either way."""
    kernel = student.checkerboard_kernel()

    for response in answers(kernel, checkerboard):
        expect.that(response > 0.5, "There is a checkerboard that the kernel does not answer to.")
    for zebra in (upright, level):
        for response in answers(kernel, zebra):
            expect.that(
                response < 0.5,
                expect.ours(f"The kernel answers to a zebra with {zebra.__name__} stripes."),
            )


@pytest.mark.parametrize(
    ("pattern", "row"),
    [
        ([[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]], [0.0, 1.0, 0.0, 0.0, 1.0, 0.0]),
        ([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]], [0.0, 1.0, 1.0, 0.0, 0.0, 1.0]),
    ],
)
def test_patterns_are_flattened(student, pattern, row):
    """A zebra and a checkerboard become rows of zeros and ones."""
    expect.close(student.flatten_pattern(torch.tensor(pattern)), torch.tensor(row))


@pytest.mark.parametrize("shape", [(4, 6), (7, 3), (1, 5), (5, 1)])
def test_rows_come_one_after_the_other(student, rng, shape):
    """The first row comes first, then the second, whatever the shape of the pattern."""
    pattern = torch.randn(shape, generator=rng)

    expect.close(student.flatten_pattern(pattern), torch.cat(list(pattern)))


def test_memory_layout_does_not_matter(student, rng):
    """A pattern whose numbers lie in another order in memory is still read row by row."""
    pattern = torch.randn(4, 5, generator=rng, dtype=torch.float64).T

    expect.close(student.flatten_pattern(pattern), torch.cat(list(pattern)))


def test_pattern_is_left_as_it_was(student, rng):
    """Flattening returns the right row and does not change the pattern it was given."""
    pattern = torch.randn(3, 4, generator=rng)
    row = torch.cat(list(pattern))

    expect.close(student.flatten_pattern(pattern), row)
    expect.inputs_unchanged(student)
