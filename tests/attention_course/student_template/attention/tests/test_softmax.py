"""Your tests of `softmax.py`: small numbers, which you can check with a pencil."""

import math

import pytest
import torch
from grids import by_pytorch, go_back, refused, same, some, unchanged
from softmax import softmax


def logarithms(*shares):
    return torch.tensor(shares).log()


@pytest.mark.weight(2)
def test_shares_of_two_rows():
    scores = logarithms([1.0, 1.0, 2.0], [7.0, 2.0, 1.0])
    same(softmax(scores), torch.tensor([[0.25, 0.25, 0.5], [0.7, 0.2, 0.1]]), given=scores)


@pytest.mark.weight(2)
@pytest.mark.parametrize("shape", [(4,), (3, 2), (4, 4), (2, 4, 3), (3, 2, 2, 3)])
def test_last_axis_of_any_shape(shape):
    scores = some(*shape)
    same(softmax(scores), by_pytorch(torch.softmax, scores, dim=-1), given=scores)


@pytest.mark.parametrize("size", [800.0, -800.0])
def test_huge_scores(size):
    scores = size + torch.tensor([0.0, 3.0])
    same(softmax(scores), torch.tensor([1.0, math.e**3]) / (1 + math.e**3), given=scores)


def test_rows_of_different_size():
    scores = torch.tensor([[700.0, 700.0], [0.0, math.log(4)]])
    same(softmax(scores), torch.tensor([[0.5, 0.5], [0.2, 0.8]]), given=scores)


def test_minus_infinity():
    scores = torch.tensor([[0.0, -math.inf, math.log(3)]])
    same(softmax(scores), torch.tensor([[0.25, 0.0, 0.75]]), given=scores)


def test_float64_stays_float64():
    scores = torch.tensor([[1.0, 4.0]], dtype=torch.float64).log()
    same(softmax(scores), torch.tensor([[0.2, 0.8]], dtype=torch.float64), given=scores)


def test_scores_stay_as_they_were():
    scores = torch.tensor([[3.0, 3.0, 3.0, 3.0]])
    same(softmax(scores), torch.full((1, 4), 0.25))
    unchanged(torch.full((1, 4), 3.0), scores, "the scores")


def test_gradient_reaches_the_scores():
    scores, others = some(2, 3).requires_grad_(), some(2, 3).requires_grad_()
    answer, wanted = softmax(scores), by_pytorch(torch.softmax, others, dim=-1)
    same(answer, wanted)
    assert answer.requires_grad, "No gradient can flow back through your result."
    go_back(answer)
    by_pytorch(go_back, wanted)
    same(scores.grad, others.grad, "The gradient of the scores.")


def test_no_scores():
    same(softmax(torch.tensor([0.0, 0.0])), torch.tensor([0.5, 0.5]))
    with refused("There is nothing to share."):
        softmax(torch.zeros(3, 0))
