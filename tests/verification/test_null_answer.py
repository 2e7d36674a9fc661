"""Tests the submission with empty answers, as far as it makes objects."""

from __future__ import annotations

import enum

import numpy as np
import pytest
import torch

from autograder.verification import null_answer


class Counter:
    """Counts in a tensor."""

    def __init__(self, start):
        if start < 0:
            raise ValueError("too little")
        self.count = torch.tensor(float(start))

    def add(self, number):
        self.count += number

    def chained(self, number):
        self.add(number)
        return self

    def twice(self, number):
        return 2 * self.count + number

    def __len__(self):
        return int(self.count)

    def __call__(self, number):
        return np.array([number])

    def __getitem__(self, place):
        return self.count


@pytest.mark.parametrize(("answer", "wanted"), [("zeros", 0.0), ("ones", 1.0)])
def test_an_object_works_and_tells_nothing(answer, wanted, monkeypatch):
    monkeypatch.setattr(null_answer, "ANSWER", answer)
    counter = null_answer.instead_of_class(Counter)(3)

    assert counter.add(2.0) is None
    assert counter.chained(1.0) is counter
    assert float(counter.right.count) == 6
    assert float(counter.count) == float(counter.twice(1.0)) == float(counter[0]) == wanted
    assert counter(5.0).tolist() == [wanted]
    assert len(counter) == wanted
    assert float(null_answer.instead_of(lambda given: given.count)(counter)) == wanted


def test_what_is_refused_is_refused():
    with pytest.raises(ValueError, match="too little"):
        null_answer.instead_of_class(Counter)(-1)
    with pytest.raises(AttributeError):
        null_answer.instead_of_class(Counter)(1).nothing  # noqa: B018 - reading asks


def test_exceptions_and_enums_stay_what_they_are(monkeypatch):
    class Odd(ValueError):
        pass

    class Way(enum.Enum):
        UP = 1

    module = type("module", (), {"Odd": Odd, "Way": Way, "Counter": Counter})
    for thing in (Odd, Way, Counter):
        thing.__module__ = "module"
    monkeypatch.setattr(null_answer, "right_module", lambda name: module)
    try:
        null_answer.hand_in("module")
        assert null_answer.Odd is Odd
        assert null_answer.Way is Way
        assert isinstance(null_answer.Counter(1), null_answer.Null)
    finally:
        for name in ("Odd", "Way", "Counter"):
            vars(null_answer).pop(name, None)
