"""With torch's own data set and loader, and a summary of loss and accuracy."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def train(model: nn.Module, images, labels, device) -> None:
    """Four epochs."""
    pictures = TensorDataset(images, labels)
    loader = DataLoader(pictures, batch_size=64, shuffle=True, drop_last=len(images) > 64)
    model = model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.01)
    loss_function = nn.CrossEntropyLoss(label_smoothing=0.05)
    for epoch in range(1, 5):
        model.train()
        total, right = 0.0, 0
        for batch, targets in loader:
            inputs, targets = batch.to(device).to(torch.float32).div_(255), targets.to(device)
            outputs = model(inputs)
            loss = loss_function(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            total += loss.item()
            right += (outputs.argmax(dim=1) == targets).sum().item()
        print(
            f"epoch {epoch}/4  loss {total / len(loader):.3f}  accuracy {right / len(images):.1%}"
        )
