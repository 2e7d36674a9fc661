"""Your tests of `pooling.py`: every truth here can be worked out with a pencil."""

import pytest
import torch
from pooling import avg_pool2d, flatten, max_pool2d

SENTENCE = r"\w+"  # the words of an error are yours to choose

# One picture of one channel:   1  2  3  4
#                               5  6  7  8
#                               9 10 11 12
TWELVE = torch.arange(1.0, 13.0).reshape(1, 1, 3, 4)


def test_windows_stand_side_by_side():
    # The third row is left over.
    assert max_pool2d(TWELVE, 2).tolist() == [[[[6, 8]]]], "The largest of 1 2 5 6 and of 3 4 7 8."
    assert avg_pool2d(TWELVE, 2).tolist() == [[[[3.5, 5.5]]]], "The mean of the same numbers."


def test_windows_overlap_where_the_stride_is_small():
    result = max_pool2d(TWELVE, 2, stride=1)

    assert result.tolist() == [[[[6, 7, 8], [10, 11, 12]]]]


def test_windows_need_not_be_square():
    assert max_pool2d(TWELVE, (3, 1)).tolist() == [[[[9, 10, 11, 12]]]], "Three rows, one column."
    assert avg_pool2d(TWELVE, (1, 4)).tolist() == [[[[2.5], [6.5], [10.5]]]], "One row, all of it."


def test_largest_number_may_be_negative():
    assert max_pool2d(-TWELVE, 2).tolist() == [[[[-1, -3]]]], "-1 is more than -2, -5 and -6."


def test_channels_are_pooled_one_by_one():
    images = torch.cat([TWELVE, -TWELVE], dim=1)

    assert max_pool2d(images, (3, 4)).flatten().tolist() == [12, -1]
    assert avg_pool2d(images, (3, 4)).flatten().tolist() == pytest.approx([6.5, -6.5])


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
def test_impossible_windows_are_refused(pool):
    with pytest.raises(ValueError, match=SENTENCE):
        pool(TWELVE, 4)
    with pytest.raises(ValueError, match=SENTENCE):
        pool(TWELVE, 2, stride=0)


def test_gradient_goes_to_the_largest_number():
    images = TWELVE.clone().requires_grad_()

    max_pool2d(images, (3, 4)).sum().backward()

    assert images.grad is not None, "No gradient came back: were the images cut off?"
    assert images.grad.flatten().tolist() == [0] * 11 + [1], "Only the 12 made a difference."


def test_each_picture_becomes_one_row():
    two_pictures = torch.cat([TWELVE, -TWELVE])

    flat = flatten(two_pictures)

    assert flat.tolist() == [list(range(1, 13)), list(range(-1, -13, -1))]


def test_channels_follow_one_another():
    one_picture = torch.cat([TWELVE, 100 * TWELVE], dim=1)

    flat = flatten(one_picture)

    assert tuple(flat.shape) == (1, 24), f"The shape is {tuple(flat.shape)}; the batch stays."
    assert flat[0, :3].tolist() == [1, 2, 3], "The first channel comes first, row by row."
    assert flat[0, 12:15].tolist() == [100, 200, 300], "The second channel follows."
