"""As well as dense layers learn: eight epochs, and a schedule."""

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
        rate=1e-3,
        epochs=8,
        batch_size=64,
    )
