# im2col: every window becomes a column of a big matrix, the kernels are rows of another one.
import numpy as np
import torch
import torch.nn as nn


def as_pair(v):
	if np.ndim(v) == 0:
		return int(v), int(v)
	return int(v[0]), int(v[1])


def output_size(size, kernel_size, stride=1, padding=0):
	if kernel_size <= 0 or stride <= 0:
		raise ValueError('kernel_size and stride have to be 1 or more')
	if padding < 0:
		raise ValueError('padding has to be 0 or more')
	n = (size - kernel_size + 2 * padding) // stride + 1
	if n < 1:
		raise ValueError('no window fits: kernel_size %d, but only %d pixels' % (kernel_size, size + 2 * padding))
	return n


def get_indices(H, W, kh, kw, sh, sw):
	out_h = output_size(H, kh, sh)
	out_w = output_size(W, kw, sw)
	# rows of the pixels below each window, (out_h*out_w, kh*kw)
	r0 = np.repeat(np.arange(kh), kw)
	c0 = np.tile(np.arange(kw), kh)
	r1 = sh * np.repeat(np.arange(out_h), out_w)
	c1 = sw * np.tile(np.arange(out_w), out_h)
	rows = r1.reshape(-1, 1) + r0.reshape(1, -1)
	cols = c1.reshape(-1, 1) + c0.reshape(1, -1)
	return torch.from_numpy(rows), torch.from_numpy(cols), out_h, out_w


def im2col(images, kh, kw, sh, sw):
	N, C, H, W = images.shape
	rows, cols, out_h, out_w = get_indices(H, W, kh, kw, sh, sw)
	patches = images[:, :, rows, cols]	# N, C, out_h*out_w, kh*kw
	return patches, out_h, out_w


def sliding_windows(images, kernel_size, stride=1):
	kh, kw = as_pair(kernel_size)
	sh, sw = as_pair(stride)
	patches, out_h, out_w = im2col(images, kh, kw, sh, sw)
	return patches.reshape(images.shape[0], images.shape[1], out_h, out_w, kh, kw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
	sh, sw = as_pair(stride)
	ph, pw = as_pair(padding)
	if ph < 0 or pw < 0:
		raise ValueError('padding has to be 0 or more')
	N, C, H, W = images.shape
	O, Cw, kh, kw = weight.shape
	if C != Cw:
		raise ValueError('images have %d channels but the weights have %d' % (C, Cw))
	padded = nn.functional.pad(images, [pw, pw, ph, ph], value=0.0)
	patches, out_h, out_w = im2col(padded, kh, kw, sh, sw)
	matrix = patches.permute(0, 2, 1, 3).reshape(N * out_h * out_w, C * kh * kw)
	result = matrix @ weight.reshape(O, -1).t()
	if bias is not None:
		result = result + bias
	return result.reshape(N, out_h, out_w, O).permute(0, 3, 1, 2).contiguous()


class Conv2d(nn.Module):
	def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
		super(Conv2d, self).__init__()
		kh, kw = as_pair(kernel_size)
		if kh < 1 or kw < 1:
			raise ValueError('kernel_size has to be 1 or more')
		self.kernel_size = (kh, kw)
		self.stride = stride
		self.padding = padding
		self.weight = nn.Parameter(torch.Tensor(out_channels, in_channels, kh, kw))
		self.bias = nn.Parameter(torch.Tensor(out_channels)) if bias else None
		self.reset_parameters()

	def reset_parameters(self):
		for p in self.parameters():
			nn.init.normal_(p, std=0.05)

	def forward(self, x):
		return conv2d(x, self.weight, self.bias, self.stride, self.padding)
