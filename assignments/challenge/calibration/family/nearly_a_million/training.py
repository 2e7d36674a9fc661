"""AdamW with one cycle, batches of 64."""

import torch
from torch import nn


def train(model, images, labels, device):
    """Six epochs."""
    model.to(device).train()
    optimizer = torch.optim.AdamW(model.parameters())
    steps = 6 * -(-len(labels) // 64)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps)
    for epoch in range(1, 7):
        for batch in torch.randperm(len(labels)).split(64):
            inputs = images[batch].to(device) / 255
            loss = nn.functional.cross_entropy(model(inputs), labels[batch].to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch} of 6: loss {loss.item():.3f}")
