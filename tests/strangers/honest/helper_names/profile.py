from utils import pair


def steps(kernel_size, stride):
    return pair(kernel_size), pair(kernel_size if stride is None else stride)
