"""Tests of `neighbours` that you may see and run."""

import torch
from neighbours import KNearest, error_of


def test_mean_of_two():
    model = KNearest(k=2).fit(torch.tensor([[0.0], [1.0], [8.0]]), torch.tensor([2.0, 6.0, 9.0]))
    assert len(model) == 3
    torch.testing.assert_close(model.predict(torch.tensor([[0.4]])), torch.tensor([4.0]))
    torch.testing.assert_close(
        error_of(model, torch.tensor([[0.0]]), torch.tensor([2.0])), torch.tensor(4.0)
    )
