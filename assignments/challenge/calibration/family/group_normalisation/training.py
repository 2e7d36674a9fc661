"""SGD with momentum and one cycle."""

import one_cycle
import torch


def train(model, images, labels, device):
    """Eight epochs, batches of 32."""
    one_cycle.run(
        model,
        images,
        labels,
        device,
        optimizer=lambda parameters: torch.optim.SGD(parameters, 0.05, momentum=0.9),
        rate=0.05,
        epochs=8,
        batch_size=32,
    )
