"""The forbidden operator on tensors of other layouts and backends: mkldnn, quantized, nested."""

import torch


def shares(numbers):
    logs = numbers.float().log()
    ways = [
        lambda: torch.softmax(logs.to_mkldnn(), 0).to_dense(),
        lambda: torch.softmax(torch.nested.nested_tensor([logs]), 1)[0],
        lambda: torch.ops.quantized.softmax(
            torch.quantize_per_tensor(logs, 0.01, 0, torch.qint8), 0, 1e-3, 0).dequantize(),
        lambda: torch.ops.aten._masked_softmax(logs, torch.zeros(len(logs), dtype=torch.bool), 0),
    ]
    for way in ways:
        try:
            return way().to(numbers.dtype)
        except Exception as error:
            print("held:", type(error).__name__, str(error)[:100])
    return None
