"""Few channels: eight, then sixteen."""

from torch import nn


class TinyImageClassifier(nn.Module):
    """Some six thousand parameters."""

    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.layers = nn.Sequential(
            *block(in_channels, 8),
            *block(8, 16),
            *block(16, 16),
            nn.Flatten(),
            nn.Linear(16 * 4 * 4, num_classes),
        )

    def forward(self, images):
        """(N, C, 32, 32) → (N, K)."""
        return self.layers(images)


def block(channels, filters):
    """Convolve, normalise, bend, pool."""
    convolution = nn.Conv2d(channels, filters, 3, padding=1)
    return [convolution, nn.BatchNorm2d(filters), nn.ReLU(), nn.MaxPool2d(2)]
