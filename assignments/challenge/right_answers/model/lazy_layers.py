"""Layers that find out their own input sizes at the first forward pass."""

from torch import nn


class TinyImageClassifier(nn.Module):
    """The channels of the pictures are not needed to build it."""

    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.net = nn.Sequential(
            nn.LazyConv2d(16, 5, padding="same"),
            nn.MaxPool2d(4),
            nn.LazyBatchNorm2d(),
            nn.ReLU(),
            nn.LazyConv2d(48, 3),
            nn.AvgPool2d(2),
            nn.LazyBatchNorm2d(),
            nn.ReLU(),
            nn.Flatten(),
            nn.LazyLinear(num_classes),
        )

    def forward(self, x):
        """(N, C, 32, 32) → (N, K)."""
        return self.net(x)
