"""Long enough to show what is possible without a convolution: eight epochs."""

import one_cycle
import torch


def train(model, images, labels, device):
    """AdamW, with a learning rate that rises and falls."""
    one_cycle.run(
        model,
        images,
        labels,
        device,
        optimizer=torch.optim.AdamW,
        rate=3e-3,
        epochs=8,
        batch_size=32,
    )
