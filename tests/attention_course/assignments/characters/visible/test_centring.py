"""Your tests of `centring.py`: small numbers, which you can check with a pencil."""

import pytest
import torch
from centring import centred
from grids import refused, same, some, unchanged


def small_batch():
    """Three examples of two features. The means are 2 and 50."""
    return torch.tensor([[1.0, 30.0], [2.0, 50.0], [3.0, 70.0]])


CENTRED = torch.tensor([[-1.0, -20.0], [0.0, 0.0], [1.0, 20.0]])


@pytest.mark.weight(2)
def test_mean_of_each_feature_is_taken_away():
    same(centred(small_batch()), CENTRED, given=small_batch())


@pytest.mark.weight(2)
@pytest.mark.parametrize("shape", [(3, 3), (2, 4), (6, 2)])
def test_more_examples_and_features(shape):
    batch = some(*shape)
    means = torch.stack([column.sum() / shape[0] for column in batch.T])
    wanted = torch.stack([row - means for row in batch])

    same(centred(batch), wanted, given=batch)


def test_float64_stays_float64():
    same(centred(small_batch().double()), CENTRED.double())


def test_batch_stays_as_it_was():
    batch = small_batch()

    same(centred(batch), CENTRED)
    unchanged(small_batch(), batch, "the batch")


def test_no_examples():
    same(centred(small_batch()), CENTRED)
    with refused("A batch of no examples has no mean."):
        centred(torch.zeros(0, 3))
