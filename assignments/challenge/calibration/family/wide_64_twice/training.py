"""AdamW with one cycle, batches of 64."""

import one_cycle
import torch


def train(model, images, labels, device):
    """Three epochs."""
    one_cycle.run(
        model,
        images,
        labels,
        device,
        optimizer=torch.optim.AdamW,
        rate=1e-2,
        epochs=3,
        batch_size=64,
    )
