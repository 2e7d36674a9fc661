"""AdamW with one cycle, batches of 128."""

import one_cycle
import torch


def train(model, images, labels, device):
    """Four epochs."""
    one_cycle.run(
        model,
        images,
        labels,
        device,
        optimizer=torch.optim.AdamW,
        rate=1e-2,
        epochs=4,
        batch_size=128,
    )
