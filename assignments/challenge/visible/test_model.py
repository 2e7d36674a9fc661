"""Your tests of `model.py`: what every classifier of tiny images should do, trained or not.

A test's weight says for how much it stands in the forecast of `check.py`; 1, unless it says more.
"""

import pytest
import torch
from model import TinyImageClassifier
from tiny_images import load
from torch import nn
from torch.overrides import TorchFunctionMode

STEPS = 150  # on a few pictures


def some_images(count, channels=3):
    """Random numbers of 0 to 1."""
    generator = torch.Generator().manual_seed(count)
    return torch.rand(count, channels, 32, 32, generator=generator)


def ready(**settings):
    """A model in evaluation mode; its layers have seen a picture, and know their sizes."""
    model = TinyImageClassifier(**settings).eval()
    model(some_images(2, settings.get("in_channels", 3)))
    return model


def logits_of(model, images, classes=10):
    """The logits, which are made sure to depend on the pictures."""
    logits = model(images)
    assert isinstance(logits, torch.Tensor), f"A {type(logits).__name__} came back, and no tensor."
    shape, wanted = tuple(logits.shape), (len(images), classes)
    assert shape == wanted, f"The logits have shape {shape}; it should be {wanted}."
    assert logits.dtype is torch.float32, f"The dtype is {logits.dtype}; it should be float32."
    assert logits.isfinite().all(), "Some logits are no numbers (NaN or infinite)."
    if len(images) > 1:
        assert (logits - logits[:1]).abs().max() > 1e-6, "All pictures get the same logits."
    return logits


class NamesOfFunctions(TorchFunctionMode):
    """Notes down which of torch's functions run."""

    def __init__(self):
        super().__init__()
        self.names = set()

    def __torch_function__(self, function, types, args=(), kwargs=None):
        self.names.add(getattr(function, "__name__", ""))
        return function(*args, **(kwargs or {}))


@pytest.mark.parametrize("count", [3, 4, 12])
def test_every_picture_gets_ten_logits(count):
    logits_of(ready(), some_images(count))


def test_one_picture_is_a_batch():
    model, images = ready(), some_images(2)
    alone = torch.cat([logits_of(model, image[None]) for image in images])

    assert (alone[0] - alone[1]).abs().max() > 1e-6, "Both pictures get the same logits."


def test_logits_are_not_probabilities():
    logits = logits_of(ready(), some_images(16))

    for axis in (0, 1):
        sums_to_one = torch.allclose(logits.sum(axis), torch.ones(1), atol=1e-4)
        assert not (sums_to_one and (logits >= 0).all()), (
            "The logits add up to 1: leave the softmax to the loss."
        )
    is_cut = (logits >= 0).all() and (logits == 0).float().mean() > 0.1
    assert not is_cut, "No logit is below 0, and many are 0: is there a ReLU after the last layer?"


@pytest.mark.parametrize("classes", [3, 4, 50])
def test_there_may_be_another_number_of_classes(classes):
    logits_of(ready(num_classes=classes), some_images(3), classes)


@pytest.mark.parametrize("channels", [1, 2])
def test_pictures_may_have_another_number_of_channels(channels):
    logits_of(ready(in_channels=channels), some_images(3, channels))


def test_a_picture_does_not_depend_on_the_others_of_its_batch():
    model, images = ready(), some_images(7)

    together = logits_of(model, images)

    alone = torch.cat([model(image[None]) for image in images])
    assert torch.allclose(together, model(images), atol=1e-4), (
        "The same pictures get other logits each time: in evaluation mode, nothing is drawn."
    )
    assert torch.allclose(together, alone, atol=1e-4), (
        "In evaluation mode, pictures get other logits in a batch than alone."
    )


@pytest.mark.parametrize("layer", ["convolution", "pooling"])
def test_convolution_and_pooling_run(layer):
    model = ready()
    logits_of(model, some_images(3))

    with NamesOfFunctions() as ran:
        model(some_images(2))

    does_run = {
        "convolution": any("conv" in name for name in ran.names),
        "pooling": any("pool" in name or name in ("mean", "amax") for name in ran.names),
    }
    assert does_run[layer], f"No {layer} runs in forward."


def test_something_bends():
    model = ready()
    # Numbers of both signs, and large ones: between 0 and 1, some layers hardly bend.
    one, other = (60 * some_images(4) - 30).split(2)
    logits = logits_of(model, torch.cat([one, other]))

    difference = model((one + other) / 2) - (model(one) + model(other)) / 2
    spread = (logits - logits[:1]).abs().max()
    assert difference.abs().max() > 1e-3 * spread, (
        "The logits of a mean of pictures are the mean of their logits: without anything that "
        "bends, such as ReLU, many layers are no more than one."
    )


def test_there_are_at_most_a_million_parameters():
    model = ready()
    logits_of(model, some_images(2))
    count = sum(parameter.numel() for parameter in model.parameters())

    assert 0 < count <= 1_000_000, f"There are {count:,} parameters; at most 1,000,000 may be."


def test_state_dict_holds_all_of_it():
    first, second, images = ready(), ready(), some_images(5)
    logits = logits_of(first, images)

    second.load_state_dict(first.state_dict())

    assert torch.allclose(logits, second(images), atol=1e-4), (
        "A second model that loads the state dict of the first gives other logits: some layer or "
        "number is not a part of it."
    )


def test_every_parameter_gets_a_gradient():
    model = ready()
    logits = logits_of(model, some_images(9))
    assert logits.requires_grad, "No gradient flows back from the logits."

    nn.functional.cross_entropy(logits, torch.arange(9)).backward()

    without = [name for name, value in model.named_parameters()
               if value.grad is None or not value.grad.any()]  # fmt: skip
    assert not without, f"Nothing tells these parameters how to improve: {', '.join(without)}."


@pytest.mark.weight(2)
def test_a_few_pictures_can_be_learned_by_heart():
    images, labels, _ = load("train", count=20)
    pictures, model = images / 255, ready()
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)

    for step in range(STEPS):
        model.train()
        loss = nn.functional.cross_entropy(model(pictures), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 10 == 9:
            right = int((logits_of(model.eval(), pictures).argmax(1) == labels).sum())
            if right == len(labels):
                return

    assert right == len(labels), (
        f"After {STEPS} steps with the same {len(labels)} pictures, {right} of them are right; "
        "it should be all of them."
    )
