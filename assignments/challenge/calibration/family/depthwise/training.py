"""RMSprop with one cycle, batches of 32."""

import one_cycle
import torch


def train(model, images, labels, device):
    """Eight epochs."""
    one_cycle.run(
        model,
        images,
        labels,
        device,
        optimizer=torch.optim.RMSprop,
        rate=3e-3,
        epochs=8,
        batch_size=32,
    )
