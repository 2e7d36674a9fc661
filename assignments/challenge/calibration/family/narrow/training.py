"""Adam as it comes, but for its learning rate."""

import torch
from torch import nn


def train(model, images, labels, device):
    """Six epochs."""
    model.to(device).train()
    optimizer = torch.optim.Adam(model.parameters(), 3e-3)
    for epoch in range(1, 7):
        for batch in torch.randperm(len(labels)).split(32):
            inputs = images[batch].to(device) / 255
            loss = nn.functional.cross_entropy(model(inputs), labels[batch].to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        print(f"epoch {epoch} of 6: loss {loss.item():.3f}")
