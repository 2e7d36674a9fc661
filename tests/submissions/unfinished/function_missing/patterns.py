import numpy as np
import torch

def checkerboard_kernel():
    ker = np.ones((2,2), dtype=np.float32)
    ker[0,1] *= -1
    ker[1,0] *= -1
    return torch.from_numpy(ker)[None,None]

def flatten_pattern(pattern):
    return torch.from_numpy(np.ravel(pattern.detach().numpy(), order="C").copy())
