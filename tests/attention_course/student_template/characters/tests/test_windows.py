"""Your tests of `windows.py`: texts of a few characters."""

import pytest
import torch
from grids import refused, same
from windows import windows


def pair(codes, length):
    answer = windows(codes, length)
    assert isinstance(answer, tuple | list) and len(answer) == 2, "Return contexts and targets."
    return answer


@pytest.mark.weight(2)
def test_six_characters():
    codes = torch.tensor([3, 1, 4, 1, 5, 9])
    contexts, targets = pair(codes, 4)
    same(contexts, torch.tensor([[3, 1, 4, 1], [1, 4, 1, 5]]), "The contexts.", given=codes)
    same(targets, torch.tensor([5, 9]), "The targets.", given=codes)


@pytest.mark.weight(2)
@pytest.mark.parametrize(("characters", "length"), [(7, 3), (9, 2), (6, 5), (3, 1)])
def test_longer_and_shorter(characters, length):
    codes = torch.arange(characters) * 7 % 11
    contexts, targets = pair(codes, length)
    count = characters - length
    wanted = [[int(codes[row + place]) for place in range(length)] for row in range(count)]
    same(contexts, torch.tensor(wanted), "The contexts.", given=codes)
    same(targets, torch.tensor([int(codes[row + length]) for row in range(count)]), "The targets.")


def test_text_without_an_example():
    contexts, targets = pair(torch.tensor([6, 2]), 1)
    same(contexts, torch.tensor([[6]]), "The contexts.")
    same(targets, torch.tensor([2]), "The targets.")
    with refused("Two characters hold no window of two with something behind it."):
        windows(torch.tensor([6, 2]), 2)
