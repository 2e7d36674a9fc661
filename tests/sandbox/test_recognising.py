"""Tests finding given examples again: pictures although they were scaled, others as they are."""

from __future__ import annotations

import torch

from autograder.sandbox.inside.recognising import Album
from autograder.sandbox.inside.witness import watched


def test_pictures_are_found_after_scaling_and_not_after_a_reshape():
    pictures = torch.rand(20, 3, 8, 8)
    album = Album(pictures)
    reshaped = pictures.permute(0, 2, 3, 1).reshape(pictures.shape)

    assert album.find(pictures[[4, 2]] * 3 - 1).tolist() == [4, 2]
    assert album.find(reshaped[:1]).tolist() == [-1]
    assert album.find_reshaped(reshaped[[5]]).tolist() == [5]


def test_texts_are_found_where_they_are_the_same():
    lines = torch.randint(28, (50, 24))
    album = Album(lines)

    assert album.find(torch.stack([lines[3], lines[7], lines[3] + 1])).tolist() == [3, 7, -1]
    assert album.find_reshaped(lines[:2]).tolist() == [-1, -1]


def test_what_has_another_shape_is_not_found():
    assert Album(torch.rand(4, 3)).find(torch.rand(2, 5)).tolist() == [-1, -1]
    assert Album(torch.arange(5.0)).find(torch.tensor([3.0, 9.0])).tolist() == [3, -1]


def test_a_training_without_labels_is_observed():
    lines = torch.randint(28, (6, 9))
    network = torch.nn.Sequential(torch.nn.Embedding(28, 8), torch.nn.Linear(8, 28))
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)

    with watched([network, lines, torch.device("cpu")], 1.0) as says:
        for batch in lines.split(2):
            logits = network(batch)
            loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), batch.flatten())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    seen = says(False)

    assert (seen.calls, seen.steps, seen.examples, seen.known, seen.distinct) == (3, 3, 6, 6, 6)
    assert (seen.pairs, seen.moved, len(seen.losses)) == (0, 3, 3)
