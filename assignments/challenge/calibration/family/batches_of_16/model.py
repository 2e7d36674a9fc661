"""Three blocks, in small batches."""

from torch import nn


class TinyImageClassifier(nn.Module):
    """Three blocks and two dense layers."""

    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.layers = nn.Sequential(
            *block(in_channels, 16),
            *block(16, 32),
            *block(32, 32),
            nn.Flatten(),
            nn.Linear(32 * 4 * 4, 64),
            nn.ReLU(),
            nn.Linear(64, num_classes),
        )

    def forward(self, images):
        """(N, C, 32, 32) → (N, K)."""
        return self.layers(images)


def block(channels, filters):
    """Convolve, normalise, bend, pool."""
    convolution = nn.Conv2d(channels, filters, 3, padding=1)
    return [convolution, nn.BatchNorm2d(filters), nn.ReLU(), nn.MaxPool2d(2)]
