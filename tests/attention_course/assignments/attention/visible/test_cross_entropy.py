"""Your tests of `cross_entropy.py`: shares whose logarithms you know."""

import math

import pytest
import torch
from cross_entropy import cross_entropy
from grids import by_pytorch, go_back, refused, same, some


@pytest.mark.weight(2)
def test_targets_with_a_third_and_a_ninth():
    scores = torch.tensor([[3.0, 3.0, 3.0], [1.0, 3.0, 5.0]]).log()
    same(cross_entropy(scores, torch.tensor([2, 0])), torch.tensor(1.5 * math.log(3)), given=scores)


@pytest.mark.weight(2)
@pytest.mark.parametrize(("examples", "classes"), [(1, 4), (5, 2), (4, 4), (3, 6)])
def test_more_examples_and_classes(examples, classes):
    scores, targets = some(examples, classes), torch.arange(examples) * 3 % classes
    wanted = by_pytorch(torch.nn.functional.cross_entropy, scores, targets)
    same(cross_entropy(scores, targets), wanted, given=scores)


@pytest.mark.parametrize("size", [0.0, 900.0])
def test_large_surprise(size):
    scores = torch.tensor([[size, size - 150.0], [size, size - 250.0]])
    same(cross_entropy(scores, torch.tensor([1, 1])), torch.tensor(200.0), given=scores)


def test_gradient_reaches_the_scores():
    scores, others, targets = (
        some(2, 3).requires_grad_(),
        some(2, 3).requires_grad_(),
        torch.tensor([0, 2]),
    )
    answer = cross_entropy(scores, targets)
    wanted = by_pytorch(torch.nn.functional.cross_entropy, others, targets)
    same(answer, wanted)
    assert answer.requires_grad, "No gradient can flow back through your result."
    go_back(answer)
    by_pytorch(go_back, wanted)
    same(scores.grad, others.grad, "The gradient of the scores.")


def test_no_examples():
    same(cross_entropy(torch.tensor([[2.0, 2.0]]), torch.tensor([0])), torch.tensor(math.log(2)))
    with refused("Without examples there is no mean."):
        cross_entropy(torch.zeros(0, 3), torch.zeros(0, dtype=torch.int64))
