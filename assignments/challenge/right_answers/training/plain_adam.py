"""The shortest loop: Adam, a constant learning rate, pictures converted batch by batch."""

import torch
from torch import nn


def train(model, images, labels, device):
    """Four epochs."""
    model.to(device)
    model.train()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(4):
        running_loss = 0.0
        permutation = torch.randperm(len(images))
        for start in range(0, len(images), 50):
            chosen = permutation[start : start + 50]
            x, y = images[chosen].to(device).float() / 255, labels[chosen].to(device)
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            running_loss += loss.item() * len(chosen)
        print(f"Epoch {epoch + 1}: loss={running_loss / len(images):.4f}")
