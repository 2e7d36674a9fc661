"""Six convolutions and nothing that normalises: it stays at chance."""

from torch import nn


class TinyImageClassifier(nn.Module):
    """Deep, narrow, and saturated."""

    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        layers = [nn.Conv2d(in_channels, 8, 3, padding=1), nn.Sigmoid(), nn.MaxPool2d(2)]
        for _ in range(5):
            layers += [nn.Conv2d(8, 8, 3, padding=1), nn.Sigmoid()]
        self.layers = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten())
        self.dense = nn.Linear(8, num_classes)

    def forward(self, images):
        """(N, C, 32, 32) → (N, K)."""
        return self.dense(self.layers(images))
