"""Your tests of `pooling.py`: truths for a pencil first, PyTorch's own answers last.

A test's weight says for how much it stands in the forecast of `check.py`; 1, unless it says more.
"""

import pytest
import torch
from grids import by_pytorch, go_back, refused, same, some, unchanged
from pooling import avg_pool2d, flatten, max_pool2d
from torch.nn import functional as F

# One picture of one channel:   1  2  3  4
#                               5  6  7  8
#                               9 10 11 12
TWELVE = torch.arange(1.0, 13.0).reshape(1, 1, 3, 4)
# Two pictures of two channels: the twelve numbers, and 10, 100 and 1000 times as much.
FACTORS = torch.tensor([1.0, 10.0, 100.0, 1000.0]).reshape(2, 2, 1, 1)
FOUR = FACTORS * TWELVE
pools = pytest.mark.parametrize("kind", ["max", "avg"])


def pool(kind, *arguments, **settings):
    """Your pooling of this kind."""
    return (max_pool2d if kind == "max" else avg_pool2d)(*arguments, **settings)


def right(kind, *arguments):
    """PyTorch's own answer."""
    function = F.max_pool2d if kind == "max" else F.avg_pool2d
    return by_pytorch(function, *arguments)


def agrees(kind, images, kernel_size, stride=None):
    """The numbers and the dtype are those of PyTorch's own pooling."""
    truth = right(kind, images, kernel_size, stride)
    mine = pool(kind, images, kernel_size, stride=stride)
    same(mine, truth, "PyTorch's own pooling says so.", given=images)


def makes(kind, result, kernel_size, stride=None, *, images=TWELVE):
    """`result` is what becomes of the first channel; each other has a factor of its own."""
    images = FACTORS * images
    settings = {} if stride is None else {"stride": stride}
    why = f"kernel_size is {kernel_size}" + (f", stride is {stride}" if settings else "")
    yours, truth = pool(kind, images, kernel_size, **settings), FACTORS * torch.tensor(result)
    same(yours, truth, f"{why}: two pictures of two channels.", given=images)


def test_largest_of_each_channel():
    makes("max", [[12]], (3, 4))


@pytest.mark.parametrize(
    ("kernel_size", "result"), [(2, [[10, 12, 14, 16], [26, 28, 30, 32]]), (4, [[28, 32]])]
)
def test_no_two_windows_share_a_pixel(kernel_size, result):
    makes("max", result, kernel_size, images=torch.arange(1.0, 33.0).reshape(1, 1, 4, 8))


def test_rows_and_columns_left_over_are_dropped():
    images = torch.arange(1.0, 36.0).reshape(1, 1, 5, 7)  # windows of 3 leave 2 rows and 1 column

    makes("max", [[17, 20]], 3, images=images)


def test_largest_number_may_be_negative():
    makes("max", [[-1, -3]], 2, images=-TWELVE)


@pytest.mark.parametrize(
    ("kernel_size", "stride", "result"), [(2, 1, [[6, 7, 8], [10, 11, 12]]), (3, 1, [[11, 12]])]
)
def test_windows_may_overlap(kernel_size, stride, result):
    makes("max", result, kernel_size, stride)


@pytest.mark.parametrize(
    ("kernel_size", "stride", "result"), [(1, 3, [[-19, -16]]), (1, 2, [[-19, -17], [-11, -9]])]
)
def test_windows_may_leave_gaps(kernel_size, stride, result):
    makes("max", result, kernel_size, stride, images=TWELVE - 20)


@pytest.mark.parametrize(
    ("kernel_size", "stride", "result"),
    [
        ((3, 1), None, [[3, 4, 5, 6]]),
        ((2, 1), 2, [[-1, 1]]),
        (2, (1, 2), [[0, 2], [4, 6]]),
        ((1, 2), (2, 1), [[-4, -3, -2], [4, 5, 6]]),
    ],
)
def test_largest_with_pairs(kernel_size, stride, result):
    makes("max", result, kernel_size, stride, images=TWELVE - 6)


def test_mean_of_two_rows_and_columns():
    makes("avg", [[3.5, 4.5, 5.5], [7.5, 8.5, 9.5]], 2, 1)  # the first one: of 1 2 5 6


def test_mean_of_each_channel():
    makes("avg", [[6.5]], (3, 4))


def test_windows_of_means_stand_side_by_side():
    images = torch.arange(1.0, 16.0).reshape(1, 1, 3, 5)

    makes("avg", [[4, 6]], 2, images=images)  # a row and a column are left over


@pytest.mark.parametrize(
    ("kernel_size", "stride", "result"),
    [
        (3, 2, [[6]]),
        (1, 2, [[1, 3], [9, 11]]),
        ((1, 4), None, [[2.5], [6.5], [10.5]]),
        ((2, 1), (1, 3), [[3, 6], [7, 10]]),
        ((1, 2), (2, 1), [[1.5, 2.5, 3.5], [9.5, 10.5, 11.5]]),
    ],
)
def test_mean_with_stride_and_pairs(kernel_size, stride, result):
    makes("avg", result, kernel_size, stride)


@pools
def test_float64_stays_float64(kind):
    agrees(kind, some(1, 2, 4, 6, dtype=torch.float64), 2)


@pools
def test_numbers_may_lie_in_any_order_in_memory(kind):
    agrees(kind, some(1, 3, 6, 4).mT, 2)


@pools
def test_pictures_are_left_as_they_were(kind):
    images = some(1, 2, 6, 4)
    before = images.clone()

    agrees(kind, images, 2)
    unchanged(before, images, "the pictures")


@pytest.mark.weight(2)
@pytest.mark.parametrize(("kernel_size", "stride"), [(3, None), (2, 1), ((2, 3), (1, 2))])
@pools
def test_gradient_goes_where_the_numbers_came_from(kind, kernel_size, stride):
    images, twin = (some(2, 2, 6, 7).requires_grad_() for _ in range(2))

    go_back(pool(kind, images, kernel_size, stride=stride))

    by_pytorch(lambda: go_back(right(kind, twin, kernel_size, stride)))
    assert images.grad is not None, "No gradient comes back: where are the pictures cut off?"
    same(images.grad, twin.grad, "The gradient of the pictures, by PyTorch.")


@pytest.mark.parametrize(
    ("what", "kernel_size", "stride"),
    [
        ("A window of 4 rows does not fit on 3.", (4, 2), 1),
        ("A window of 5 columns does not fit on 4.", (2, 5), 1),
        ("With a stride of 0, nothing moves.", 2, 0),
        ("With a horizontal stride of 0, nothing moves.", 2, (2, 0)),
        ("A window of 0 pixels holds nothing.", 0, 1),
    ],
)
@pools
def test_impossible_windows_are_refused(kind, what, kernel_size, stride):
    with refused(what):
        pool(kind, TWELVE, kernel_size, stride=stride)
    agrees(kind, TWELVE, 2)


@pytest.mark.weight(2)
@pytest.mark.parametrize(
    ("shape", "kernel_size", "stride"),
    [
        ((3, 2, 7, 5), 2, None),
        ((2, 2, 6, 8), 4, 2),
        ((1, 3, 4, 9), (2, 3), None),
        ((2, 2, 7, 8), (2, 3), (1, 2)),
        ((3, 1, 8, 6), 2, 2),
    ],
)
@pools
def test_all_together(kind, shape, kernel_size, stride):
    agrees(kind, some(*shape), kernel_size, stride)


@pytest.mark.parametrize("shape", [(2, 1, 3, 4), (2, 2, 3, 2), (3, 2, 2, 1)])
def test_each_picture_becomes_one_row(shape):
    numbers = torch.arange(1.0, 1 + shape[0] * shape[1] * shape[2] * shape[3])

    pictures, rows = numbers.reshape(shape), torch.stack(numbers.chunk(shape[0]))
    same(flatten(pictures), rows, "Counted channel by channel, row by row.", given=pictures)


@pytest.mark.parametrize("shape", [(1, 2, 2, 1), (1, 4, 1, 1)])
def test_one_picture_is_still_a_batch(shape):
    numbers = torch.arange(1.0, 5.0)
    picture = numbers.reshape(shape)

    same(flatten(picture), torch.stack([numbers]), "One picture, one row.", given=picture)


def test_turned_pictures_become_rows():
    images = torch.arange(1.0, 13.0, dtype=torch.float64).reshape(1, 2, 3, 2).mT
    before = images.clone()

    row = torch.tensor([[1, 3, 5, 2, 4, 6, 7, 9, 11, 8, 10, 12]], dtype=torch.float64)
    same(flatten(images), row, "1 3 5 is the first row of the first channel.", given=images)
    unchanged(before, images, "the pictures")
