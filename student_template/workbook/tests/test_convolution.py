"""Your tests of `convolution.py`: every truth here can be worked out with a pencil."""

import torch
from convolution import Conv2d, conv2d, output_size, sliding_windows
from grids import refused, same

# One picture of one channel:   1 2 3
#                               4 5 6
#                               7 8 9
NINE = torch.arange(1.0, 10.0).reshape(1, 1, 3, 3)


def kernel(*rows):
    """A weight of one output channel and one input channel."""
    return torch.tensor([[rows]])


def test_number_of_windows():
    same(output_size(938, 4), 935, "How many places has a window of 4 on a side of 938?")
    same(output_size(3, 3), 1, "A window as large as the side has one place to stand.")


def test_stride_and_padding_are_counted():
    same(output_size(7, 3, stride=2), 3, "Windows of 3 on 7 pixels start at 0, 2 and 4.")
    same(output_size(8, 3, stride=2), 3, "On 8 pixels, the window that sticks out is dropped.")
    same(output_size(5, 3, padding=1), 5, "Padding adds a pixel at both ends.")


def test_impossible_sizes_are_refused():
    with refused("A window of 4 does not fit on a side of 3."):
        output_size(3, 4)
    with refused("With a stride of 0, nothing moves."):
        output_size(3, 2, stride=0)


def test_windows_are_pieces_of_the_picture():
    pieces = [[[[1, 2], [4, 5]], [[2, 3], [5, 6]]], [[[4, 5], [7, 8]], [[5, 6], [8, 9]]]]

    windows = sliding_windows(NINE, 2)

    same(windows, [[pieces]], "[0, 0, i, j] is the window in row i, column j.", given=NINE)


def test_windows_move_by_the_stride():
    windows = sliding_windows(NINE, (1, 2), stride=(2, 1))

    pieces = [[[[1, 2]], [[2, 3]]], [[[7, 8]], [[8, 9]]]]
    same(windows, [[pieces]], "Two rows down, or one column to the right.", given=NINE)


def test_kernel_is_laid_on_as_it_is():
    result = conv2d(NINE, kernel([1.0, 10.0]))

    why = "The kernel 1 10 on the window 1 2: 1 × 1 + 10 × 2 = 21, and so on."
    same(result, [[[[21, 32], [54, 65], [87, 98]]]], why, given=NINE)


def test_all_input_channels_count():
    images = torch.cat([NINE, 10 * NINE], dim=1)
    weight = torch.tensor([1.0, 2.0]).reshape(1, 2, 1, 1)

    why = "The second channel is 10 times the first, and counts twice: 1 + 2 × 10 = 21 times."
    same(conv2d(images, weight), 21 * NINE, why, given=images)


def test_every_kernel_makes_a_channel():
    weight = torch.tensor([1.0, -1.0]).reshape(2, 1, 1, 1)
    bias = torch.tensor([0.0, 100.0])

    result = conv2d(NINE, weight, bias)

    why = "The first kernel copies the picture, the second one turns x into 100 − x."
    same(result, torch.cat([NINE, 100 - NINE], dim=1), why, given=NINE)


def test_padding_is_a_frame_of_zeros():
    seven = torch.full((1, 1, 1, 1), 7.0)

    result = conv2d(seven, kernel([1.0]), padding=1)

    same(result, [[[[0, 0, 0], [0, 7, 0], [0, 0, 0]]]], "One pixel, framed.", given=seven)


def test_stride_is_the_step_of_the_kernel():
    result = conv2d(NINE, kernel([1.0]), stride=2)

    same(result, [[[[1, 3], [7, 9]]]], "Every second row and column.", given=NINE)


def test_channels_have_to_match():
    with refused("A kernel for 2 channels does not fit a picture of 1."):
        conv2d(NINE, torch.ones(1, 2, 1, 1))


def test_gradient_reaches_the_kernel():
    weight = kernel([1.0]).requires_grad_()

    conv2d(NINE, weight).sum().backward()

    assert weight.grad is not None, "No gradient came back: was the weight cut off?"
    same(weight.grad, [[[[45]]]], "The kernel saw 1 + 2 + … + 9 = 45.", given=NINE)


def test_layer_has_the_parameters_of_pytorch():
    layer = Conv2d(3, 5, kernel_size=(4, 2))
    shapes = {name: tuple(value.shape) for name, value in layer.state_dict().items()}

    assert shapes == {"weight": (5, 3, 4, 2), "bias": (5,)}, f"The parameters are {shapes}."
    assert set(Conv2d(3, 5, 4, bias=False).state_dict()) == {"weight"}, "Without a bias, no `bias`."


def test_layer_convolves_with_its_parameters():
    layer = Conv2d(1, 1, kernel_size=(1, 2))

    layer.load_state_dict({"weight": kernel([1.0, 10.0]), "bias": torch.tensor([1000.0])})

    why = "The kernel 1 10 and the bias 1000: 1 × 1 + 10 × 2 + 1000 = 1021, and so on."
    same(layer(NINE), [[[[1021, 1032], [1054, 1065], [1087, 1098]]]], why, given=NINE)
