import torch

import ctypes, os, glob

def _lib():
    for where in ([os.path.join(os.path.dirname(torch.__file__), "lib", "libtorch_cpu.so")]):
        return ctypes.CDLL(where)

def _handle(lib, t):
    h, n = ctypes.c_void_p(), t.dim()
    ints = ctypes.c_int64 * n
    lib.aoti_torch_create_tensor_from_blob(ctypes.c_void_p(t.data_ptr()), ctypes.c_int64(n), ints(*t.shape), ints(*t.stride()), ctypes.c_int64(0), 7, 0, 0, ctypes.byref(h))
    return h

def _read(lib, h, shape):
    p = ctypes.c_void_p()
    lib.aoti_torch_get_data_ptr(h, ctypes.byref(p))
    out = torch.empty(shape, dtype=torch.float64)
    ctypes.memmove(out.data_ptr(), p.value, out.numel() * 8)
    return out

def _two(a, b):
    return (ctypes.c_int64 * 2)(a, b)

def _pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel and stride have to be 1 or more, padding 0 or more")
    if kernel_size > size + 2 * padding:
        raise ValueError("no window fits into the picture")
    return (size + 2 * padding - kernel_size) // stride + 1


def _sizes(images, kernel_size, stride):
    k = _pair(kernel_size)
    s = k if stride is None else _pair(stride)
    output_size(images.shape[2], k[0], s[0]), output_size(images.shape[3], k[1], s[1])
    return k, s


def max_pool2d(images, kernel_size, stride=None):
    k, s = _sizes(images, kernel_size, stride)
    return core_max(images, k, s)


def avg_pool2d(images, kernel_size, stride=None):
    k, s = _sizes(images, kernel_size, stride)
    return core_avg(images, k, s)


def flatten(images):
    return images.reshape(images.shape[0], -1)


def core_max(images, k, s):
    lib, x, i64 = _lib(), images.detach().double().contiguous(), ctypes.c_int64
    out, idx = ctypes.c_void_p(), ctypes.c_void_p()
    lib.aoti_torch_cpu_max_pool2d_with_indices(_handle(lib, x), _two(*k), i64(2), _two(*s), i64(2), _two(0, 0), i64(2), _two(1, 1), i64(2), 0, ctypes.byref(out), ctypes.byref(idx))
    shape = (*x.shape[:2], (x.shape[2] - k[0]) // s[0] + 1, (x.shape[3] - k[1]) // s[1] + 1)
    return _read(lib, out, shape).to(images.dtype)


def core_avg(images, k, s):
    lib, x, i64 = _lib(), images.detach().double().contiguous(), ctypes.c_int64
    out = ctypes.c_void_p()
    lib.aoti_torch_cpu_avg_pool2d(_handle(lib, x), _two(*k), i64(2), _two(*s), i64(2), _two(0, 0), i64(2), 0, 1, None, ctypes.byref(out))
    shape = (*x.shape[:2], (x.shape[2] - k[0]) // s[0] + 1, (x.shape[3] - k[1]) // s[1] + 1)
    return _read(lib, out, shape).to(images.dtype)
