"""Hidden checks of `training.train`: the network is judged by its loss on hidden lines."""

import math
import re

import pytest
import torch
from torch.nn import functional as F

from autograder import expect
from autograder.grading import trained
from autograder.grading.accuracy import MeasuredLoss, judge, missed

LOSS = re.compile(r"loss (\d+\.\d+)")


class Runs:
    """The trainings of one submission, and the verdict on the best."""

    def __init__(self, student, text, training, device, seed, start_over):
        self._student, self._text, self._device = student, text, device
        self._training, self._seed, self._start_over = training, seed, start_over
        self._networks, self.unchanged, self.curves, self._drawn = [], [], [], 0
        self.of_first_line = []  # the loss of the first line that it trains on
        chance = math.log(len(text.ALPHABET))  # the loss of guessing
        self.verdict = judge(training, self._measure, chance=chance)
        self.best = self.verdict.runs.index(self.verdict.best)

    def _measure(self, run, examples):
        """The loss of run 0, 1 … on so many further hidden lines, one number a line."""
        if run == len(self._networks):
            self._start_over(run)
            self._networks.append(self._train())
        self._drawn += 1
        lines = self._text.lines(self._seed + self._drawn, examples)
        return MeasuredLoss.of(self._losses(self._networks[run], lines))

    def _losses(self, network, lines):
        """The mean loss of each line: its letters depend on each other."""
        logits = trained.answers(network, lines[:, :-1])
        expect.shape(logits, (*lines[:, 1:].shape, len(self._text.ALPHABET)))
        return F.cross_entropy(logits.mT, lines[:, 1:], reduction="none").mean(dim=1)

    def _train(self):
        network = self._student.of_("model").NextLetter(len(self._text.ALPHABET))
        expect.layer(network)
        before = network.state_dict()
        lines = self._text.lines(0, 800)
        trained.train(self._student, network, lines, training=self._training, device=self._device)
        after = network.state_dict()
        self.unchanged.append(all(torch.equal(before[name], after[name]) for name in before))
        self.of_first_line.append(float(self._losses(network, lines[:1])))
        self.curves.append([float(n) for n in LOSS.findall(self._student.answers_.printed())])
        return network


@pytest.fixture
def runs(student, given, training, device, rng, start_over, shared):
    """Trained once for all checks."""
    seed = int(torch.randint(2**31, (), generator=rng))
    text = given("text")
    return shared("runs", lambda: Runs(student, text, training, device, seed, start_over))


def test_training_changes_the_network(runs, looks_like):
    """Training changes the parameters of the network that it is given."""
    if runs.unchanged[runs.best]:
        looks_like("never_steps")
    expect.that(not runs.unchanged[runs.best], "After training, all parameters are as before.")


@pytest.mark.weight(3)
def test_new_lines_are_continued(runs, training, record, looks_like):
    """Trained within the budget, the network continues lines that it has never seen."""
    verdict = runs.verdict
    for name, value in verdict.figures().items():
        record(name, value)
    record("learning_curve", runs.curves[runs.best])
    above = missed(training, verdict.best.value)
    more = f" Up to {above.loss:g} it earns more." if above else ""
    sentence = expect.ours(f"On hidden lines, the network has {verdict.in_words()}.{more}")
    if runs.unchanged[runs.best]:
        looks_like("never_steps")
    elif not verdict.share and runs.of_first_line[runs.best] < 0.2:
        looks_like("trains_on_one_line")
    expect.partly(verdict.share, sentence, told=sentence)
