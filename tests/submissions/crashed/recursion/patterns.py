import torch
import numpy as np


def checkerboard_kernel():
	diag = np.eye(2)
	k = 2 * diag - 1	# +1 on the diagonal, -1 beside it
	return torch.from_numpy(k).float().reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
	return torch.reshape(pattern, (-1,))
