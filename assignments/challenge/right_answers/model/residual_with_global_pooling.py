"""A small residual network: each block adds to its input; global pooling and one dense layer."""

from torch import nn


class TinyImageClassifier(nn.Module):
    """GroupNorm does the work of batch normalisation."""

    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.stem = nn.Conv2d(in_channels, 32, kernel_size=4, stride=4)
        self.blocks = nn.Sequential(Residual(32), Residual(32), nn.Conv2d(32, 64, 3), nn.ReLU())
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Linear(64, num_classes)

    def forward(self, images):
        """(N, C, 32, 32) → (N, K)."""
        features = self.blocks(self.stem(images))
        return self.classifier(self.pool(features)[:, :, 0, 0])


class Residual(nn.Module):
    """x + f(x)."""

    def __init__(self, channels):
        super().__init__()
        self.layers = nn.Sequential(
            nn.GroupNorm(4, channels), nn.GELU(), nn.Conv2d(channels, channels, 3, padding="same")
        )

    def forward(self, x):
        """The same shape."""
        return x + self.layers(x)
