"""AdamW with one cycle, batches of 64."""

import torch
from torch import nn


def train(model, images, labels, device):
    """Three epochs."""
    model.to(device).train()
    optimizer = torch.optim.AdamW(model.parameters())
    steps = 3 * -(-len(labels) // 64)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1e-2, total_steps=steps)
    for epoch in range(1, 4):
        for batch in torch.randperm(len(labels)).split(64):
            inputs = images[batch].to(device) / 255
            loss = nn.functional.cross_entropy(model(inputs), labels[batch].to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch} of 3: loss {loss.item():.3f}")
