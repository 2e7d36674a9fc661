"""Hidden checks of `pooling`. Each isolates one idea, so that one mistake costs one check."""

import pytest
import torch
import torch.nn.functional as F

from autograder import expect


def normal(rng, *shape, dtype=torch.float32):
    """Random numbers, negative ones among them, no two alike."""
    return torch.randn(shape, generator=rng, dtype=dtype)


def mean_of_four(images):
    """The mean of each 2×2 window at stride 1: four shifted pictures, added up."""
    top, bottom = images[:, :, :-1], images[:, :, 1:]
    return (top[..., :-1] + top[..., 1:] + bottom[..., :-1] + bottom[..., 1:]) / 4


def test_maximum_of_the_whole_picture(student, rng):
    """A window as large as the picture gives the largest number of each channel."""
    images = normal(rng, 2, 3, 5, 4)

    expect.close(student.max_pool2d(images, (5, 4)), images.amax((2, 3), keepdim=True))


@pytest.mark.parametrize(("shape", "kernel_size"), [((2, 3, 6, 8), 2), ((1, 2, 6, 9), 3)])
def test_maximum_windows_stand_side_by_side(student, rng, shape, kernel_size):
    """Without a stride, the windows of max pooling do not overlap."""
    images = normal(rng, *shape)

    truth = F.max_pool2d(images, kernel_size)
    expect.close(student.max_pool2d(images, kernel_size), truth)


def test_maximum_drops_what_does_not_fit(student, rng):
    """Rows and columns that are left over belong to no window of max pooling."""
    images = normal(rng, 2, 3, 5, 7)
    images[:, :, 4:] += 9
    images[:, :, :, 6:] += 9

    expect.close(student.max_pool2d(images, 2), F.max_pool2d(images, 2))


def test_maximum_may_be_negative(student, rng):
    """If all numbers are negative, the largest of them is negative too."""
    images = -5 - normal(rng, 2, 2, 4, 6).abs()

    expect.close(student.max_pool2d(images, 2), F.max_pool2d(images, 2))


@pytest.mark.parametrize("stride", [1, 2])
def test_maximum_of_overlapping_windows(student, rng, stride):
    """Windows of max pooling that move by less than their size share pixels."""
    images = normal(rng, 2, 2, 8, 6)

    expect.close(student.max_pool2d(images, 3, stride=stride), F.max_pool2d(images, 3, stride))


@pytest.mark.parametrize(("kernel_size", "stride"), [(2, 3), (1, 2)])
def test_maximum_of_windows_with_gaps(student, rng, kernel_size, stride):
    """Windows of max pooling that move by more than their size skip pixels."""
    images = normal(rng, 2, 3, 8, 6)

    truth = F.max_pool2d(images, kernel_size, stride)
    expect.close(student.max_pool2d(images, kernel_size, stride=stride), truth)


@pytest.mark.parametrize(
    ("kernel_size", "stride"), [((3, 2), None), ((1, 3), 2), (2, (2, 1)), ((2, 3), (1, 2))]
)
def test_maximum_with_two_directions(student, rng, kernel_size, stride):
    """Max pooling takes a (vertical, horizontal) pair as kernel size and as stride."""
    images = normal(rng, 1, 2, 9, 5)

    truth = F.max_pool2d(images, kernel_size, stride)
    expect.close(student.max_pool2d(images, kernel_size, stride=stride), truth)


def test_mean_of_a_window(student, rng):
    """Windows of 2×2 numbers, one pixel apart, give the mean of their four numbers."""
    images = normal(rng, 2, 3, 4, 5)

    expect.close(student.avg_pool2d(images, 2, stride=1), mean_of_four(images))


def test_mean_of_the_whole_picture(student, rng):
    """A window as large as the picture gives the mean of each channel."""
    images = normal(rng, 2, 3, 3, 5)

    expect.close(student.avg_pool2d(images, (3, 5)), images.mean((2, 3), keepdim=True))


def test_mean_windows_stand_side_by_side(student, rng):
    """Without a stride, windows of average pooling do not overlap; what is left over is dropped."""
    images = normal(rng, 3, 2, 5, 7)

    expect.close(student.avg_pool2d(images, 2), mean_of_four(images)[:, :, ::2, ::2])


@pytest.mark.parametrize(
    ("kernel_size", "stride"), [(3, 2), (2, 3), ((3, 2), None), ((1, 3), (2, 1)), ((2, 3), (3, 2))]
)
def test_mean_with_a_stride_and_two_directions(student, rng, kernel_size, stride):
    """Average pooling takes a stride, and pairs as max pooling does."""
    images = normal(rng, 2, 1, 9, 7)

    truth = F.avg_pool2d(images, kernel_size, stride)
    expect.close(student.avg_pool2d(images, kernel_size, stride=stride), truth)


POOLS = ["max_pool2d", "avg_pool2d"]


@pytest.mark.parametrize("pool", POOLS)
def test_pooling_keeps_float64(student, rng, pool):
    """Double precision goes in and comes out."""
    images = normal(rng, 2, 3, 6, 4, dtype=torch.float64)

    expect.close(getattr(student, pool)(images, 2), getattr(F, pool)(images, 2))


@pytest.mark.parametrize("pool", POOLS)
def test_pooling_takes_any_memory_layout(student, rng, pool):
    """Pictures whose numbers lie in another order in memory are pooled all the same."""
    images = normal(rng, 2, 6, 4, 3).permute(0, 3, 1, 2)

    expect.close(getattr(student, pool)(images, 2), getattr(F, pool)(images, 2))


@pytest.mark.parametrize("pool", POOLS)
def test_zeros_are_numbers_like_others(student, rng, pool):
    """Most pixels are 0, as behind a ReLU, or as in the dark: they count as all others do."""
    images = normal(rng, 2, 3, 6, 8).relu() * (normal(rng, 2, 3, 6, 8) > 0)

    truth = getattr(F, pool)(images, 3, 1)
    expect.close(getattr(student, pool)(images, 3, stride=1), truth)
    expect.close(getattr(student, pool)(-images, 2), getattr(F, pool)(-images, 2))


@pytest.mark.parametrize("pool", POOLS)
def test_pooling_leaves_the_images_as_they_were(student, rng, pool):
    """Pooling returns the right numbers and does not write into the pictures it was given."""
    images = normal(rng, 1, 2, 4, 6)

    expect.close(getattr(student, pool)(images, 2), getattr(F, pool)(images, 2))
    expect.inputs_unchanged(student)


@pytest.mark.weight(2)
@pytest.mark.parametrize(("kernel_size", "stride"), [(2, None), (3, 2), ((3, 2), (2, 1))])
@pytest.mark.parametrize("pool", POOLS)
def test_gradients_flow_back_through_pooling(student, rng, pool, kernel_size, stride):
    """The gradient reaches the pixels that a result was made of, and no others."""
    images = normal(rng, 2, 3, 7, 5).requires_grad_()

    answer = getattr(student, pool)(images, kernel_size, stride=stride)
    expect.gradients(answer, getattr(F, pool)(images, kernel_size, stride), of={"images": images})


@pytest.mark.parametrize(
    ("when", "kernel_size", "stride"),
    [
        ("the window is higher than the picture", (5, 2), 1),
        ("the window is wider than the picture", (2, 7), 1),
        ("the stride is 0", 2, 0),
        ("one of the strides is 0", 2, (1, 0)),
        ("the window has no pixels", 0, 1),
    ],
)
@pytest.mark.parametrize("pool", POOLS)
def test_pooling_refuses_what_is_impossible(student, rng, pool, when, kernel_size, stride):
    """Impossible windows and strides raise a ValueError; possible ones do not."""
    images = normal(rng, 2, 3, 4, 6)

    with expect.raises(ValueError, when=when):
        getattr(student, pool)(images, kernel_size, stride=stride)
    expect.close(getattr(student, pool)(images, 2), getattr(F, pool)(images, 2))


@pytest.mark.weight(2)
@pytest.mark.parametrize(
    ("shape", "kernel_size", "stride"),
    [
        ((2, 3, 5, 7), 2, None),
        ((2, 2, 8, 6), 3, 2),
        ((1, 2, 9, 4), (3, 2), None),
        ((2, 3, 8, 7), (3, 2), (2, 1)),
        ((2, 3, 6, 9), 3, 3),
    ],
)
@pytest.mark.parametrize("pool", POOLS)
def test_pooling_agrees_with_pytorch(student, rng, pool, shape, kernel_size, stride):
    """Everything together: pictures, windows and strides of many sizes."""
    images = normal(rng, *shape)

    truth = getattr(F, pool)(images, kernel_size, stride)
    expect.close(getattr(student, pool)(images, kernel_size, stride), truth)


def in_a_row(images):
    """The truth of `flatten`: a picture's channels one after the other, each row by row."""
    return torch.stack([torch.cat([row for plane in image for row in plane]) for image in images])


@pytest.mark.parametrize("shape", [(2, 3, 4, 5), (3, 2, 1, 6), (4, 1, 5, 2)])
def test_flatten_keeps_the_order(student, rng, shape):
    """Each picture becomes one row: channel after channel, row after row. It stays what it was."""
    images = normal(rng, *shape)

    expect.close(student.flatten(images), in_a_row(images), axes=("picture", "number"))
    expect.inputs_unchanged(student)


@pytest.mark.parametrize("shape", [(1, 2, 3, 4), (1, 5, 1, 1)])
def test_flatten_keeps_a_batch_of_one(student, rng, shape):
    """A single picture still is a batch."""
    images = normal(rng, *shape)

    expect.close(student.flatten(images), in_a_row(images), axes=("picture", "number"))


def test_flatten_takes_any_memory_layout(student, rng):
    """Numbers that lie in another order in memory are read channel by channel, and not moved."""
    images = normal(rng, 2, 5, 4, 3, dtype=torch.float64).permute(0, 3, 1, 2)
    truth = in_a_row(images)

    expect.close(student.flatten(images), truth, axes=("picture", "number"))
    expect.inputs_unchanged(student)
