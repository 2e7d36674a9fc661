"""SGD with momentum and one cycle, batches of 16."""

import torch
from torch import nn


def train(model, images, labels, device):
    """Four epochs."""
    model.to(device).train()
    optimizer = torch.optim.SGD(model.parameters(), 0.02, momentum=0.9)
    steps = 4 * -(-len(labels) // 16)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.02, total_steps=steps)
    for epoch in range(1, 5):
        for batch in torch.randperm(len(labels)).split(16):
            inputs = images[batch].to(device) / 255
            loss = nn.functional.cross_entropy(model(inputs), labels[batch].to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch} of 4: loss {loss.item():.3f}")
