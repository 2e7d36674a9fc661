"""AdamW with one cycle."""

import one_cycle
import torch


def train(model, images, labels, device):
    """Six epochs, batches of 32."""
    one_cycle.run(
        model,
        images,
        labels,
        device,
        optimizer=torch.optim.AdamW,
        rate=5e-3,
        epochs=6,
        batch_size=32,
    )
