"""Trains a network, again where chance could decide, or loads its checkpoint; then judges it.

The pictures to train on are public, those to judge by come from the course's secret seed, and
their labels never leave this process. All of it happens once for all checks of a submission.
Students have `train_as_graded.py`, which repeats the steps up to the end of a training.
"""

import functools
import re
import time
from dataclasses import dataclass, field

import checkpoints
import torch
from judging import accuracy, forward, loss, reshaped, without
from training_suspicions import Observations

from autograder import expect
from autograder.errors import StudentOutOfMemory, StudentTimeout
from autograder.grading.accuracy import Measured, Verdict, is_stuck, judge

LOOKED_AT = 500  # pictures on which the loss, and the need for convolution, are measured
HELP = (
    "What usually helps: `nn.BatchNorm2d` after each convolution, a lower learning rate, ReLU "
    "after each convolution, another optimizer (Adam), more epochs."
)
LOSS = re.compile(r"loss\D{0,3}(\d+(?:\.\d*)?(?:e-?\d+)?)", re.IGNORECASE)


@dataclass
class Run:
    """What was observed of one network. States are name → tensor."""

    seen: Observations
    seed: int
    was_stopped: bool
    logits_of_training: torch.Tensor
    curve: tuple = ()  # losses that were printed: for a picture, never for a verdict
    logits: list = field(default_factory=list)
    without: dict = field(default_factory=dict)  # kind of layer → accuracy when it is silent


@dataclass
class TrainingRuns:
    """All runs of a submission, and the verdict. `training` are the public pictures.

    `checkpoint` is the file that is judged in place of a training, or empty.
    """

    runs: list
    verdict: Verdict
    training: object
    hidden: object
    checkpoint: str

    @property
    def best(self):
        return self.runs[self.verdict.runs.index(self.verdict.best)]


class HiddenPictures:
    """The pictures that everybody is judged by, and further ones, painted when they are needed."""

    def __init__(self, tiny_images, seed, counts):
        self._load, self._seed, self._counts = tiny_images.load, seed, counts

    @functools.cache  # noqa: B019 - lives as long as the process that grades
    def part(self, number):
        return self._load("test", seed=self._seed + number, count=self._counts[number])


@functools.cache
def public_pictures(tiny_images):
    """The same for everybody, and painted once: nothing here or in a worker writes into them."""
    return tiny_images.load("train")


@functools.cache
def hidden_pictures(tiny_images, seed, counts):
    return HiddenPictures(tiny_images, seed, counts)


def train_and_judge(student, tiny_images, training, device, *, seed, start_over, say):
    """Train or load, judge, and repeat where chance could decide. `say` leaves a note."""
    public = public_pictures(tiny_images)
    hidden = hidden_pictures(tiny_images, seed, (training.pictures, training.more_pictures))
    found = checkpoints.found(student, training)
    runs, networks = [], []

    def measure(number, _):
        if number == len(runs):
            drawn = start_over(number)
            network, run = _made(student, training, device, public, drawn, found, say)
            first = hidden.part(0)
            run.without = without(network, first.images[:LOOKED_AT], first.labels[:LOOKED_AT])
            runs.append(run)
            networks.append(network)
        run = runs[number]
        fresh = hidden.part(len(run.logits))
        run.logits.append(forward(networks[number].infer, fresh.images))
        right = int((run.logits[-1].argmax(1) == fresh.labels).sum())
        return Measured(right, len(fresh.labels))

    chance = 1 / len(public.classes)
    verdict = judge(
        training, measure, chance=chance, could_differ=lambda: _could_differ(runs, found, say)
    )
    trained = TrainingRuns(runs, verdict, public, hidden, found[0] if found else "")
    for note in _of_chance(verdict, training, chance):
        say(note)
    return trained


def _made(student, training, device, public, seed, found, say):
    """Train a new network, or load its checkpoint; gives it, in evaluation mode, with its Run."""
    network = student.of_("model").TinyImageClassifier()
    expect.layer(network, name="`TinyImageClassifier()`")
    images, labels = public.images[:LOOKED_AT], public.labels[:LOOKED_AT]
    network.eval()
    loss_before = loss(forward(network.infer, images), labels)
    before, was_stopped = _copy(network.state_dict()), False
    if found:
        checkpoints.load(network, found, say)
    else:
        was_stopped = _train(student, network, training, device, public, seed, say)
    student.answers_.open_reserve()
    network.cpu()
    network.eval()
    logits = forward(network.infer, images)
    seen = Observations(
        before=before,
        after=_copy(network.state_dict()),
        parameters=frozenset(network.parameters()),
        loss_before=loss_before,
        loss_after=loss(logits, labels),
        accuracies={
            "as they are": accuracy(logits, labels),
            "times_255": accuracy(forward(network.infer, images, 1.0), labels),
            "reshaped": accuracy(forward(network.infer, reshaped(images)), labels),
        },
    )
    curve = training_losses(student.answers_.printed())
    return network, Run(seen, seed, was_stopped, logits, curve)


def _train(student, network, training, device, public, seed, say):
    """Train it within the budget; gives whether the budget ended first."""
    network.train()
    patient = student.within_(cpu_seconds=training.cpu_seconds, wall_seconds=training.wall_seconds)
    started = time.monotonic()
    try:
        patient.train(network, public.images, public.labels, device)
    except StudentOutOfMemory:
        sentence = (
            f"`train` used more than its {training.memory_mb} MB of memory while training; "
            "a smaller batch needs less."
        )
        raise StudentOutOfMemory(expect.ours(sentence)) from None
    finally:
        where, seconds = "GPU" if device.type == "cuda" else "CPU", time.monotonic() - started
        say(f"Trained here on the {where} for {seconds:.0f} s, with seed {seed}.")
    was_stopped = patient.was_stopped_()
    if was_stopped and training.over_budget == "timed_out":
        raise StudentTimeout(expect.ours(too_long(training)))
    return was_stopped


def _could_differ(runs, found, say):
    """Whether another training could come out differently."""
    last = runs[-1]
    if found or not changed(last.seen):
        return False
    if len(runs) > 1 and _are_same(last.seen.after, runs[-2].seen.after):
        say("The code sets the seeds itself: each training comes out the same, so two were enough.")
        return False
    return True


def changed(seen):
    """The names of the parameters that training has changed."""
    before, after = seen.before, seen.after
    return [n for n in seen.parameters if n not in after or not torch.equal(before[n], after[n])]


def _of_chance(verdict, training, chance):
    """Notes about runs that got stuck."""
    stuck = [each for each in verdict.runs if is_stuck(training, each, chance)]
    if len(stuck) == len(verdict.runs) > 1:
        yield f"Each of the {len(stuck)} trainings stayed near chance ({_shares(stuck)}). {HELP}"
    elif verdict.runs[0] in stuck and len(verdict.runs) > 1:
        yield (
            f"The first training stayed near chance ({_shares(stuck[:1])}); trained again with "
            f"other seeds, the best of {len(verdict.runs)} runs counts."
        )


def _shares(measured):
    return ", ".join(f"{each.accuracy:.1%}" for each in measured).replace("%", " %")


def training_losses(printed):
    """The losses that were printed, for the learning curve."""
    return tuple(float(found) for found in LOSS.findall(printed))


def too_long(training):
    return (
        f"Training was stopped after its {training.cpu_seconds:g} seconds of processor time "
        f"(or {training.wall_seconds:g} seconds of any time)."
    )


def _copy(state):
    return {name: value.detach().clone() for name, value in state.items()}


def _are_same(one, other):
    return one.keys() == other.keys() and all(torch.equal(one[n], other[n]) for n in one)
