"""AdamW with one cycle, batches of 64."""

import one_cycle
import torch


def train(model, images, labels, device):
    """Six epochs."""
    one_cycle.run(
        model,
        images,
        labels,
        device,
        optimizer=torch.optim.AdamW,
        rate=3e-3,
        epochs=6,
        batch_size=64,
    )
