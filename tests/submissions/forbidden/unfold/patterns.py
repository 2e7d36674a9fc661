from torch import Tensor, tensor


def checkerboard_kernel() -> Tensor:
    # deliberately not quite symmetric, to see whether it still works (it does)
    return tensor([[[[1.0, -0.9], [-1.1, 1.0]]]])


def flatten_pattern(pattern: Tensor) -> Tensor:
    return pattern.reshape(-1)
