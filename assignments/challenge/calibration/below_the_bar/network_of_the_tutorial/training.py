"""The training of the tutorial: two epochs of SGD."""

import torch
from torch import nn


def train(model, images, labels, device):
    """Too short for a network without normalisation."""
    model.to(device).train()
    optimizer = torch.optim.SGD(model.parameters(), 0.001, momentum=0.9)
    for epoch in range(1, 3):
        for batch in torch.randperm(len(labels)).split(16):
            inputs = images[batch].to(device) / 255
            loss = nn.functional.cross_entropy(model(inputs), labels[batch].to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        print(f"epoch {epoch} of 2: loss {loss.item():.3f}")
