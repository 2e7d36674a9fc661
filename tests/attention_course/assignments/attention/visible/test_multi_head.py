"""Your tests of `multi_head.py`: your layer and PyTorch's, with the same numbers in both."""

import pytest
import torch
from grids import by_pytorch, go_back, refused, same, some
from multi_head import MultiHead
from torch import nn


def pair(width, heads):
    """Your layer and PyTorch's, with the same parameters."""
    mine, other = MultiHead(width, heads), nn.MultiheadAttention(width, heads, batch_first=True)
    shapes = {name: value.shape for name, value in other.state_dict().items()}
    state = {name: some(*shape).flip(0) for name, shape in shapes.items()}
    names = {name for name, _ in mine.named_parameters()}
    assert names == set(state), (
        f"The parameters are {sorted(names)}; they should be {sorted(state)}."
    )
    mine.load_state_dict(state)
    other.load_state_dict(state)
    return mine, lambda batch, mask=None: by_pytorch(
        other, batch, batch, batch, attn_mask=None if mask is None else ~mask
    )[0]


@pytest.mark.weight(2)
@pytest.mark.parametrize("shape", [(1, 2, 3), (2, 3, 4), (3, 4, 2)])
def test_layer_with_a_single_head(shape):
    mine, other = pair(shape[-1], 1)
    same(mine(some(*shape)), other(some(*shape)), given=some(*shape))


@pytest.mark.weight(3)
@pytest.mark.parametrize(
    ("shape", "heads"), [((1, 2, 4), 2), ((2, 3, 6), 2), ((2, 4, 6), 3), ((1, 3, 3), 3)]
)
def test_layer_with_more_heads(shape, heads):
    mine, other = pair(shape[-1], heads)
    same(mine(some(*shape)), other(some(*shape)), given=some(*shape))


@pytest.mark.parametrize("heads", [1, 3])
def test_no_look_to_the_right(heads):
    mine, other = pair(6, heads)
    mask = torch.ones(4, 4, dtype=torch.bool).tril()
    same(mine(some(2, 4, 6), mask), other(some(2, 4, 6), mask), given=some(2, 4, 6))


def test_gradient_reaches_the_batch():
    mine, other = pair(4, 2)
    batch, same_batch = some(2, 3, 4).requires_grad_(), some(2, 3, 4).requires_grad_()
    answer, wanted = mine(batch), other(same_batch)
    same(answer, wanted)
    go_back(answer)
    by_pytorch(go_back, wanted)
    assert batch.grad is not None, "No gradient comes back to the batch."
    same(batch.grad, same_batch.grad, "The gradient of the batch.")


def test_heads_have_to_fit():
    mine, other = pair(4, 4)
    same(mine(some(1, 2, 4)), other(some(1, 2, 4)))
    with refused("Seven features can't be divided into three heads."):
        MultiHead(7, 3)
