"""Hidden checks of `model.NextLetter`: what each network that continues texts should do."""

import torch

from autograder import expect

ALPHABET = 28


def network_of(student):
    network = student.NextLetter(ALPHABET)
    expect.layer(network)
    network.eval()
    return network


def test_scores_depend_on_the_letters_before(student, rng, looks_like):
    """The scores at a place depend on the letters up to there, and on no later one."""
    lines = torch.randint(ALPHABET, (3, 9), generator=rng)
    others = lines.clone()
    others[:, 5:] = (others[:, 5:] + 7) % ALPHABET
    network = network_of(student)

    before, after = network.infer(lines), network.infer(others)

    expect.shape(before, (3, 9, ALPHABET))
    expect.shape(after, (3, 9, ALPHABET))
    change = (before - after).abs().amax((0, 2))
    if change[:5].max() > 1e-4:
        looks_like("sees_the_future")
    expect.that(change[:5].max() <= 1e-4, "Scores change with letters that come later.")
    expect.that(change[5:].min() > 1e-6, "Scores don't change with the letters before them.")
