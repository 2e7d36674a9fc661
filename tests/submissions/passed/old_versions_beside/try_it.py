from convolution import conv2d
import torch

x = torch.randn(1, 3, 8, 6)
w = torch.randn(2, 3, 3, 3)
print(conv2d(x, w).shape)
