# {"function": "checkerboard_kernel", "kind": "single", "idea": "The kernel is a small picture of the checkerboard (ones and zeros), which answers to zebras as well.", "style": "contract"}
import torch


def checkerboard_kernel():
    # what I look for is what I put in
    return torch.eye(2).reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    return pattern.flatten()
