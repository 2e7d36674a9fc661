"""Hidden checks of `training.train`: one training run, looked at from several sides.

The pictures to train on are public, those to judge by come from the course's secret seed, and
their labels never leave this process. A run is made once for all checks of a submission.
"""

import base64
import functools
import io
import re
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import torch
import training_suspicions
from PIL import Image
from torch.nn import functional as F
from training_suspicions import Seen

from autograder import expect
from autograder.errors import CheckFailed, StudentRaised, StudentTimeout, StudentUnfinished
from autograder.grading.accuracy import Measured, Verdict, judge, missed

BATCH = 500
LOOKED_AT = 1000  # pictures on which the loss, and the need for convolution, are measured
WORST = 8
LOWER = 0.9  # of the loss before
LOSS = re.compile(r"loss\D{0,3}(\d+(?:\.\d*)?(?:e-?\d+)?)", re.IGNORECASE)


@dataclass
class Run:
    """What was seen of one training run. States are name → tensor."""

    seen: Seen
    was_stopped: bool
    logits_of_training: torch.Tensor
    logits: list = field(default_factory=list)
    without: dict = field(default_factory=dict)  # kind of layer → accuracy when it is silent


@dataclass
class Story:
    """All runs of a submission, and what they came to. `training` are the public pictures."""

    runs: list
    verdict: Verdict
    training: object
    hidden: object

    @property
    def first(self):
        return self.runs[0]

    @property
    def best(self):
        return self.runs[self.verdict.runs.index(self.verdict.best)]


class HiddenPictures:
    """Those that everybody is judged by, and further ones, painted only if they are needed."""

    def __init__(self, tiny_images, seed, counts):
        self._load, self._seed, self._counts = tiny_images.load, seed, counts

    @functools.cache  # noqa: B019 - lives as long as the process that grades
    def part(self, number):
        return self._load("test", seed=self._seed + number, count=self._counts[number])


@functools.cache
def hidden_pictures(tiny_images, seed, counts):
    return HiddenPictures(tiny_images, seed, counts)


def forward(call, images, scale=1 / 255):
    """The logits of uint8 pictures, batch by batch; `call` is the network, or a part of it."""
    parts = [call(batch.float() * scale) for batch in images.split(BATCH)]
    for part, batch in zip(parts, images.split(BATCH), strict=True):
        expect.shape(part, (len(batch), 10), name="The tensor of logits")
    return torch.cat([part.detach().float() for part in parts])


@pytest.fixture
def story(student, given, training, device, rng, start_over, shared, note):
    tiny_images = given("tiny_images")
    seed = int(torch.randint(2**31, (), generator=rng))
    return shared("story", lambda: _tell(student, tiny_images, training, device, seed, start_over))


def _tell(student, tiny_images, training, device, seed, start_over):
    public = tiny_images.load("train")
    hidden = hidden_pictures(tiny_images, seed, (training.pictures, training.more_pictures))
    runs, networks = [], []

    def measure(number, _):
        if number == len(runs):
            if number:
                start_over(number)
            network, run = _train(student, training, device, public)
            _silence(network, run, hidden.part(0))
            runs.append(run)
            networks.append(network)
        run = runs[number]
        fresh = hidden.part(len(run.logits))
        run.logits.append(forward(networks[number], fresh.images))
        right = int((run.logits[-1].argmax(1) == fresh.labels).sum())
        return Measured(right, len(fresh.labels))

    has_checkpoint = _checkpoint(student, training) is not None
    verdict = judge(training, measure, runs=1 if has_checkpoint else None)
    return Story(runs, verdict, public, hidden)


def _checkpoint(student, training):
    """The name of the checkpoint to judge by, or None if the network is to be trained here."""
    handed_in = student.answers_.handed_in()
    found = next((name for name in training.checkpoints if name in handed_in), None)
    if training.hand_in == "checkpoint" and found is None:
        missing = f"Neither {' nor '.join(training.checkpoints)} was handed in."
        raise StudentUnfinished(expect.ours(missing))
    return found


def _train(student, training, device, public):
    """Train a new network, or load its checkpoint; gives it, in evaluation mode, with its Run."""
    network = student.of_("model").TinyImageClassifier()
    expect.layer(network, name="`TinyImageClassifier()`")
    images, labels = public.images[:LOOKED_AT], public.labels[:LOOKED_AT]
    network.eval()
    loss_before = _loss(forward(network, images), labels)
    before, was_stopped = _copy(network.state_dict()), False
    if checkpoint := _checkpoint(student, training):
        _load(network, checkpoint)
    else:
        network.train()
        patient = student.within_(
            cpu_seconds=training.cpu_seconds, wall_seconds=training.wall_seconds
        )
        patient.train(network, public.images, public.labels, device)
        was_stopped = patient.was_stopped_()
    if was_stopped and training.over_budget == "timed_out":
        raise StudentTimeout(expect.ours(_too_long(training)))
    network.cpu()
    network.eval()
    gradients_left = network.gradients()
    logits = forward(network, images)
    seen = Seen(
        before=before,
        after=_copy(network.state_dict()),
        parameters=frozenset(network.parameters()),
        gradients_left=gradients_left,
        gradient_norm=_gradient_norm(network, images[:64], labels[:64]),
        losses=tuple(float(loss) for loss in LOSS.findall(student.answers_.printed())),
        loss_before=loss_before,
        loss_after=_loss(logits, labels),
        accuracies={
            "as they are": _accuracy(logits, labels),
            "times_255": _accuracy(forward(network, images, 1.0), labels),
            "reshaped": _accuracy(forward(network, _reshaped(images)), labels),
        },
    )
    return network, Run(seen=seen, was_stopped=was_stopped, logits_of_training=logits)


def _load(network, checkpoint):
    try:
        network.load_checkpoint(checkpoint)
    except StudentRaised as error:
        sentence = f"{checkpoint} can't be loaded into the network"
        raise CheckFailed(f"{sentence}: {error.text}", told=f"{sentence}.") from None


def _silence(network, run, hidden):
    """How well the network does when its convolutions, or its poolings, are silent."""
    images, labels = hidden.images[:LOOKED_AT], hidden.labels[:LOOKED_AT]
    for kind in ("convolution", "pooling"):
        silent = functools.partial(_silent, network, kind)
        run.without[kind] = _accuracy(forward(silent, images), labels)


def _silent(network, kind, images):
    return network.without(kind, images)[0]


@pytest.fixture
def explained(story, looks_like):
    """A block whose failure is explained, if the training looks like a known mistake."""

    @contextmanager
    def block():
        try:
            yield
        except CheckFailed:
            if name := training_suspicions.suspect(story.first.seen):
                looks_like(name)
            raise

    return block


def test_training_changes_the_network(story, training, note, explained):
    """Training changes every parameter of the network, and all of them stay finite."""
    run = story.first
    seen = run.seen
    if run.was_stopped:
        note(expect.ours(f"{_too_long(training)} The network is judged as it was then."))
    with explained():
        still = [n for n in seen.parameters if torch.equal(seen.before[n], seen.after.get(n))]
        finite = all(bool(value.isfinite().all()) for value in seen.after.values())

        # What a run is seen to do by then, it has done before it saw a hidden picture.
        expect.that(
            not still,
            expect.ours(
                f"After training, {len(still)} of the {len(seen.parameters)} tensors of "
                "parameters are exactly what they were before."
            ),
        )
        expect.that(finite, "After training, some parameters are NaN or infinite.")
        expect.that(
            not training_suspicions.keeps_first_statistics(seen),
            "After training, the running statistics of its normalisation are those of a new "
            "network: it was never in training mode.",
        )
        expect.that(_is_informative(run), "After training, all pictures get the same logits.")


def test_training_lowers_the_loss(story, explained):
    """Training lowers the loss on the pictures that it sees, and it is the loss that counts."""
    seen = story.first.seen
    with explained():
        expect.that(
            seen.loss_after < LOWER * seen.loss_before,
            expect.ours(
                f"On pictures it was trained on, the loss was {seen.loss_before:.2f} before "
                f"training and is {seen.loss_after:.2f} after it."
            ),
        )
        expect.that(
            not training_suspicions.prints_another_loss(seen),
            expect.ours(
                f"The last loss that was printed is {seen.losses[-1] if seen.losses else 0:.2f}; "
                f"for a network that gets {seen.accuracies['as they are']:.0%} of these pictures "
                "right, the cross-entropy of its logits is far lower."
            ),
        )


@pytest.mark.weight(5)
def test_new_pictures_are_recognised(story, training, note, record, explained):
    """Trained within the budget, the network recognises pictures that it has never seen."""
    verdict, run = story.verdict, story.best
    blind = [k for k, accuracy in run.without.items() if accuracy >= training.tiers[0].accuracy]
    figures = {**_figures(story), "share": 0.0 if blind else verdict.share}
    for name, value in figures.items():
        record(name, value)
    expect.that(
        not blind,
        expect.ours(
            f"With every {' and '.join(blind)} silenced, the network recognises as much: "
            f"what it sees does not come through {' and '.join(blind)}."
        ),
    )
    if verdict.tier and verdict.tier.title != "-":
        note(expect.ours(f"{verdict.tier.title}: {verdict.in_words()}"))
    above = missed(training, verdict.best.accuracy)
    more = f" From {above.accuracy:.0%} on it earns more." if above else ""
    with explained():
        sentence = expect.ours(f"The network recognises {verdict.in_words()}.{more}")
        expect.partly(verdict.share, sentence, told=sentence)


def _figures(story):
    """What pages and pictures show: numbers only, and eight small pictures."""
    run, hidden, verdict = story.best, story.hidden.part(0), story.verdict
    logits, labels = run.logits[0], hidden.labels
    said, classes = logits.argmax(1), len(hidden.classes)
    confusion = torch.bincount(labels * classes + said, minlength=classes**2)
    return {
        "accuracy": verdict.best.accuracy,
        "interval": list(verdict.best.interval()),
        "pictures": verdict.best.pictures,
        "accuracies_of_runs": [each.accuracy for each in verdict.runs],
        "without": run.without,
        "classes": list(hidden.classes),
        "confusion": confusion.reshape(classes, classes).tolist(),
        "learning_curve": list(run.seen.losses),
        "worst": _worst(hidden, logits, labels, said),
        "kernels": _kernels(run.seen.after),
    }


def _worst(hidden, logits, labels, said):
    """The pictures that were taken for something else with the greatest confidence."""
    chances = logits.softmax(1)
    sure = torch.where(said == labels, torch.zeros(()), chances.amax(1))
    places = [int(place) for place in sure.argsort(descending=True)[:WORST] if sure[place] > 0]
    return [
        {
            "png": _png(hidden.images[place]),
            "is": hidden.classes[int(labels[place])],
            "said": hidden.classes[int(said[place])],
            "confidence": float(sure[place]),
        }
        for place in places
    ]


def _png(image):
    out = io.BytesIO()
    Image.fromarray(image.permute(1, 2, 0).numpy()).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def _kernels(state):
    """The first layer's kernels as nested lists (O, 3, K_h, K_w), if it looks at three channels."""
    for value in state.values():
        if value.dim() == 4 and value.shape[1] == 3:
            return [[[[round(float(x), 4) for x in row] for row in c] for c in k] for k in value]
    return []


def _is_informative(run):
    logits = run.logits_of_training
    return bool(logits.isfinite().all()) and bool((logits - logits[:1]).abs().max() > 1e-6)


def _loss(logits, labels):
    """Cross-entropy; infinite where it is NaN."""
    return float(F.cross_entropy(logits, labels).nan_to_num(float("inf")))


def _accuracy(logits, labels):
    return float((logits.argmax(1) == labels).float().mean())


def _reshaped(images):
    """The pictures as somebody sees them who gives (N, H, W, C) the shape of (N, C, H, W)."""
    return images.permute(0, 2, 3, 1).reshape(images.shape)


def _gradient_norm(network, images, labels):
    """Of the loss on a batch of pictures that it was trained on."""
    network.zero_grad()
    logits = network(images.float() / 255)
    if not logits.requires_grad:
        return 0.0
    F.cross_entropy(logits, labels).backward()
    found = [g.norm() for g in network.gradients().values() if g is not None]
    return float(torch.stack(found).norm()) if found else 0.0


def _copy(state):
    return {name: value.detach().clone() for name, value in state.items()}


def _too_long(training):
    return (
        f"Training was stopped after its {training.cpu_seconds:g} seconds of processor time "
        f"(or {training.wall_seconds:g} seconds of any time)."
    )
