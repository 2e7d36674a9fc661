"""Your tests of `convolution.py`: truths for a pencil first, PyTorch's own answers last.

A test's weight says for how much it stands in the forecast of `check.py`; 1, unless it says more.
"""

import pytest
import torch
from convolution import Conv2d, conv2d, output_size, sliding_windows
from grids import by_pytorch, go_back, has_shape, refused, same, some, unchanged
from torch import nn
from torch.nn import functional as F

# One picture of one channel:   1  -2   3  -4
#                               5  -6   7  -8
#                               9 -10  11 -12
TWELVE = torch.tensor([[[[1.0, -2, 3, -4], [5, -6, 7, -8], [9, -10, 11, -12]]]])
TWO_CHANNELS = torch.cat([TWELVE, 10 * TWELVE], dim=1)
ONE = torch.ones(1, 1, 1, 1)  # a kernel that copies
NAMES = "images", "weight", "bias"


def kernel(*rows):
    """A weight of one output channel and one input channel."""
    return torch.tensor([[rows]])


def test_number_of_windows():
    same(output_size(30, 4), 27, "How many places has a window of 4 on a side of 30?")
    same(output_size(9, 2), 8, "How many places has a window of 2 on a side of 9?")


def test_stride_is_counted():
    same(output_size(9, 3, 2), 4, "Windows of 3 on 9 pixels start at 0, 2, 4 and 6.")
    same(output_size(10, 1, 3), 4, "Windows of 1 on 10 pixels start at 0, 3, 6 and 9.")


def test_window_that_sticks_out_is_dropped():
    same(output_size(10, 3, 2), 4, "On 10 pixels, a window of 3 that starts at 8 sticks out.")
    same(output_size(11, 4, 5), 2, "On 11 pixels, a window of 4 that starts at 10 sticks out.")
    same(output_size(15, 3, 4), 4, "Windows of 3 on 15 pixels start at 0, 4, 8 and 12.")


def test_padding_makes_the_side_longer():
    same(output_size(5, 3, padding=1), 5, "Padding adds a pixel at both ends.")
    same(output_size(6, 2, padding=3), 11, "With 3 more pixels at each end, 6 become 12.")


def test_window_may_fill_the_side():
    same(output_size(3, 3), 1, "A window as large as the side has one place to stand.")
    same(output_size(5, 4), 2, "A window of 4 has two places on a side of 5.")
    same(output_size(2, 4, 1, 1), 1, "With padding 1, a side of 2 has room for a window of 4.")


def test_stride_and_padding_together():
    for numbers, windows in {(20, 3, 2, 1): 10, (17, 5, 4, 2): 5, (9, 2, 1, 3): 14}.items():
        same(output_size(*numbers), windows, f"Count them: output_size{numbers}.")


@pytest.mark.parametrize(
    ("what", "numbers"),
    [
        ("A window of 4 does not fit on a side of 3.", (3, 4)),
        ("A window of 9 does not fit on 3 pixels with 2 more at each end.", (3, 9, 1, 2)),
        ("With a stride of 0, nothing moves.", (3, 2, 0)),
        ("A stride of -2 leads out of the picture.", (3, 2, -2)),
        ("A window of 0 pixels holds nothing.", (5, 0)),
        ("There is no padding of -1.", (5, 3, 1, -1)),
    ],
)
def test_impossible_sizes_are_refused(what, numbers):
    with refused(what):
        output_size(*numbers)
    same(output_size(10, 3), 8, "What is possible is not refused.")


def places_hold(images, kernel_size, stride, shape, *places):
    """Each (i, j, top, left): the window [.., i, j] is the piece of the picture that starts there.
    `shape` is that of all windows, without pictures and channels."""
    windows = sliding_windows(images, kernel_size, stride=stride)
    high, wide = shape[2:]
    has_shape(windows, (*images.shape[:2], *shape))
    for i, j, top, left in places:
        piece = images[:, :, top : top + high, left : left + wide]
        same(windows[:, :, i, j], piece, f"The windows in row {i}, column {j}.", given=images)


@pytest.mark.parametrize(
    ("kernel_size", "shape"), [(2, (3, 4, 2, 2)), ((2, 4), (3, 2, 2, 4)), ((3, 1), (2, 5, 3, 1))]
)
def test_windows_are_pieces_of_the_picture(kernel_size, shape):
    corner = shape[0] - 1, shape[1] - 1

    places_hold(some(3, 2, 4, 5), kernel_size, 1, shape, (0, 0, 0, 0), (1, 0, 1, 0), corner * 2)


@pytest.mark.parametrize(
    ("stride", "shape", "place"),
    [
        (2, (3, 4, 2, 1), (2, 3, 4, 6)),
        (4, (2, 2, 2, 1), (1, 1, 4, 4)),
        ((3, 1), (2, 7, 2, 1), (1, 5, 3, 5)),
        ((1, 2), (5, 4, 2, 1), (4, 2, 4, 4)),
    ],
)
def test_windows_move_by_the_stride(stride, shape, place):
    places_hold(some(1, 3, 6, 7), (2, 1), stride, shape, (0, 0, 0, 0), place)


@pytest.mark.parametrize(("kernel_size", "shape"), [(1, (3, 4, 1, 1)), ((3, 4), (1, 1, 3, 4))])
def test_window_may_be_a_pixel_or_the_whole_picture(kernel_size, shape):
    places_hold(some(2, 2, 3, 4), kernel_size, 1, shape, (0, 0, 0, 0))


def test_windows_of_a_turned_picture():
    images = some(1, 2, 5, 4, dtype=torch.float64).mT  # in memory, its columns are the rows
    before = images.clone()

    places_hold(images, (2, 3), 1, (3, 3, 2, 3), (0, 0, 0, 0), (2, 1, 2, 1))
    unchanged(before, images, "the pictures")


@pytest.mark.parametrize(
    ("what", "kernel_size", "stride"),
    [
        ("A window of 4 rows does not fit on 3.", (4, 1), 1),
        ("A window of 5 columns does not fit on 4.", (1, 5), 1),
        ("With a stride of 0, nothing moves.", 2, 0),
        ("A window of 0 pixels holds nothing.", 0, 1),
    ],
)
def test_impossible_windows_are_refused(what, kernel_size, stride):
    with refused(what):
        sliding_windows(TWELVE, kernel_size, stride=stride)
    places_hold(TWO_CHANNELS, 2, 1, (2, 3, 2, 2), (0, 1, 0, 1), (1, 2, 1, 2))


def test_kernel_is_laid_on_as_it_is():
    why = "The kernel 1 10 on the window 1 -2: 1 × 1 + 10 × -2 = -19, and so on."
    result = [[-19, 28, -37], [-55, 64, -73], [-91, 100, -109]]
    same(conv2d(TWELVE, kernel([1.0, 10.0])), [[result]], why, given=TWELVE)

    why = "1 above 10 on the window 1 above 5: 1 × 1 + 10 × 5 = 51, and so on."
    result = [[51, -62, 73, -84], [95, -106, 117, -128]]
    same(conv2d(TWELVE, kernel([1.0], [10.0])), [[result]], why, given=TWELVE)


def test_every_weight_looks_at_its_own_pixel():
    result = conv2d(TWELVE, kernel([1.0, 10.0], [100.0, 1000.0]))

    why = "The window 1 -2 / 5 -6 gives 1 × 1 + 10 × -2 + 100 × 5 + 1000 × -6 = -5519, and so on."
    truth = [[-5519, 6428, -7337], [-9155, 10064, -10973]]
    same(result, [[truth]], why, given=TWELVE)


def test_window_is_summed():
    two = torch.cat([TWELVE, 10 * TWELVE])

    why = "A kernel of ones adds up: 1 - 2 + 3 + 5 - 6 + 7 = 8, and so on."
    result = [[[[8, -10], [16, -18]]], [[[80, -100], [160, -180]]]]
    same(conv2d(two, torch.ones(1, 1, 2, 3)), result, why, given=two)


def test_all_input_channels_count():
    weight = torch.tensor([1.0, 2.0]).reshape(1, 2, 1, 1)

    why = "The second channel is 10 times the first, and counts twice: 1 + 2 × 10 = 21 times."
    same(conv2d(TWO_CHANNELS, weight), 21 * TWELVE, why, given=TWO_CHANNELS)


def test_every_kernel_makes_a_channel():
    weight = torch.tensor([1.0, -1.0, 3.0]).reshape(3, 1, 1, 1)

    why = "The first kernel copies the picture, the second turns its signs, the third trebles it."
    truth = torch.cat([TWELVE, -TWELVE, 3 * TWELVE], dim=1)
    same(conv2d(TWELVE, weight), truth, why, given=TWELVE)


def test_first_axis_of_the_weight_is_the_output():
    weight = torch.tensor([[1.0, 2.0], [3.0, 4.0]]).reshape(2, 2, 1, 1)

    why = "Kernel 0 is weight[0] = 1 2: it makes 1 + 2 × 10 = 21 times the picture; kernel 1: 43."
    truth = torch.cat([21 * TWELVE, 43 * TWELVE], dim=1)
    same(conv2d(TWO_CHANNELS, weight), truth, why, given=TWO_CHANNELS)


def test_every_picture_of_a_batch_counts():
    two = torch.cat([TWELVE, 100 * TWELVE])

    why = "Two pictures go in: both should come out, doubled and, in the second channel, trebled."
    channels = torch.cat([2 * TWELVE, 3 * TWELVE], dim=1)
    truth = torch.cat([channels, 100 * channels])
    same(conv2d(two, torch.cat([2 * ONE, 3 * ONE])), truth, why, given=two)


def test_bias_is_added_to_its_channel():
    images, bias = some(2, 3, 2, 4), torch.tensor([5.0, -7.0])

    why = "All weights are 0, so what comes is the bias: 5 in the first channel, -7 in the second."
    truth = torch.stack([torch.full((2, 2, 4), 5.0), torch.full((2, 2, 4), -7.0)], dim=1)
    same(conv2d(images, torch.zeros(2, 3, 1, 1), bias), truth, why, given=images)


def test_there_may_be_no_bias():
    why = "Without a bias, three times the picture."
    same(conv2d(TWELVE, 3 * ONE), 3 * TWELVE, why, given=TWELVE)
    same(conv2d(TWELVE, 3 * ONE, None), 3 * TWELVE, "The bias is None.", given=TWELVE)


@pytest.mark.parametrize("stride", [2, 4, (1, 3), (3, 1)])
def test_stride_is_the_step_of_the_kernel(stride):
    images = torch.arange(-17.0, 18.0).reshape(1, 1, 5, 7)

    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    why = f"-17 to 17 in rows of seven, and a kernel that looks to the right; stride {stride}."
    truth = images[:, :, ::down, 1::right]
    same(conv2d(images, kernel([0.0, 1.0]), stride=stride), truth, why, given=images)


@pytest.mark.parametrize("padding", [1, 2, (1, 0), (1, 3)])
def test_padding_is_a_frame_of_zeros(padding):
    down, right = padding if isinstance(padding, tuple) else (padding, padding)
    framed = torch.zeros(1, 1, 3 + 2 * down, 4 + 2 * right)
    framed[:, :, down : down + 3, right : right + 4] = TWELVE

    why = f"A picture with a frame, by a kernel that copies: padding {padding}."
    same(conv2d(TWELVE, ONE, padding=padding), framed, why, given=TWELVE)


def test_kernel_may_be_larger_than_the_picture_without_its_frame():
    why = "With padding 1, 5 × 5 ones have room in two places. All pixels together are -6."
    answer = conv2d(TWELVE, torch.ones(1, 1, 5, 5), padding=1)
    same(answer, [[[[-6, -6]]]], why, given=TWELVE)


def test_kernel_may_cover_the_picture():
    images, weight = some(3, 2, 2, 3), some(2, 2, 2, 3)

    truth = (images[:, None] * weight).sum((2, 3, 4))[:, :, None, None]
    same(conv2d(images, weight), truth, "One number for each picture and kernel.", given=images)


def agrees(*arguments, given):
    """The numbers and the dtype are those of PyTorch's own convolution."""
    truth = by_pytorch(F.conv2d, *arguments)
    same(conv2d(*arguments), truth, "PyTorch's own convolution says so.", given=given)


def test_float64_stays_float64():
    images, weight, bias = (some(*shape, dtype=torch.float64) for shape in [
        (2, 2, 4, 5), (3, 2, 2, 3), (3,)])  # fmt: skip

    agrees(images, weight, bias, given=images)


def test_numbers_may_lie_in_any_order_in_memory():
    images, weight = some(2, 2, 5, 4).mT, some(3, 2, 2, 3).mT

    agrees(images, weight, given=images)


def test_inputs_are_left_as_they_were():
    images, weight, bias = some(1, 3, 3, 5), some(2, 3, 2, 2), some(2)
    before = [each.clone() for each in (images, weight, bias)]

    agrees(images, weight, bias, given=images)
    for was, now, name in zip(before, (images, weight, bias), NAMES, strict=True):
        unchanged(was, now, f"`{name}`")


@pytest.mark.weight(3)
@pytest.mark.parametrize(("stride", "padding"), [(1, 0), ((1, 2), (2, 1))])
def test_gradients_flow_back(stride, padding):
    shapes = [(2, 2, 5, 6), (3, 2, 2, 3), (3,)]
    mine, truth = ([some(*shape).requires_grad_() for shape in shapes] for _ in range(2))

    go_back(conv2d(*mine, stride, padding))

    by_pytorch(lambda: go_back(F.conv2d(*truth, stride, padding)))
    for name, leaf, right in zip(NAMES, mine, truth, strict=True):
        assert leaf.grad is not None, f"No gradient comes back to `{name}`: where is it cut off?"
        same(leaf.grad, right.grad, f"The gradient of `{name}`, by PyTorch.")


@pytest.mark.parametrize(
    ("what", "weight_shape", "settings"),
    [
        ("A kernel of 4 rows does not fit on 3.", (1, 2, 4, 1), {}),
        ("A kernel of 7 columns does not fit on 6.", (1, 2, 1, 7), {"padding": (0, 1)}),
        ("With a stride of 0, nothing moves.", (1, 2, 1, 1), {"stride": 0}),
        ("With a horizontal stride of 0, nothing moves.", (1, 2, 1, 1), {"stride": (2, 0)}),
        ("There is no padding of -2.", (1, 2, 1, 1), {"padding": -2}),
        ("A kernel for 3 channels does not fit a picture of 2.", (1, 3, 1, 1), {}),
        ("A kernel for 1 channel does not fit a picture of 2.", (1, 1, 2, 2), {}),
    ],
)
def test_what_does_not_fit_is_refused(what, weight_shape, settings):
    with refused(what):
        conv2d(TWO_CHANNELS, torch.ones(weight_shape), **settings)
    agrees(TWO_CHANNELS, some(3, 2, 1, 1), given=TWO_CHANNELS)  # what fits is not refused


@pytest.mark.weight(4)
@pytest.mark.parametrize(
    ("images", "weight", "stride", "padding", "has_bias"),
    [
        ((2, 3, 7, 8), (4, 3, 2, 3), (1, 2), (2, 1), True),
        ((3, 2, 9, 7), (2, 2, 3, 3), 2, 0, True),
        ((2, 3, 5, 3), (4, 3, 1, 1), 1, 3, True),
        ((1, 3, 5, 7), (2, 3, 2, 2), 1, 0, False),
        ((3, 2, 8, 5), (3, 2, 3, 3), 2, 1, True),
        ((2, 2, 6, 10), (3, 2, 2, 3), (2, 1), (0, 2), True),
        ((2, 2, 9, 8), (5, 2, 2, 3), 3, (1, 0), False),
        ((3, 2, 7, 6), (4, 2, 4, 2), (2, 3), 1, True),
    ],
)
def test_all_together(images, weight, stride, padding, has_bias):
    bias = some(weight[0]) if has_bias else None
    pictures = some(*images)

    agrees(pictures, some(*weight), bias, stride, padding, given=pictures)


def layers(*arguments, **settings):
    """Your layer and PyTorch's, with the same parameters."""
    mine, truth = Conv2d(*arguments, **settings), nn.Conv2d(*arguments, **settings)
    shapes, right = ({name: tuple(value.shape) for name, value in layer.state_dict().items()}
                     for layer in (mine, truth))  # fmt: skip
    assert shapes == right, f"The state dict has {shapes}; it should have {right}, as PyTorch's."
    mine.load_state_dict(truth.state_dict())
    return mine, truth


def test_new_layer_convolves_with_its_own_parameters():
    layer, images = Conv2d(2, 5, kernel_size=1), some(3, 2, 2, 4)
    parameters = {name: tuple(value.shape) for name, value in layer.named_parameters()}

    wanted = {"weight": (5, 2, 1, 1), "bias": (5,)}
    assert parameters == wanted, f"The parameters are {parameters}; they should be {wanted}."
    assert all(value.isfinite().all() for value in layer.parameters()), (
        "Some of a new layer's parameters are no numbers (NaN or infinite)."
    )
    assert layer.weight.max() - layer.weight.min() > 1e-4, "All weights of a new layer are equal."
    truth = by_pytorch(F.conv2d, images, layer.weight, layer.bias)
    same(layer(images), truth, "PyTorch's convolution with your layer's parameters.", given=images)


@pytest.mark.weight(2)
@pytest.mark.parametrize("bias", [True, False])
def test_layer_takes_the_parameters_of_pytorch(bias):
    (mine, truth), images = layers(2, 3, 1, bias=bias), some(2, 2, 3, 5)

    same(mine(images), by_pytorch(truth, images), "PyTorch's layer says so.", given=images)


@pytest.mark.parametrize(
    "settings",
    [{"kernel_size": (3, 1)}, {"kernel_size": 3, "stride": (2, 1)},
     {"kernel_size": 2, "padding": (1, 3)}],
)  # fmt: skip
def test_settings_of_the_layer_arrive(settings):
    (mine, truth), images = layers(3, 2, **settings), some(1, 3, 6, 5)

    same(mine(images), by_pytorch(truth, images), "PyTorch's layer says so.", given=images)


@pytest.mark.weight(2)
def test_layer_can_learn():
    (mine, truth), images = layers(2, 3, 3, stride=2), some(2, 2, 6, 8)

    go_back(mine(images))

    by_pytorch(lambda: go_back(truth(images)))
    for (name, leaf), right in zip(mine.named_parameters(), truth.parameters(), strict=True):
        assert leaf.grad is not None, f"No gradient comes back to the layer's `{name}`."
        same(leaf.grad, right.grad, f"The gradient of `{name}`, by PyTorch.")


@pytest.mark.parametrize(
    ("what", "channels", "settings"),
    [
        ("A kernel of 5 columns does not fit on 4.", 2, {"kernel_size": (1, 5)}),
        ("A kernel of 0 pixels holds nothing.", 2, {"kernel_size": 0}),
        ("With a stride of 0, nothing moves.", 2, {"kernel_size": 1, "stride": 0}),
        ("There is no padding of -2.", 2, {"kernel_size": 1, "padding": -2}),
        ("A layer for 3 channels does not fit a picture of 2.", 3, {"kernel_size": 1}),
    ],
)
def test_layer_refuses_what_does_not_fit(what, channels, settings):
    with refused(what):
        Conv2d(channels, 2, **settings)(TWO_CHANNELS)
    mine, truth = layers(2, 3, 1)
    why = "What fits is not refused: PyTorch's layer makes this."
    same(mine(TWO_CHANNELS), by_pytorch(truth, TWO_CHANNELS), why, given=TWO_CHANNELS)


@pytest.mark.weight(2)
@pytest.mark.parametrize(
    ("stride", "padding", "bias"), [((1, 2), (2, 1), True), (2, 0, True), (1, 1, False)]
)
def test_layer_altogether(stride, padding, bias):
    settings = {"kernel_size": (2, 3), "stride": stride, "padding": padding, "bias": bias}
    (mine, truth), images = layers(2, 4, **settings), some(3, 2, 7, 9)

    same(mine(images), by_pytorch(truth, images), "PyTorch's layer says so.", given=images)
