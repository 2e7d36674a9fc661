"""The lesson's rule of thumb: many channels and small kernels first, few and large ones later.

Pooling comes once, after three convolutions.
"""

from torch import nn


class TinyImageClassifier(nn.Module):
    """Sides: 32 → 31 → 29 → 25, pooled to 12."""

    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(in_channels, 32, kernel_size=2),
            nn.ReLU(),
            nn.Conv2d(32, 16, kernel_size=3),
            nn.ReLU(),
            nn.Conv2d(16, 8, kernel_size=5),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(8 * 12 * 12, num_classes),
        )

    def forward(self, images):
        """(N, C, 32, 32) → (N, K)."""
        return self.layers(images)
