"""Your tests of `scaling.py`: a new layer, and one with other parameters."""

import pytest
import torch
from grids import go_back, same, some
from scaling import Scaling

BATCH = torch.tensor([[1.0, 2.0], [3.0, 4.0]])


def layer_with(weight, bias):
    layer = Scaling(len(weight))
    layer.load_state_dict({"weight": torch.tensor(weight), "bias": torch.tensor(bias)})
    return layer


@pytest.mark.weight(2)
@pytest.mark.parametrize(
    ("weight", "bias", "result"),
    [([10.0, 2.0], [3.0, 5.0], [[13, 9], [33, 13]]), ([2.0, 3.0], [5.0, 7.0], [[7, 13], [11, 19]])],
)
def test_each_feature_is_scaled_and_shifted(weight, bias, result):
    same(layer_with(weight, bias)(BATCH), torch.tensor(result, dtype=torch.float32), given=BATCH)


def test_new_layer_returns_the_batch():
    same(Scaling(2)(BATCH), BATCH, "The weights are ones, the biases zeros.")
    same(layer_with([10.0, 2.0], [3.0, 5.0])(BATCH), torch.tensor([[13.0, 9.0], [33.0, 13.0]]))


def test_gradient_reaches_batch_weight_and_bias():
    layer, batch = layer_with([2.0, 3.0], [5.0, 7.0]), some(3, 2).requires_grad_()
    answer = layer(batch)

    go_back(answer)

    inflow = some(3, 2)  # what `go_back` sends
    assert layer.weight.grad is not None, "No gradient comes back to the weight."
    assert layer.bias.grad is not None, "No gradient comes back to the bias."
    assert batch.grad is not None, "No gradient comes back to the batch."
    same(answer, batch * torch.tensor([2.0, 3.0]) + torch.tensor([5.0, 7.0]))
    same(layer.weight.grad, (inflow * batch).sum(dim=0), "The gradient of the weight.")
    same(layer.bias.grad, inflow.sum(dim=0), "The gradient of the bias.")
