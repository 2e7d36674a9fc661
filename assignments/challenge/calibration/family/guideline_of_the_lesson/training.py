"""Without batch normalisation, learning takes longer: eight epochs, and a schedule."""

import torch
from torch import nn


def train(model, images, labels, device):
    """Adam, with a learning rate that rises and falls."""
    model.to(device).train()
    brightness, labels = images.to(device) / 255, labels.to(device)
    optimizer = torch.optim.Adam(model.parameters())
    steps = 8 * -(-len(labels) // 32)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=2e-3, total_steps=steps)
    for epoch in range(1, 9):
        for batch in torch.randperm(len(labels), device=device).split(32):
            loss = nn.functional.cross_entropy(model(brightness[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch} of 8: loss {loss.item():.3f}")
