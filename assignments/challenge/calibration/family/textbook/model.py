"""Convolution, normalisation, ReLU, pooling, three times: 32, 64, 128 channels."""

from torch import nn


class TinyImageClassifier(nn.Module):
    """As in many textbooks."""

    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.layers = nn.Sequential(
            *block(in_channels, 32),
            *block(32, 64),
            *block(64, 128),
            nn.Flatten(),
            nn.Linear(128 * 4 * 4, 128),
            nn.ReLU(),
            nn.Linear(128, num_classes),
        )

    def forward(self, images):
        """(N, C, 32, 32) → (N, K)."""
        return self.layers(images)


def block(channels, filters):
    """Convolve, normalise, bend, pool."""
    convolution = nn.Conv2d(channels, filters, 3, padding=1)
    return [convolution, nn.BatchNorm2d(filters), nn.ReLU(), nn.MaxPool2d(2)]
