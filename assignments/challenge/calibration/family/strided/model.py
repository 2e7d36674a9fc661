"""Strides make the maps smaller; one pooling at the end."""

from torch import nn


class TinyImageClassifier(nn.Module):
    """Three strided convolutions."""

    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        layers = []
        for channels, filters in ((in_channels, 32), (32, 64), (64, 64)):
            convolution = nn.Conv2d(channels, filters, 3, stride=2, padding=1)
            layers += [convolution, nn.BatchNorm2d(filters), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.AvgPool2d(2), nn.Flatten())
        self.dense = nn.Linear(64 * 2 * 2, num_classes)

    def forward(self, images):
        """(N, C, 32, 32) → (N, K)."""
        return self.dense(self.layers(images))
