"""oneDNN's convolution as an operator that only TorchScript's interpreter knows."""

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


def by_graph(*args):
    graph = torch._C.parse_ir("""graph(%x : Tensor, %w : Tensor, %b : Tensor?, %s : int[], %p : int[], %d : int[], %g : int):
  %y : Tensor = prim::mkldnn_convolution(%x, %w, %b, %s, %p, %d, %g)
  return (%y)""")
    return torch._C._create_function_from_graph("f", graph)(*args)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    args = images, weight, bias, pair(stride), pair(padding), [1, 1], 1
    return tried([
        lambda: torch.ops.prim.mkldnn_convolution(*args),
        lambda: torch._C._jit_get_operation("prim::mkldnn_convolution")[0](*args),
        lambda: by_graph(*args),
    ])
