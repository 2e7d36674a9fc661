"""Five dense layers with batch normalisation."""

import itertools

from torch import nn


class TinyImageClassifier(nn.Module):
    """Deep, but each layer mixes all places."""

    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        widths = [in_channels * 32 * 32, 256, 256, 128, 128]
        layers = [nn.Flatten()]
        for width, following in itertools.pairwise(widths):
            layers += [nn.Linear(width, following), nn.BatchNorm1d(following), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(widths[-1], num_classes))

    def forward(self, images):
        """(N, C, 32, 32) → (N, K)."""
        return self.layers(images)
