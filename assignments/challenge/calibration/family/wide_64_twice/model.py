"""64 channels at full size, twice: most of the work that a budget allows."""

from torch import nn


class TinyImageClassifier(nn.Module):
    """Two convolutions before the first pooling."""

    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(in_channels, 64, 3, padding=1),
            nn.BatchNorm2d(64),
            nn.ReLU(),
            *block(64, 64),
            nn.MaxPool2d(4),
            nn.Flatten(),
            nn.Linear(64 * 4 * 4, num_classes),
        )

    def forward(self, images):
        """(N, C, 32, 32) → (N, K)."""
        return self.layers(images)


def block(channels, filters):
    """Convolve, normalise, bend, pool."""
    convolution = nn.Conv2d(channels, filters, 3, padding=1)
    return [convolution, nn.BatchNorm2d(filters), nn.ReLU(), nn.MaxPool2d(2)]
