import torch
print("loading patterns.py")

def checkerboard_kernel():
    k = torch.Tensor([[[[1, -1], [-1, 1]]]])
    print("kernel:", k)
    print("kernel shape:", k.shape)
    return k

def flatten_pattern(pattern):
    print("PATTERN", pattern)
    flat = pattern.reshape(-1)
    print("FLAT", flat)
    return flat
