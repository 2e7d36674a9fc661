"""Blocks whose input is added to what they find."""

import torch
from torch import nn


class TinyImageClassifier(nn.Module):
    """A stem, two residual blocks, and a global pooling."""

    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(in_channels, 32, 3, padding=1), nn.BatchNorm2d(32))
        self.first, self.second = branch(32), branch(32)
        self.pool = nn.MaxPool2d(2)
        self.dense = nn.Linear(32, num_classes)

    def forward(self, images):
        """(N, C, 32, 32) → (N, K)."""
        maps = self.pool(torch.relu(self.stem(images)))
        maps = self.pool(torch.relu(maps + self.first(maps)))
        maps = torch.relu(maps + self.second(maps))
        return self.dense(maps.mean((2, 3)))


def branch(channels):
    """What is added: two convolutions, each normalised."""
    return nn.Sequential(
        nn.Conv2d(channels, channels, 3, padding=1, bias=False),
        nn.BatchNorm2d(channels),
        nn.ReLU(),
        nn.Conv2d(channels, channels, 3, padding=1, bias=False),
        nn.BatchNorm2d(channels),
    )
