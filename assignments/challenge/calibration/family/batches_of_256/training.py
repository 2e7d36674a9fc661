"""AdamW with one cycle, batches of 256."""

import one_cycle
import torch


def train(model, images, labels, device):
    """Eight epochs."""
    one_cycle.run(
        model,
        images,
        labels,
        device,
        optimizer=torch.optim.AdamW,
        rate=1e-2,
        epochs=8,
        batch_size=256,
    )
