"""RMSprop with one cycle, batches of 32."""

import torch
from torch import nn


def train(model, images, labels, device):
    """Eight epochs."""
    model.to(device).train()
    optimizer = torch.optim.RMSprop(model.parameters())
    steps = 8 * -(-len(labels) // 32)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps)
    for epoch in range(1, 9):
        for batch in torch.randperm(len(labels)).split(32):
            inputs = images[batch].to(device) / 255
            loss = nn.functional.cross_entropy(model(inputs), labels[batch].to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch} of 8: loss {loss.item():.3f}")
