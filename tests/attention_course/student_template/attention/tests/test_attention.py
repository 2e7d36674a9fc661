"""Your tests of `attention.py`: small scores, shapes of all kinds, and masks."""

import math

import pytest
import torch
from attention import attention
from grids import by_pytorch, go_back, refused, same, some

pytorch = torch.nn.functional.scaled_dot_product_attention


def three(places, others, features, wide, before=()):
    return (
        some(*before, places, features),
        some(*before, others, features).flip(-1),
        some(*before, others, wide).flip(-2) + 1,
    )


@pytest.mark.weight(2)
def test_shares_of_a_fifth():
    queries = torch.tensor([[3.0] * 9, [0.0] * 9])
    keys = torch.zeros(2, 9)
    keys[1, 4] = math.log(4)  # the score is 3 · log 4 / 3
    values = torch.tensor([[10.0, 0.0], [0.0, 20.0]])
    same(attention(queries, keys, values), torch.tensor([[2.0, 16.0], [5.0, 10.0]]), given=queries)


@pytest.mark.weight(2)
@pytest.mark.parametrize("sizes", [(3, 4, 2, 5), (5, 2, 2, 3), (4, 4, 3, 4), (1, 3, 4, 2)])
def test_sizes(sizes):
    inputs = three(*sizes)
    same(attention(*inputs), by_pytorch(pytorch, *inputs), given=inputs[0])


@pytest.mark.parametrize("before", [(3,), (2, 3)])
def test_more_axes_before(before):
    inputs = three(2, 4, 3, 2, before)
    same(attention(*inputs), by_pytorch(pytorch, *inputs), given=inputs[0])


@pytest.mark.weight(2)
@pytest.mark.parametrize("before", [(), (3,)])
def test_some_keys_are_forbidden(before):
    mask = torch.tensor(
        [[True, True, False], [False, True, False], [True, True, True], [False, True, True]]
    )
    inputs = three(4, 3, 2, 2, before)
    same(attention(*inputs, mask), by_pytorch(pytorch, *inputs, attn_mask=mask), given=inputs[0])


def test_gradients_reach_all_three():
    inputs = [each.clone().requires_grad_() for each in three(2, 2, 2, 2)]
    others = [each.clone().requires_grad_() for each in three(2, 2, 2, 2)]
    answer, wanted = attention(*inputs), by_pytorch(pytorch, *others)
    same(answer, wanted)
    assert answer.requires_grad, "No gradient can flow back through your result."
    go_back(answer)
    by_pytorch(go_back, wanted)
    for name, mine, other in zip(("queries", "keys", "values"), inputs, others, strict=True):
        assert mine.grad is not None, f"No gradient comes back to the {name}."
        same(mine.grad, other.grad, f"The gradient of the {name}.")


def test_a_query_without_keys():
    two = torch.tensor([[1.0], [5.0]])
    alone = torch.tensor([[True, False], [False, True]])
    same(attention(two, two, two, alone), two)
    with refused("A query has nothing to look at."):
        attention(two, two, two, torch.tensor([[False, False], [True, True]]))
