"""Without batch normalisation, learning takes longer: eight epochs, and a schedule."""

import torch
from torch import nn


def train(model, images, labels, device):
    """AdamW, with a learning rate that rises and falls."""
    model.to(device).train()
    batches = -(-len(labels) // 32)
    optimizer = torch.optim.AdamW(model.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=3e-3, epochs=8, steps_per_epoch=batches
    )
    for epoch in range(1, 9):
        for batch in torch.randperm(len(labels)).split(32):
            inputs = images[batch].to(device) / 255
            loss = nn.functional.cross_entropy(model(inputs), labels[batch].to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch} of 8: loss {loss.item():.3f}")
