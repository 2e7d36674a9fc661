"""SGD with momentum and one cycle, batches of 16."""

import one_cycle
import torch


def train(model, images, labels, device):
    """Four epochs."""
    one_cycle.run(
        model,
        images,
        labels,
        device,
        optimizer=lambda parameters: torch.optim.SGD(parameters, 0.02, momentum=0.9),
        rate=0.02,
        epochs=4,
        batch_size=16,
    )
