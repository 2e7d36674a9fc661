"""Asks a finished network for its answers, within the grader's own memory.

Nothing is kept for gradients that nobody needs, and a batch that does not fit is asked in parts.
"""

import functools

import torch
from layer_kinds import KINDS
from torch.nn import functional as F

from autograder import expect
from autograder.errors import StudentDied, StudentOutOfMemory

BATCH = 100  # pictures that are judged together, if the network's memory allows
SCALES = torch.logspace(-4, 2, 61)  # by which logits may be multiplied
ONE_PICTURE = "For a single picture, the network needs more memory than there is for judging."


def forward(call, images, scale=1 / 255):
    """The logits of uint8 pictures, in batches that fit; `call` is the network, or a part of it.

    The memory for this is the grader's: if a batch does not fit, it is halved.
    """
    parts, size, start, too_large = [], BATCH, 0, None
    while start < len(images):
        batch = images[start : start + size]
        try:
            logits = call(batch.float() * scale)
        except StudentOutOfMemory as error:
            if size == 1:
                raise StudentOutOfMemory(ONE_PICTURE) from None
            size, too_large = max(1, size // 2), error
            continue
        except StudentDied:
            if too_large is None:
                raise
            raise too_large from None  # it had died of the batch before
        expect.shape(logits, (len(batch), 10), name="The tensor of logits")
        parts.append(logits.detach().float())
        start += size
    return torch.cat(parts)


def without(network, images, labels):
    """Accuracies (0 to 1) while all convolutions, and while all poolings, answer zeros."""
    silent = {kind: functools.partial(_silent, network, kind) for kind in KINDS}
    return {kind: accuracy(forward(silent[kind], images), labels) for kind in KINDS}


def _silent(network, kind, images):
    return network.ablate(images, **KINDS[kind])[0]


def loss(logits, labels):
    """Cross-entropy of the logits, multiplied by what suits them best; infinite where it is NaN.

    Training with another loss, or with a temperature, gives logits of another size. That is no
    mistake: the question is how much they say about the classes.
    """
    losses = torch.stack([F.cross_entropy(logits * scale, labels) for scale in SCALES])
    return float(losses.nan_to_num(float("inf")).min())


def accuracy(logits, labels):
    return float((logits.argmax(1) == labels).float().mean())


def reshaped(images):
    """The pictures (N, C, H, W) after a wrong `reshape` from (N, H, W, C)."""
    return images.permute(0, 2, 3, 1).reshape(images.shape)
