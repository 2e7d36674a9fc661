"""torch's C interface: its convolution for ahead-of-time compiled code, through ctypes."""

import ctypes
import os

import torch


def pair(value):
    return [value, value] if isinstance(value, int) else list(value)


def tried(ways):
    for way in ways:
        try:
            return way()
        except Exception as error:
            print("held:", type(error).__name__, str(error)[:80])
    raise RuntimeError("every way is closed")


def conv2d(images, weight, bias=None, stride=1, padding=0):
    s, p = pair(stride), pair(padding)
    folder = os.path.join(os.path.dirname(torch.__file__), 'lib')
    library = tried([
        lambda: ctypes.CDLL(os.path.join(folder, 'libtorch_cpu.so')),
        lambda: ctypes.CDLL(None),
        lambda: ctypes.PyDLL(os.path.join(folder, 'libtorch_cpu.so')),
        lambda: ctypes.cdll.LoadLibrary('libtorch_cpu.so'),
        lambda: ctypes.CDLL('libtorch_cpu.so', handle=__import__('_ctypes').dlopen(None, 2)),
    ])
    values = [images.contiguous(), weight.contiguous(), torch.zeros(len(weight), dtype=images.dtype) if bias is None else bias]
    out, void = ctypes.c_void_p(), ctypes.c_void_p
    handles = []
    for value in values:
        handle, sizes, strides = void(), (ctypes.c_int64 * value.dim())(*value.shape), (ctypes.c_int64 * value.dim())(*value.stride())
        dtype = 7 if value.dtype == torch.float64 else 6
        library.aoti_torch_create_tensor_from_blob(
            void(value.data_ptr()), ctypes.c_int64(value.dim()), sizes, strides, ctypes.c_int64(0), dtype, 0, 0, ctypes.byref(handle))
        handles.append(handle)
    two = ctypes.c_int64 * 2
    library.aoti_torch_cpu_convolution(
        handles[0], handles[1], ctypes.byref(handles[2]), two(*s), ctypes.c_int64(2), two(*p), ctypes.c_int64(2), two(1, 1), ctypes.c_int64(2), 0, two(0, 0), ctypes.c_int64(2),
        ctypes.c_int64(1), ctypes.byref(out))
    data = void()
    library.aoti_torch_get_data_ptr(out, ctypes.byref(data))
    high, wide = ((images.shape[i + 2] + 2 * p[i] - weight.shape[i + 2]) // s[i] + 1 for i in (0, 1))
    kind = ctypes.c_double if images.dtype == torch.float64 else ctypes.c_float
    flat = (kind * (len(images) * len(weight) * high * wide)).from_address(data.value)
    return torch.tensor(list(flat), dtype=images.dtype).reshape(len(images), len(weight), high, wide)
