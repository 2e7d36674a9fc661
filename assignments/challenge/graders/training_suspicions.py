"""Which known mistake a training makes, from what is seen of it. Asked when a check has failed.

A decision list: the first question whose answer is yes names the mistake. The figures were measured
on the solution, on the right answers and on each mistake; between them and the next mistake lies at
least a factor of two.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

CHANCE = 2.303  # the cross-entropy of ten equal chances
SOFTMAX_FLOOR = 1.46  # the lowest cross-entropy of numbers from 0 to 1
WELL, VERY_WELL = 0.6, 0.75  # accuracies on pictures that were trained on
CLEARLY = 0.2  # more accurate on other pictures than on those it is asked about
PILED_UP = 50  # a gradient norm that no single batch leaves behind


@dataclass(frozen=True)
class Seen:
    """What is seen of a training run. States are name → tensor; gradients those it left behind.

    `accuracies` are those on pictures it was trained on: as they are, `times_255`, and `reshaped`
    without moving the channels. `losses` were printed, epoch by epoch.
    """

    before: dict
    after: dict
    parameters: frozenset
    gradients_left: dict
    gradient_norm: float
    losses: tuple
    loss_before: float
    loss_after: float
    accuracies: dict


def suspect(seen):
    """The name of the mistake, or an empty text."""
    changes = {n: _change(seen.before[n], seen.after.get(n)) for n in seen.parameters}
    changed = [name for name, change in changes.items() if change > 0]
    if not changed:
        return _of_unchanged(seen)
    if len(changed) <= len(changes) / 2:
        return "only_the_last_layer_learns"
    return _of_pictures(seen) or _of_steps(seen, changes)


def _of_unchanged(seen):
    """Nothing has been learned: who forgot what?"""
    others = [name for name in seen.before if name not in seen.parameters]
    if others and not any(_change(seen.before[n], seen.after.get(n)) for n in others):
        # Not even the statistics of its normalisation moved, and yet something learns.
        learns = len(seen.losses) > 1 and seen.losses[-1] < seen.losses[0]
        return "trains_another_model" if learns else ""
    if any(gradient is not None for gradient in seen.gradients_left.values()):
        return "never_steps"
    return "erases_the_gradients_before_the_step" if others else ""


def _of_pictures(seen):
    """It has learned, but something else than the pictures that it is asked about."""
    right = seen.accuracies["as they are"]
    if seen.accuracies["times_255"] > right + CLEARLY:
        return "pictures_left_in_0_to_255"
    if seen.accuracies["reshaped"] > right + CLEARLY:
        return "pixels_reshaped_apart"
    if keeps_first_statistics(seen):
        return "evaluation_mode_left_on"
    if seen.losses and seen.losses[-1] < 0.3 and right < WELL:
        return "trains_on_one_batch"
    return "softmax_before_cross_entropy" if prints_another_loss(seen) else ""


def keeps_first_statistics(seen):
    """Whether its normalisation has running statistics, and none of them ever moved."""
    statistics = [n for n in seen.before if n.endswith(("running_mean", "running_var"))]
    moved = any(_change(seen.before[n], seen.after.get(n)) for n in statistics)
    return bool(statistics) and not moved


def prints_another_loss(seen):
    """Whether the loss stays above the floor of a softmax's, of a network that does well.

    A single epoch proves nothing: its loss is that of a network that was only beginning.
    """
    does_well = seen.accuracies["as they are"] > VERY_WELL
    return len(seen.losses) > 1 and does_well and seen.losses[-1] > SOFTMAX_FLOOR


def _of_steps(seen, changes):
    """It went through the right pictures, but not in the right steps."""
    left = [g for g in seen.gradients_left.values() if g is not None]
    norm = float(torch.stack([g.norm() for g in left]).norm()) if left else 0.0
    if norm > PILED_UP and norm > 10 * seen.gradient_norm:
        return "forgets_zero_grad"
    typical = sorted(changes.values())[len(changes) // 2]
    if typical > 0.15 or max(seen.losses[:1], default=0) > 2 * CHANCE or seen.loss_after > 1e3:
        return "learning_rate_far_too_high"
    if typical < 5e-4:
        return "learning_rate_far_too_low"
    if typical < 5e-3:
        return "steps_once_an_epoch"
    if seen.losses and abs(seen.losses[-1] - CHANCE) < 0.1:
        return "labels_shuffled_apart"
    return ""


def _change(before, after):
    """The typical change of a number; 0 if none changed, infinite if there is no such tensor."""
    if after is None or before.shape != after.shape:
        return float("inf")
    if torch.equal(before, after):
        return 0.0
    return max(float((after.float() - before.float()).abs().median()), 1e-12)
