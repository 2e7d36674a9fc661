"""Which known mistake a training makes, from what happens while it trains.

Asked when a check has failed. Nothing that is printed is read. The student's code trains once more,
for a few seconds and on a few pictures, while the sandbox watches: see `Witnessed`. A yes to a
question below proves its sentence for every network and every style. The first yes counts; without
one, nothing is named.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CHANCE = math.log(10)  # the cross-entropy of ten equal probabilities
CLEARLY = 0.05  # more accurate on other pictures than on those it is asked about
NEARLY_ALL = 0.9
ENOUGH = 10  # calls, steps or losses before "always" means something
LONGER, SHORTER = 100.0, 0.01
PICTURES, PROCESSOR_SECONDS, SECONDS = 1024, 8.0, 60.0


@dataclass(frozen=True)
class Observations:
    """What was observed of the training that was judged. States are name → tensor.

    `accuracies` are those on pictures it was trained on: as they are, `times_255`, and `reshaped`
    without moving the channels.
    """

    before: dict
    after: dict
    parameters: frozenset
    loss_before: float
    loss_after: float
    accuracies: dict


@dataclass(frozen=True)
class Case:
    """Everything that a question may look at. `again` watches a training of `stride` long steps."""

    seen: Observations
    facts: Any
    again: Callable[[float], Any]

    @property
    def unchanged(self):
        return {n for n in self.seen.parameters if _is_same(self.seen, n)}

    def gains(self, accuracy):
        """Whether it is clearly more accurate on such pictures than on those it is judged by."""
        accuracies = self.seen.accuracies
        return accuracies[accuracy] > accuracies["as they are"] + CLEARLY

    def of_shown(self, count):
        """Whether so many are nearly all of the pictures that were shown."""
        return count >= NEARLY_ALL * self.facts.examples > 0


def suspect(seen, watch):
    """The name of the mistake, or an empty text.

    `watch(stride)` gives what was observed of a short training, or None if it failed.
    """
    facts = watch(1.0)
    if facts is None:
        return ""
    case = Case(seen, facts, watch)
    stays = len(case.unchanged) == len(seen.parameters) and not facts.moved
    if stays and facts.was_stopped:
        return ""  # the network might have been changed at the end
    return next((name for name, holds in (UNCHANGED if stays else CHANGED) if holds(case)), "")


def watch(student, pictures, labels, device):
    """Gives a function that trains a new network briefly, and returns what was observed."""

    def train(stride):
        network = student.of_("model").TinyImageClassifier()
        network.train()
        watched = student.within_(cpu_seconds=PROCESSOR_SECONDS, wall_seconds=SECONDS)
        watched = watched.watched_(stride=stride)
        watched.train(network, pictures[:PICTURES], labels[:PICTURES], device)
        return watched.witnessed_()

    return train


def _trains_another_model(case):
    """It never changed. Other models of its class were called or stepped, and it was not."""
    facts = case.facts
    is_strange = facts.steps and not facts.own_steps
    return is_strange or (facts.others and not facts.calls and not facts.own_steps)


def _never_steps(case):
    return case.facts.reached and not case.facts.steps


def _erases_the_gradients(case):
    facts = case.facts
    return facts.reached and facts.own_steps == facts.steps_without_gradient > 0


def _only_the_last_layer(case):
    """Most parameters got gradients, but no optimizer has them, and they never changed."""
    half = len(case.seen.parameters) / 2
    facts = case.facts
    return facts.own_steps and facts.unknown_to_optimizers >= half <= len(case.unchanged)


def _pictures_in_0_to_255(case):
    return case.facts.dimmest > 100 and case.gains("times_255")


def _pixels_reshaped(case):
    return case.of_shown(case.facts.known_reshaped) and case.gains("reshaped")


def _labels_apart(case):
    facts = case.facts
    return case.of_shown(facts.pairs) and facts.pairs_right < facts.pairs / 2


def _one_batch(case):
    """Every step used the same few pictures, though there are others."""
    facts = case.facts
    few = facts.distinct <= facts.largest_batch < PICTURES / 2
    return case.of_shown(facts.known) and few and facts.own_steps >= ENOUGH <= facts.calls


def _steps_once_an_epoch(case):
    """Several batches, which together hold all pictures, came before each step."""
    facts = case.facts
    waits = facts.examples_between >= NEARLY_ALL * PICTURES and facts.calls_between >= ENOUGH
    return bool(facts.own_steps) and waits


def _softmax_before_the_loss(case):
    return len(case.facts.losses) == case.facts.losses_of_shares >= ENOUGH


def _evaluation_mode(case):
    facts = case.facts
    return keeps_first_statistics(case.seen) and facts.calls == facts.in_evaluation > 0


def _forgets_zero_grad(case):
    return case.facts.after_steps == case.facts.piled_up >= ENOUGH


def _rate_too_high(case):
    """The loss rose far above chance and did not come back; with short steps it falls."""
    facts, losses = case.facts, _quarters(case.facts.losses)
    if not losses or facts.uphill or facts.dimmest > ENOUGH or not facts.own_steps:
        return False
    rises = max(losses) > 2 * CHANCE or math.isnan(sum(losses))
    return rises and not losses[-1] < NEARLY_ALL * CHANCE and _learns(case.again(SHORTER))


def _rate_too_low(case):
    """The loss hardly falls; with long steps the same training learns far more."""
    facts, losses = case.facts, _quarters(case.facts.losses)
    if not losses or facts.uphill or not facts.own_steps or facts.steps_without_gradient:
        return False
    hardly = losses[-1] > 0.98 * min(losses[0], CHANCE) and 0.9 < losses[-1] / losses[0] < 1.02
    return hardly and _learns(case.again(LONGER))


def _learns(facts):
    losses = _quarters(facts.losses) if facts else []
    return bool(losses) and losses[-1] < 0.95 * min(losses[0], CHANCE)


def _quarters(losses):
    """The mean loss of each quarter of a training; nothing for very short ones."""
    size = len(losses) // 4
    parts = [losses[size * i : size * (i + 1)] for i in range(4)]
    return [sum(part) / size for part in parts] if size >= ENOUGH / 2 else []


UNCHANGED = (
    ("trains_another_model", _trains_another_model),
    ("never_steps", _never_steps),
    ("erases_the_gradients_before_the_step", _erases_the_gradients),
)
CHANGED = (
    ("only_the_last_layer_learns", _only_the_last_layer),
    ("pictures_left_in_0_to_255", _pictures_in_0_to_255),
    ("pixels_reshaped_apart", _pixels_reshaped),
    ("labels_shuffled_apart", _labels_apart),
    ("trains_on_one_batch", _one_batch),
    ("steps_once_an_epoch", _steps_once_an_epoch),
    ("softmax_before_cross_entropy", _softmax_before_the_loss),
    ("evaluation_mode_left_on", _evaluation_mode),
    ("forgets_zero_grad", _forgets_zero_grad),
    ("learning_rate_far_too_high", _rate_too_high),
    ("learning_rate_far_too_low", _rate_too_low),
)


def keeps_first_statistics(seen):
    """Whether its normalisation has running statistics, and none of them ever changed."""
    statistics = [n for n in seen.before if n.endswith(("running_mean", "running_var"))]
    return bool(statistics) and all(_is_same(seen, name) for name in statistics)


def _is_same(seen, name):
    before, after = seen.before[name], seen.after.get(name)
    return after is not None and before.shape == after.shape and bool((before == after).all())
