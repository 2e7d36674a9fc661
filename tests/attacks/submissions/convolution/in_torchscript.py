"""torch's own convolution in TorchScript, frozen and optimised for inference, where oneDNN takes over."""

import torch

unit = torch.jit.CompilationUnit("""
def f(x, w, b: Optional[Tensor], s: List[int], p: List[int]):
    return torch.conv2d(x, w, b, s, p)
""")


class Layer(torch.nn.Module):
    def __init__(self, weight):
        super().__init__()
        self.conv = torch.nn.Conv2d(weight.shape[1], weight.shape[0], weight.shape[2:], bias=False)
        self.conv.weight.data = weight

    def forward(self, images):
        return self.conv(images)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    pair = (lambda v: [v, v] if isinstance(v, int) else list(v))
    try:
        return unit.f(images, weight, bias, pair(stride), pair(padding))
    except RuntimeError as error:
        print("held:", str(error)[-100:])
    frozen = torch.jit.freeze(torch.jit.script(Layer(weight).eval()))
    torch._C._jit_pass_optimize_frozen_graph(frozen.graph)
    return frozen(images)
