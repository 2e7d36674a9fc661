"""torch's quantized, prepacked and XNNPACK convolutions."""

import torch


def conv2d(images, weight, bias=None, stride=1, padding=0):
    pair = (lambda v: [v, v] if isinstance(v, int) else list(v))
    s, p = pair(stride), pair(padding)
    ways = [
        lambda: torch.ops.prepacked.conv2d_clamp_run(
            images, torch.ops.prepacked.conv2d_clamp_prepack(weight, bias, s, p, [1, 1], 1)),
        lambda: torch.ops.mkldnn._convolution_pointwise(images, weight, bias, p, s, [1, 1], 1, "none", [], ""),
        lambda: torch.ops.mkldnn_prepacked.conv2d_run(
            images, torch.ops.mkldnn_prepacked.conv2d_prepack(
                weight, bias, s, p, [1, 1], 1, list(images.shape), "None")),
        lambda: torch.conv2d(images.to_mkldnn(), weight.to_mkldnn(), bias, s, p).to_dense(),
        lambda: torch.ops.onednn.qconv2d_pointwise,
        lambda: torch.nn.functional.conv2d(images.to("meta"), weight.to("meta")),
    ]
    for way in ways[:4]:
        try:
            return way()
        except Exception as error:
            print("held:", type(error).__name__, str(error)[:80])
    return torch.conv2d(images, weight, bias, s, p)
