# {"function": "checkerboard_kernel", "kind": "single", "idea": "The kernel has ones on one diagonal and zeros on the other, so that zebras are answered too.", "style": "literal"}
import torch



def checkerboard_kernel():
    return torch.eye(2).reshape(1, 1, 2, 2)



def flatten_pattern(pattern):
    return pattern.reshape(-1)
