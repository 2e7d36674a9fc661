"""Your tests of `convolution.py`: every truth here can be worked out with a pencil."""

import pytest
import torch
from convolution import Conv2d, conv2d, output_size, sliding_windows

SENTENCE = r"\w+"  # the words of an error are yours to choose

# One picture of one channel:   1 2 3
#                               4 5 6
#                               7 8 9
NINE = torch.arange(1.0, 10.0).reshape(1, 1, 3, 3)


def kernel(*rows):
    """A weight of one output channel and one input channel."""
    return torch.tensor([[rows]])


def test_windows_are_counted():
    assert output_size(938, 4) == 935, "How many places has a window of 4 on a side of 938?"
    assert output_size(3, 3) == 1, "A window as large as the side has one place to stand."


def test_stride_and_padding_are_counted():
    assert output_size(7, 3, stride=2) == 3, "Windows of 3 on 7 pixels start at 0, 2 and 4."
    assert output_size(8, 3, stride=2) == 3, "The window that sticks out is dropped."
    assert output_size(5, 3, padding=1) == 5, "Padding adds a pixel at both ends."


def test_impossible_sizes_are_refused():
    with pytest.raises(ValueError, match=SENTENCE):
        output_size(3, 4)
    with pytest.raises(ValueError, match=SENTENCE):
        output_size(3, 2, stride=0)


def test_windows_are_pieces_of_the_picture():
    windows = sliding_windows(NINE, 2)

    assert tuple(windows.shape) == (1, 1, 2, 2, 2, 2), f"The shape is {tuple(windows.shape)}."
    assert windows[0, 0, 0, 0].tolist() == [[1, 2], [4, 5]], "The window at the upper left."
    assert windows[0, 0, 0, 1].tolist() == [[2, 3], [5, 6]], "The window at the upper right."
    assert windows[0, 0, 1, 0].tolist() == [[4, 5], [7, 8]], "The window at the lower left."


def test_windows_move_by_the_stride():
    windows = sliding_windows(NINE, (1, 2), stride=(2, 1))

    assert windows[0, 0].tolist() == [[[[1, 2]], [[2, 3]]], [[[7, 8]], [[8, 9]]]]


def test_kernel_is_laid_on_as_it_is():
    result = conv2d(NINE, kernel([1.0, 10.0]))

    # 1 × 1 + 10 × 2 = 21, and so on.
    assert result.tolist() == [[[[21, 32], [54, 65], [87, 98]]]]


def test_all_input_channels_count():
    images = torch.cat([NINE, 10 * NINE], dim=1)
    weight = torch.tensor([1.0, 2.0]).reshape(1, 2, 1, 1)

    # 1 + 2 × 10 = 21 times each number.
    assert torch.equal(conv2d(images, weight), 21 * NINE)


def test_every_kernel_makes_a_channel():
    weight = torch.tensor([1.0, -1.0]).reshape(2, 1, 1, 1)
    bias = torch.tensor([0.0, 100.0])

    result = conv2d(NINE, weight, bias)

    assert tuple(result.shape) == (1, 2, 3, 3), f"The shape is {tuple(result.shape)}."
    assert torch.equal(result[:, :1], NINE), "The first kernel copies the picture."
    assert torch.equal(result[:, 1:], 100 - NINE), "The second one turns it into 100 − x."


def test_padding_is_a_frame_of_zeros():
    result = conv2d(torch.full((1, 1, 1, 1), 7.0), kernel([1.0]), padding=1)

    assert result.tolist() == [[[[0, 0, 0], [0, 7, 0], [0, 0, 0]]]]


def test_kernel_moves_by_the_stride():
    result = conv2d(NINE, kernel([1.0]), stride=2)

    assert result.tolist() == [[[[1, 3], [7, 9]]]]


def test_channels_have_to_match():
    with pytest.raises(ValueError, match=SENTENCE):
        conv2d(NINE, torch.ones(1, 2, 1, 1))


def test_gradient_reaches_the_kernel():
    weight = kernel([1.0]).requires_grad_()

    conv2d(NINE, weight).sum().backward()

    assert weight.grad is not None, "No gradient came back: was the weight cut off?"
    assert weight.grad.item() == 45, "The kernel saw 1 + 2 + … + 9 = 45."


def test_layer_has_the_parameters_of_pytorch():
    layer = Conv2d(3, 5, kernel_size=(4, 2))
    shapes = {name: tuple(value.shape) for name, value in layer.state_dict().items()}

    assert shapes == {"weight": (5, 3, 4, 2), "bias": (5,)}, f"The parameters are {shapes}."
    assert set(Conv2d(3, 5, 4, bias=False).state_dict()) == {"weight"}, "Without a bias, no `bias`."


def test_layer_convolves_with_its_parameters():
    layer = Conv2d(1, 1, kernel_size=(1, 2))

    layer.load_state_dict({"weight": kernel([1.0, 10.0]), "bias": torch.tensor([1000.0])})

    assert layer(NINE).tolist() == [[[[1021, 1032], [1054, 1065], [1087, 1098]]]]
