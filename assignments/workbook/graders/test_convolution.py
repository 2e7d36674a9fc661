"""Hidden checks of `convolution`. Each isolates one idea, so that one mistake costs one check."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from autograder import expect


def normal(rng, *shape, dtype=torch.float32):
    """Random numbers, negative ones among them, no two alike."""
    return torch.randn(shape, generator=rng, dtype=dtype)


def counts(student, *sizes):
    """Each (size, kernel, stride[, padding], windows): all are asked before the first is judged,
    since a mistake is recognised by everything that it gets wrong."""
    answers = [student.output_size(*arguments) for *arguments, _ in sizes]
    for answer, (*_, windows) in zip(answers, sizes, strict=True):
        expect.integer(answer, windows)


def test_windows_are_counted(student):
    """The sides of the lesson's picture shrink as they do in the lesson, layer by layer."""
    # 5 channels of 932 × 1430 windows are the 6,663,800 numbers that the lesson flattens.
    counts(student, (938, 4, 935), (1436, 4, 1433), (935, 4, 932), (1433, 4, 1430))


def test_windows_a_stride_apart_are_counted(student):
    """A stride moves the window by more than one pixel; here the last window ends at the border."""
    counts(student, (7, 3, 2, 3), (11, 2, 3, 4), (13, 5, 4, 3), (16, 1, 5, 4))


def test_windows_that_stick_out_are_not_counted(student):
    """Where the stride does not come out even, the last, incomplete window is dropped."""
    counts(student, (8, 3, 2, 3), (6, 3, 2, 2), (9, 2, 4, 2), (10, 2, 5, 2), (14, 3, 4, 3))


def test_padding_is_counted(student):
    """Padding makes the side longer, at both of its ends."""
    sizes = [(7, 4, 1, 6), (9, 2, 2, 12), (5, 4, 3, 8)]
    for size, kernel_size, padding, windows in sizes:
        answer = student.output_size(size, kernel_size, padding=padding)
        expect.integer(answer, windows)


def test_largest_window_still_fits(student):
    """A window as large as the side, padding included, fits once; smaller ones fit more often."""
    counts(student, (6, 6, 1), (6, 5, 2), (8, 8, 3, 1), (4, 6, 1, 1, 1), (4, 5, 1, 1, 2))


def test_output_size_altogether(student, rng):
    """Sides, windows, strides and paddings of many sizes."""
    # What is left over of the side and of the padding makes room for one more window together.
    sizes = [(7, 2, 3, 2, 4), (9, 4, 3, 1, 3)]
    for _ in range(12):
        size, kernel_size, stride, padding = (
            int(torch.randint(low, high, (), generator=rng))
            for low, high in ((5, 40), (1, 6), (1, 5), (0, 4))
        )
        starts = range(-padding, size + padding - kernel_size + 1, stride)
        sizes.append((size, kernel_size, stride, padding, len(starts)))
    counts(student, *sizes)


@pytest.mark.parametrize(
    ("when", "arguments"),
    [
        ("the window is larger than the side", (4, 5)),
        ("the window is larger than the padded side", (4, 7, 1, 1)),
        ("the stride is 0", (4, 2, 0)),
        ("the stride is negative", (4, 2, -1)),
        ("the window has no pixels", (4, 0)),
        ("the padding is negative", (6, 2, 1, -1)),
    ],
)
def test_output_size_refuses_what_is_impossible(student, when, arguments):
    """Impossible sizes raise a ValueError; possible ones are counted."""
    with expect.raises(ValueError, when=when):
        student.output_size(*arguments)
    counts(student, (9, 4, 6), (7, 3, 5), (12, 2, 11))


WINDOW_AXES = ("picture", "channel", "row of windows", "column of windows", "row", "column")


def cut(images, kernel_size, stride=(1, 1)):
    """The truth of `sliding_windows`, cut out one by one."""
    (high, wide), (down, right) = kernel_size, stride
    tops = range(0, images.shape[2] - high + 1, down)
    lefts = range(0, images.shape[3] - wide + 1, right)
    rows = [torch.stack([images[:, :, i : i + high, j : j + wide] for j in lefts], 2) for i in tops]
    return torch.stack(rows, 2)


@pytest.mark.parametrize("kernel_size", [(2, 2), (3, 2), (1, 4)])
def test_windows_hold_their_pixels(student, rng, kernel_size):
    """Every window is a piece of the picture, in its right place."""
    images = normal(rng, 2, 3, 5, 6)

    size = 2 if kernel_size == (2, 2) else kernel_size
    answer = student.sliding_windows(images, size)
    expect.close(answer, cut(images, kernel_size), axes=WINDOW_AXES)


@pytest.mark.parametrize("stride", [2, 3, (2, 1), (1, 3)])
def test_windows_start_a_stride_apart(student, rng, stride):
    """The next window starts one stride further on; the vertical stride comes first."""
    images = normal(rng, 1, 2, 8, 7)

    steps = stride if isinstance(stride, tuple) else (stride, stride)
    answer = student.sliding_windows(images, (2, 3), stride)
    expect.close(answer, cut(images, (2, 3), steps), axes=WINDOW_AXES)


@pytest.mark.parametrize("kernel_size", [(1, 1), (4, 5)])
def test_smallest_and_largest_window(student, rng, kernel_size):
    """A window may be a single pixel, or the whole picture."""
    images = normal(rng, 3, 2, 4, 5)

    answer = student.sliding_windows(images, kernel_size)
    expect.close(answer, cut(images, kernel_size), axes=WINDOW_AXES)


def test_windows_of_any_memory_layout(student, rng):
    """Pictures whose numbers lie in another order in memory are cut too, and not changed."""
    images = normal(rng, 2, 5, 4, 3, dtype=torch.float64).permute(0, 3, 1, 2)

    answer = student.sliding_windows(images, (2, 3))
    expect.close(answer, cut(images, (2, 3)), axes=WINDOW_AXES)
    expect.inputs_unchanged(student)


@pytest.mark.parametrize(
    ("when", "kernel_size", "stride"),
    [
        ("the window is higher than the picture", (5, 2), 1),
        ("the window is wider than the picture", (2, 6), 1),
        ("the stride is 0", 2, 0),
        ("the window has no pixels", 0, 1),
    ],
)
def test_sliding_windows_refuses_what_is_impossible(student, rng, when, kernel_size, stride):
    """Impossible windows and strides raise a ValueError; possible ones do not."""
    images = normal(rng, 1, 2, 4, 5)

    with expect.raises(ValueError, when=when):
        student.sliding_windows(images, kernel_size, stride=stride)
    expect.close(student.sliding_windows(images, 2), cut(images, (2, 2)), axes=WINDOW_AXES)


def test_kernel_is_used_as_it_is(student, rng):
    """A kernel that looks one pixel to the right, or down, moves the picture the other way."""
    images = normal(rng, 1, 1, 4, 5)

    look_right = torch.tensor([[[[0.0, 1.0]]]])
    expect.close(student.conv2d(images, look_right), images[:, :, :, 1:])
    expect.close(student.conv2d(images, look_right.mT), images[:, :, 1:, :])


def test_each_weight_has_its_place(student, rng):
    """A kernel that looks at one place of its window only moves the picture by that much."""
    images = normal(rng, 1, 1, 4, 6)

    for row, column in [(0, 0), (0, 2), (1, 0), (1, 1)]:
        look_there = torch.zeros(1, 1, 2, 3)
        look_there[0, 0, row, column] = 1
        truth = images[:, :, row : row + 3, column : column + 4]
        expect.close(student.conv2d(images, look_there), truth)


def summed(images, high, wide):
    """The sum of each window, at stride 1."""
    return cut(images, (high, wide)).sum((-2, -1))


def test_window_is_added_up(student, rng):
    """A kernel of ones gives the sum of each window."""
    images = normal(rng, 2, 1, 4, 6)

    expect.close(student.conv2d(images, torch.ones(1, 1, 2, 3)), summed(images, 2, 3))


def test_input_channels_are_added_up(student, rng):
    """Every input channel counts, each with a weight of its own."""
    images, weight = normal(rng, 1, 3, 2, 4), normal(rng, 1, 3, 1, 1)

    first, second, third = (weight[0, c] * images[:, c] for c in range(3))
    expect.close(student.conv2d(images, weight), (first + second + third)[:, None])


def test_each_kernel_makes_a_channel(student, rng):
    """There are as many output channels as kernels, each made by its own kernel."""
    images, weight = normal(rng, 1, 1, 3, 5), normal(rng, 4, 1, 1, 1)

    truth = torch.cat([weight[o, 0, 0, 0] * images for o in range(4)], 1)
    expect.close(student.conv2d(images, weight), truth)


def test_weight_counts_output_channels_first(student, rng):
    """With as many channels out as in, the axes of the weight still have their order."""
    images, weight = normal(rng, 1, 3, 2, 5), normal(rng, 3, 3, 1, 1)

    pixels = images.flatten(2)
    expect.close(student.conv2d(images, weight), (weight[:, :, 0, 0] @ pixels).reshape(1, 3, 2, 5))


def test_pictures_of_a_batch_are_kept_apart(student, rng):
    """Each picture of a batch gets its own answer, in its own place."""
    images, weight = normal(rng, 3, 1, 2, 5), normal(rng, 2, 1, 1, 1)

    truth = torch.stack([image * weight[:, :, 0] for image in images])
    expect.close(student.conv2d(images, weight), truth)


def test_bias_is_added_once(student, rng):
    """Each output channel gets its own bias, however many input channels there are."""
    images, bias = normal(rng, 2, 3, 4, 5), normal(rng, 4)
    weight = torch.zeros(4, 3, 2, 2)

    truth = bias.reshape(1, 4, 1, 1).expand(2, 4, 3, 4)
    expect.close(student.conv2d(images, weight, bias), truth)


def test_bias_may_be_left_out(student, rng):
    """Without a bias, and with None for a bias, nothing is added."""
    images, weight = normal(rng, 1, 1, 3, 4), torch.full((1, 1, 1, 1), 2.0)

    expect.close(student.conv2d(images, weight), 2 * images)
    expect.close(student.conv2d(images, weight, bias=None), 2 * images)


@pytest.mark.parametrize("stride", [2, 3, (2, 1), (1, 3)])
def test_kernel_moves_by_the_stride(student, rng, stride):
    """The kernel moves by the stride, the vertical one first; what does not fit is dropped."""
    images = normal(rng, 1, 1, 7, 9)

    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    answer = student.conv2d(images, torch.ones(1, 1, 2, 3), stride=stride)
    expect.close(answer, summed(images, 2, 3)[:, :, ::down, ::right])


@pytest.mark.parametrize("padding", [1, 2, (0, 1), (2, 1)])
def test_padding_surrounds_the_picture_with_zeros(student, rng, padding):
    """Padding puts zeros on all sides; the vertical padding comes first."""
    images = normal(rng, 1, 1, 4, 5)

    high, wide = padding if isinstance(padding, tuple) else (padding, padding)
    truth = torch.zeros(1, 1, 4 + 2 * high, 5 + 2 * wide)
    truth[:, :, high : high + 4, wide : wide + 5] = images
    expect.close(student.conv2d(images, torch.ones(1, 1, 1, 1), padding=padding), truth)


def test_kernel_may_need_the_padding(student, rng):
    """A kernel larger than the picture is fine, as long as the padded picture holds it."""
    images = normal(rng, 1, 1, 3, 2)

    answer = student.conv2d(images, torch.ones(1, 1, 5, 3), padding=(1, 1))
    expect.close(answer, images.sum((2, 3)).reshape(1, 1, 1, 1).expand(1, 1, 1, 2))


def test_kernel_as_large_as_the_picture(student, rng):
    """A kernel that covers the whole picture gives one number for each output channel."""
    images, weight = normal(rng, 2, 2, 3, 4), normal(rng, 3, 2, 3, 4)

    truth = images.flatten(1) @ weight.flatten(1).T
    expect.close(student.conv2d(images, weight), truth[:, :, None, None])


def test_convolution_keeps_float64(student, rng):
    """Double precision goes in and comes out."""
    images, weight, bias = (
        normal(rng, *shape, dtype=torch.float64) for shape in [(2, 3, 5, 4), (4, 3, 2, 2), (4,)]
    )

    expect.close(student.conv2d(images, weight, bias), F.conv2d(images, weight, bias))


def test_convolution_takes_any_memory_layout(student, rng):
    """Pictures and kernels whose numbers lie in another order in memory work all the same."""
    images = normal(rng, 2, 6, 5, 3).permute(0, 3, 1, 2)
    weight = normal(rng, 2, 3, 3, 4).permute(3, 2, 1, 0)

    expect.close(student.conv2d(images, weight), F.conv2d(images, weight))


def test_convolution_leaves_its_inputs_as_they_were(student, rng):
    """The right numbers are returned, and images, weight and bias are not written into."""
    images, weight, bias = normal(rng, 1, 2, 4, 5), normal(rng, 3, 2, 2, 2), normal(rng, 3)

    expect.close(student.conv2d(images, weight, bias), F.conv2d(images, weight, bias))
    expect.inputs_unchanged(student)


@pytest.mark.weight(3)
@pytest.mark.parametrize(("stride", "padding"), [(1, 0), ((2, 1), (1, 2))])
def test_gradients_flow_back_through_the_convolution(student, rng, stride, padding):
    """Images, weight and bias all get the gradient that PyTorch gives them."""
    leaves = {
        "images": normal(rng, 2, 3, 6, 5).requires_grad_(),
        "weight": normal(rng, 4, 3, 3, 2).requires_grad_(),
        "bias": normal(rng, 4).requires_grad_(),
    }

    arguments = (*leaves.values(), stride, padding)
    expect.gradients(student.conv2d(*arguments), F.conv2d(*arguments), of=leaves)


@pytest.mark.parametrize(
    ("when", "weight_shape", "settings"),
    [
        ("the kernel is higher than the picture", (2, 3, 5, 2), {}),
        ("the kernel is wider than the padded picture", (2, 3, 1, 8), {"padding": (2, 1)}),
        ("the stride is 0", (2, 3, 2, 2), {"stride": 0}),
        ("one of the strides is 0", (2, 3, 2, 2), {"stride": (1, 0)}),
        ("the padding is negative", (2, 3, 2, 2), {"padding": -1}),
        ("images and weight have different numbers of channels", (2, 4, 2, 2), {}),
        ("the weight has one channel and the images have three", (2, 1, 2, 2), {}),
    ],
)
def test_convolution_refuses_what_is_impossible(student, rng, when, weight_shape, settings):
    """Impossible kernels, strides, paddings, channels raise a ValueError; possible ones do not."""
    images, fitting = normal(rng, 1, 3, 4, 5), normal(rng, 2, 3, 1, 1)

    with expect.raises(ValueError, when=when):
        student.conv2d(images, normal(rng, *weight_shape), **settings)
    expect.close(student.conv2d(images, fitting), F.conv2d(images, fitting))


@pytest.mark.weight(4)
@pytest.mark.parametrize(
    ("images_shape", "weight_shape", "stride", "padding", "has_bias"),
    [
        ((3, 4, 9, 7), (5, 4, 3, 2), (2, 1), (1, 2), True),
        ((2, 2, 8, 10), (3, 2, 3, 3), 2, 0, True),
        ((2, 2, 4, 5), (3, 2, 1, 1), 1, 2, True),
        ((1, 2, 6, 5), (3, 2, 3, 3), 1, 0, False),
        ((2, 3, 5, 7), (4, 3, 3, 3), 2, 1, True),
        ((3, 2, 9, 6), (5, 2, 3, 2), (1, 2), (2, 0), True),
        ((2, 3, 8, 7), (4, 3, 3, 2), 3, (0, 1), False),
        ((2, 3, 6, 8), (5, 3, 2, 4), (3, 2), 1, True),
        # What has a way of its own in fast convolutions: single pixels, single rows and columns.
        ((2, 3, 7, 6), (4, 3, 1, 1), 2, 0, True),
        ((1, 3, 5, 8), (2, 3, 1, 1), (1, 3), (0, 1), False),
        ((2, 2, 6, 7), (3, 2, 1, 4), (2, 1), (1, 0), True),
        ((2, 2, 7, 5), (1, 2, 3, 1), (1, 2), (0, 2), True),
    ],
)
def test_convolution_agrees_with_pytorch(
    student, rng, images_shape, weight_shape, stride, padding, has_bias
):
    """Everything together: pictures, kernels, strides and paddings of many sizes."""
    images, weight = normal(rng, *images_shape), normal(rng, *weight_shape)
    bias = normal(rng, weight_shape[0]) if has_bias else None

    answer = student.conv2d(images, weight, bias, stride=stride, padding=padding)
    expect.close(answer, F.conv2d(images, weight, bias, stride, padding))


def torch_layer(rng, *arguments, **settings):
    """PyTorch's own layer, with parameters drawn for this check."""
    layer = nn.Conv2d(*arguments, **settings)
    for parameter in layer.parameters():
        nn.init.normal_(parameter, generator=rng)
    return layer


def twin(student, truth, *arguments, **settings):
    """The student's layer, made by the same arguments as `truth` and given its parameters."""
    layer = student.Conv2d(*arguments, **settings)
    expect.layer(layer)
    wanted = {name: tuple(value.shape) for name, value in truth.state_dict().items()}
    actual = {name: tuple(value.shape) for name, value in layer.state_dict().items()}
    expect.that(
        actual == wanted,
        f"The state dict has {actual}; nn.Conv2d has {wanted}.",
        told=f"The state dict should have {wanted}, as that of nn.Conv2d has.",
    )
    layer.load_state_dict(truth.state_dict())
    return layer


def test_fresh_layer_uses_its_own_parameters(student, rng):
    """A new layer has parameters that are finite and not all equal, and convolves with them."""
    images = normal(rng, 2, 3, 4, 5)

    layer = student.Conv2d(3, 4, kernel_size=1)
    expect.layer(layer)
    parameters = layer.parameters()
    expect.that(
        set(parameters) == {"weight", "bias"},
        f"The layer's parameters are {sorted(parameters)}; they should be `weight` and `bias`.",
        told="The layer's parameters should be `weight` and `bias`.",
    )
    weight, bias = (parameters[name].detach().to(images) for name in ("weight", "bias"))
    expect.shape(weight, (4, 3, 1, 1), name="`weight`")
    expect.shape(bias, (4,), name="`bias`")
    finite = bool(weight.isfinite().all() and bias.isfinite().all())
    expect.that(finite, "The parameters of a new layer should be finite numbers.")
    # Weights next to zero would make a layer of zeros look right.
    spread = (weight.max() - weight.min()).item()
    expect.that(spread > 1e-4, "All weights of a new layer are nearly the same number.")
    expect.close(layer(images), F.conv2d(images, weight, bias))


@pytest.mark.weight(2)
@pytest.mark.parametrize("bias", [True, False])
def test_layer_takes_over_a_state_dict(student, rng, bias):
    """The parameters of `nn.Conv2d`, with and without a bias, can be loaded, and are used."""
    images = normal(rng, 2, 3, 4, 5)
    truth = torch_layer(rng, 3, 4, 1, bias=bias)

    layer = twin(student, truth, 3, 4, 1, bias=bias)
    expect.close(layer(images), truth(images))


@pytest.mark.parametrize(
    "settings",
    [
        {"kernel_size": (1, 3)},
        {"kernel_size": 2, "stride": (1, 2)},
        {"kernel_size": 2, "padding": (2, 1)},
    ],
)
def test_layer_uses_its_settings(student, rng, settings):
    """Kernel size, stride and padding are numbers or pairs, and arrive at the convolution."""
    images, larger = normal(rng, 1, 2, 5, 7), normal(rng, 2, 2, 6, 8)
    truth = torch_layer(rng, 2, 3, **settings)
    layer = twin(student, truth, 2, 3, **settings)

    expect.close(layer(images), truth(images))
    expect.close(layer(larger), truth(larger))  # a layer takes pictures of any size, in any order


def test_layer_takes_its_settings_in_their_order(student, rng):
    """Without names, kernel size, stride, padding and bias come in this order."""
    images = normal(rng, 2, 2, 6, 5)
    truth = torch_layer(rng, 2, 3, (3, 2), stride=2, padding=1, bias=False)

    expect.close(twin(student, truth, 2, 3, (3, 2), 2, 1, False)(images), truth(images))


@pytest.mark.weight(2)
def test_gradients_reach_the_parameters_of_the_layer(student, rng):
    """Going backwards gives weight, bias and images the gradients that `nn.Conv2d` gives them."""
    truth = torch_layer(rng, 3, 4, 2, stride=2)
    layer = twin(student, truth, 3, 4, 2, stride=2)
    mine = normal(rng, 2, 3, 5, 7).requires_grad_()
    right = mine.detach().clone().requires_grad_()

    answer, wanted = layer(mine), truth(right)
    expect.close(answer, wanted)
    expect.that(answer.requires_grad, "No gradient flows back through the layer.")
    inflow = normal(rng, *wanted.shape)
    for result in (answer, wanted):
        (result * inflow).sum().backward()  # `backward(inflow)` would import sympy first

    gradients = {**layer.gradients(), "images": mine.grad}
    for name, leaf in {**dict(truth.named_parameters()), "images": right}.items():
        sentence = expect.ours(f"No gradient flows back to `{name}`.")
        expect.that(gradients.get(name) is not None, sentence, told=sentence)
        expect.close(gradients[name], leaf.grad, name=f"The gradient of `{name}`")


@pytest.mark.parametrize(
    ("when", "in_channels", "settings"),
    [
        ("the kernel is larger than the picture", 3, {"kernel_size": (2, 6)}),
        ("the kernel size is 0", 3, {"kernel_size": 0}),
        ("the stride is 0", 3, {"kernel_size": 2, "stride": 0}),
        ("the padding is negative", 3, {"kernel_size": 2, "padding": -1}),
        ("the images have other channels than the layer", 2, {"kernel_size": 2}),
    ],
)
def test_layer_refuses_what_is_impossible(student, rng, when, in_channels, settings):
    """What is impossible raises a ValueError, when the layer is made or when it is called."""
    images = normal(rng, 1, 3, 4, 5)
    truth = torch_layer(rng, 3, 2, 1)

    with expect.raises(ValueError, when=when):
        student.Conv2d(in_channels, 2, **settings)(images)
    expect.close(twin(student, truth, 3, 2, 1)(images), truth(images))


@pytest.mark.weight(2)
@pytest.mark.parametrize(
    ("stride", "padding", "bias"), [((2, 1), (1, 2), True), (3, 0, True), (1, 2, False)]
)
def test_layer_agrees_with_pytorch(student, rng, stride, padding, bias):
    """Everything together: with the same parameters, both layers give the same answer."""
    images = normal(rng, 2, 3, 8, 7)
    settings = {"kernel_size": (3, 2), "stride": stride, "padding": padding, "bias": bias}
    truth = torch_layer(rng, 3, 5, **settings)

    expect.close(twin(student, truth, 3, 5, **settings)(images), truth(images))
