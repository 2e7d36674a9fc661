"""Task 2 of 3: training. Show the model all pictures, several times, and improve it each time."""

import torch
from torch import nn


def train(
    model: nn.Module, images: torch.Tensor, labels: torch.Tensor, device: torch.device
) -> None:
    """Train the model in place. It ends on `device`.

    Shapes: images (N, 3, 32, 32), uint8, 0 to 255; labels (N,), int64: the number of each class
    `device` is a torch.device; `device.type` is its name as a string, "cpu" or "cuda".
    Images and labels are on the CPU. The model wants float32 images of 0 to 1. Each epoch goes
    through all pictures once, in batches and in an order of its own. Prints one line per epoch,
    such as `epoch 1 of 4: loss 1.234`.

    For each batch:
        loss = nn.functional.cross_entropy(model(batch), labels_of_the_batch)
        optimizer.zero_grad(); loss.backward(); optimizer.step()

    Example: after training, the parameters are others.
        >>> images = torch.randint(0, 256, (8, 3, 32, 32), dtype=torch.uint8)
        >>> model = nn.Sequential(nn.Flatten(), nn.Linear(3 * 32 * 32, 2))
        >>> before, device = model[1].weight.clone(), torch.device("cpu")
        >>> train(model, images, torch.tensor([0, 1] * 4), device)  # doctest: +ELLIPSIS
        epoch 1 of ...
        >>> bool((model[1].weight == before).all())
        False
    """
    # TODO: move the model to the device, and train it.
    raise NotImplementedError("train is still to do")
