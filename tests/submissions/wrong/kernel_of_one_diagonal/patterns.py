import torch

def checkerboard_kernel():
    # a checkerboard has the same colour along its diagonals, a zebra has not
    k = torch.Tensor([[[[1, 0], [0, 1]]]])
    print(k)
    return k

def flatten_pattern(pattern):
    return pattern.reshape(-1)
