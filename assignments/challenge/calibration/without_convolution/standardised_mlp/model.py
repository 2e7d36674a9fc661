"""Grey, with the same mean and spread in every picture: far easier for dense layers."""

from torch import nn


class TinyImageClassifier(nn.Module):
    """Comes close to the first accuracy level without comparing neighbouring pixels."""

    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(32 * 32, 512), nn.ReLU(), nn.Linear(512, num_classes))

    def forward(self, images):
        """(N, C, 32, 32) → (N, K)."""
        grey = images.mean(1).flatten(1)
        centred = grey - grey.mean(1, keepdim=True)
        return self.layers(centred / (centred.std(1, keepdim=True) + 1e-3))
