# {"function": "checkerboard_kernel", "kind": "right", "idea": "The outer product of two differences, with the sign turned and doubled.", "style": "outer_product_person"}
import torch


def checkerboard_kernel():
    difference = torch.tensor([1.0, -1.0])
    return (-2 * torch.outer(difference, difference)).reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    return pattern.reshape(-1)
