"""One training for many networks: in one cycle, the learning rate rises and falls."""

import torch
from torch import nn


def run(model, images, labels, device, *, optimizer, rate, epochs, batch_size):
    """Train in place.

    `optimizer` makes one of the network's parameters; `rate` is the highest learning rate.
    """
    model.to(device).train()
    steps = epochs * -(-len(labels) // batch_size)
    steppers = optimizer(model.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(steppers, max_lr=rate, total_steps=steps)
    for epoch in range(1, epochs + 1):
        for batch in torch.randperm(len(labels)).split(batch_size):
            inputs = images[batch].to(device) / 255
            loss = nn.functional.cross_entropy(model(inputs), labels[batch].to(device))
            steppers.zero_grad()
            loss.backward()
            steppers.step()
            schedule.step()
        print(f"epoch {epoch} of {epochs}: loss {loss.item():.3f}")
