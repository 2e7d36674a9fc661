"""Your tests of `model.py`: what every classifier of tiny images should do, trained or not."""

import pytest
import torch
from model import TinyImageClassifier
from torch import nn
from torch.overrides import TorchFunctionMode


def some_images(count, channels=3):
    """Random numbers of 0 to 1."""
    generator = torch.Generator().manual_seed(count)
    return torch.rand(count, channels, 32, 32, generator=generator)


def ready(**settings):
    """A model as it is after training: it has seen a batch, and is in evaluation mode."""
    model = TinyImageClassifier(**settings).train()
    model(some_images(16, settings.get("in_channels", 3)))
    return model.eval()


class NamesOfFunctions(TorchFunctionMode):
    """Notes down which of torch's functions run."""

    def __init__(self):
        super().__init__()
        self.names = set()

    def __torch_function__(self, function, types, args=(), kwargs=None):
        self.names.add(getattr(function, "__name__", ""))
        return function(*args, **(kwargs or {}))


@pytest.mark.parametrize("count", [1, 2, 5])
def test_logits_of_every_picture(count):
    logits = ready()(some_images(count))

    assert tuple(logits.shape) == (count, 10), (
        f"{count} pictures of 10 classes: the logits have shape {tuple(logits.shape)}."
    )
    assert logits.dtype is torch.float32, f"The dtype is {logits.dtype}."


def test_there_may_be_another_number_of_classes():
    logits = ready(num_classes=4)(some_images(3))

    assert logits.shape[1] == 4, f"num_classes=4 gave {logits.shape[1]} logits a picture."


def test_pictures_may_be_grey():
    logits = ready(in_channels=1)(some_images(3, channels=1))

    assert tuple(logits.shape) == (3, 10), f"The logits have shape {tuple(logits.shape)}."


def test_there_are_at_most_a_million_parameters():
    count = sum(parameter.numel() for parameter in ready().parameters())

    assert 0 < count <= 1_000_000, f"There are {count:,} parameters."


def test_logits_are_not_probabilities():
    logits = ready()(some_images(4))

    sums_to_one = torch.allclose(logits.sum(1), torch.ones(4), atol=1e-4)
    assert not (sums_to_one and (logits >= 0).all()), (
        "The logits of each picture add up to 1: leave the softmax to the loss."
    )


def test_convolution_and_pooling_run():
    model = ready()

    with NamesOfFunctions() as ran:
        model(some_images(2))

    assert any("conv" in name for name in ran.names), "No convolution runs in forward."
    assert any("pool" in name or name in ("mean", "amax") for name in ran.names), (
        "No pooling layer runs in forward."
    )


def test_a_picture_does_not_depend_on_the_others_of_its_batch():
    model, images = ready(), some_images(6)

    together, alone = model(images), torch.cat([model(image[None]) for image in images])

    assert torch.allclose(together, alone, atol=1e-4), (
        "In evaluation mode, pictures get other logits in a batch than alone."
    )


def test_every_parameter_gets_a_gradient():
    model = ready().train()

    nn.functional.cross_entropy(model(some_images(8)), torch.arange(8)).backward()

    without = [name for name, value in model.named_parameters() if value.grad is None]
    assert not without, f"Nothing tells these parameters how to improve: {', '.join(without)}."
