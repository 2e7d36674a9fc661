"""SGD with Nesterov's momentum and one cycle."""

import one_cycle
import torch


def train(model, images, labels, device):
    """Six epochs, batches of 64."""
    one_cycle.run(
        model,
        images,
        labels,
        device,
        optimizer=lambda parameters: torch.optim.SGD(
            parameters, 0.1, momentum=0.9, weight_decay=5e-4, nesterov=True
        ),
        rate=0.1,
        epochs=6,
        batch_size=64,
    )
