"""Three blocks, in large batches: few steps."""

from torch import nn


class TinyImageClassifier(nn.Module):
    """Three blocks."""

    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.layers = nn.Sequential(
            *block(in_channels, 24),
            *block(24, 48),
            *block(48, 64),
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
