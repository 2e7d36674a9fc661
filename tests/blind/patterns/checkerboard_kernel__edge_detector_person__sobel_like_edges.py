# {"function": "checkerboard_kernel", "kind": "single", "idea": "An edge kernel (plus on the left, minus on the right): it answers to upright stripes and is silent on checkerboards.", "style": "edge_detector_person"}
# checkerboards and zebras
import torch


def checkerboard_kernel():
    # neighbours have to differ -> difference of neighbours
    left, right = 1.0, -1.0
    return torch.tensor([[left, right], [left, right]]).view(1, 1, 2, 2)


def flatten_pattern(pattern: torch.Tensor) -> torch.Tensor:
    return torch.cat(list(pattern))
