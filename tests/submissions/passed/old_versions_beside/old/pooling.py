# first try, does not work for negative numbers!!
import torch


def max_pool2d(images, kernel_size, stride=1):
    best = torch.zeros(1)
    return best
