"""Your tests of `pooling.py`: every truth here can be worked out with a pencil."""

import pytest
import torch
from grids import refused, same
from pooling import avg_pool2d, flatten, max_pool2d

# One picture of one channel:   1  2  3  4
#                               5  6  7  8
#                               9 10 11 12
TWELVE = torch.arange(1.0, 13.0).reshape(1, 1, 3, 4)


def test_windows_do_not_overlap():
    # The third row is left over.
    same(
        max_pool2d(TWELVE, 2), [[[[6, 8]]]], "The largest of 1 2 5 6 and of 3 4 7 8.", given=TWELVE
    )
    same(
        avg_pool2d(TWELVE, 2), [[[[3.5, 5.5]]]], "The mean of 1 2 5 6 and of 3 4 7 8.", given=TWELVE
    )


def test_windows_overlap_where_the_stride_is_small():
    result = max_pool2d(TWELVE, 2, stride=1)

    same(
        result, [[[[6, 7, 8], [10, 11, 12]]]], "The largest of 1 2 5 6, of 2 3 6 7 …", given=TWELVE
    )


def test_windows_need_not_be_square():
    tall, wide = max_pool2d(TWELVE, (3, 1)), avg_pool2d(TWELVE, (1, 4))

    same(tall, [[[[9, 10, 11, 12]]]], "Three rows, one column: the largest.", given=TWELVE)
    same(wide, [[[[2.5], [6.5], [10.5]]]], "One row, four columns: the mean.", given=TWELVE)


def test_largest_number_may_be_negative():
    same(max_pool2d(-TWELVE, 2), [[[[-1, -3]]]], "-1 is more than -2, -5 and -6.", given=-TWELVE)


def test_channels_are_pooled_one_by_one():
    images = torch.cat([TWELVE, -TWELVE], dim=1)

    same(max_pool2d(images, (3, 4)), [[[[12]], [[-1]]]], "The largest of each.", given=images)
    same(avg_pool2d(images, (3, 4)), [[[[6.5]], [[-6.5]]]], "The mean of each.", given=images)


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
def test_impossible_windows_are_refused(pool):
    with refused("A window of 4 rows does not fit on 3."):
        pool(TWELVE, 4)
    with refused("With a stride of 0, nothing moves."):
        pool(TWELVE, 2, stride=0)


def test_gradient_goes_to_the_largest_number():
    images = TWELVE.clone().requires_grad_()

    max_pool2d(images, (3, 4)).sum().backward()

    assert images.grad is not None, "No gradient came back: were the images cut off?"
    gradient = [[[[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]]]
    same(images.grad, gradient, "Only the 12 made a difference.", given=TWELVE)


def test_each_picture_becomes_one_row():
    two_pictures = torch.cat([TWELVE, -TWELVE])

    rows = [range(1, 13), range(-1, -13, -1)]
    same(flatten(two_pictures), rows, "Two pictures, two rows.", given=two_pictures)


def test_channels_follow_one_another():
    one_picture = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]]])

    row = [[1, 2, 3, 4, 5, 6, 7, 8]]
    same(flatten(one_picture), row, "The first channel, then the second one.", given=one_picture)
