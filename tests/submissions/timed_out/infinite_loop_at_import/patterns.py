import torch

torch.manual_seed(0)


def answer(kernel, pattern):
    best = 0
    for i in range(pattern.shape[0] - 1):
        for j in range(pattern.shape[1] - 1):
            best = max(best, abs((kernel * pattern[i:i + 2, j:j + 2]).sum().item()))
    return best


zebra = torch.tensor([[0.0, 0, 0, 0], [1, 1, 1, 1], [0, 0, 0, 0], [1, 1, 1, 1]])
checkerboard = torch.tensor([[0.0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0]])

# try random kernels until one is good enough
kernel = torch.rand(2, 2) * 2 - 1
while answer(kernel, checkerboard) < 2.5 or answer(kernel, zebra) > 0.1 or answer(kernel, zebra.T) > 0.1:
    kernel = torch.rand(2, 2) * 2 - 1


def checkerboard_kernel():
    return kernel.reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    return pattern.reshape(-1)
