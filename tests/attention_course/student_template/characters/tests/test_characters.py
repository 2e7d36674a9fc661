"""Your tests of `characters.py`: shapes, and a training that gets somewhere."""

import pytest
import torch
from characters import Model, train
from grids import has_shape
from story import LENGTH, LETTERS, TEXT, encode


def test_scores_have_a_place_for_each_letter():
    has_shape(
        Model(len(LETTERS), LENGTH)(torch.zeros(3, LENGTH, dtype=torch.int64)), (3, len(LETTERS))
    )


@pytest.mark.weight(2)
def test_most_characters_of_the_story_are_foretold():
    codes = encode(TEXT)
    contexts, targets = codes.unfold(0, LENGTH, 1)[:-1], codes[LENGTH:]
    torch.manual_seed(1)
    model = train(contexts, targets, len(LETTERS)).eval()
    with torch.no_grad():
        right = (model(contexts).argmax(dim=1) == targets).float().mean().item()
    assert right > 0.85, f"{right:.0%} of the story's own characters are foretold; 85% should be."
