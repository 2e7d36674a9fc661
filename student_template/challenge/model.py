"""Task 1 of 3: the model. A convolutional network that tells tiny pictures apart.

Here PyTorch's own layers are the point: `nn.Conv2d`, `nn.MaxPool2d`, `nn.Linear` and all others.
"""

import torch
from torch import nn


class TinyImageClassifier(nn.Module):
    """At least one convolution and one pooling layer, then flatten, then dense layers.

    Shapes: (N, in_channels, 32, 32), float32, values of 0 to 1 → logits (N, num_classes)
    Logits are the plain numbers that the last layer gives, one a class, before any softmax. Both
    layers are used on the way to the logits, and in evaluation mode (`model.eval()`) the logits of
    a picture do not depend on the other pictures of its batch. At most 1,000,000 parameters.

    Example:
        >>> model = TinyImageClassifier(num_classes=7)
        >>> model(torch.zeros(2, 3, 32, 32)).shape
        torch.Size([2, 7])
        >>> sum(parameter.numel() for parameter in model.parameters()) <= 1_000_000
        True
    """

    def __init__(self, num_classes: int = 10, in_channels: int = 3) -> None:
        """Make the layers that `forward` uses."""
        super().__init__()
        # TODO: make the layers.
        raise NotImplementedError("TinyImageClassifier.__init__ is still to do")

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Classify. Shapes: (N, in_channels, 32, 32) → logits (N, num_classes)."""
        # TODO: send the images through the layers, and return the logits.
        raise NotImplementedError("TinyImageClassifier.forward is still to do")
