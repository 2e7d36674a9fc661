"""Hidden checks of `training.train`: one network, looked at from several sides.

`training_runs` trains it, as often as needed, or loads a checkpoint.
"""

import base64
import functools
import io
from contextlib import contextmanager

import pytest
import torch
import training_runs
import training_suspicions
from PIL import Image

from autograder import expect
from autograder.errors import CheckFailed, StudentError
from autograder.grading.accuracy import missed

WORST = 8
LOWER = 0.9  # of the loss before


@pytest.fixture
def trained(student, given, training, device, rng, start_over, shared, note):
    """What all checks look at. Its notes are there even if a run failed."""
    seed, remarks = int(torch.randint(2**31, (), generator=rng)), shared("remarks", list)
    train = functools.partial(
        training_runs.train_and_judge, student, given("tiny_images"), training, device,
        seed=seed, start_over=start_over, say=remarks.append,
    )  # fmt: skip
    try:
        return shared("trained", train)
    finally:
        for remark in remarks:
            note(expect.ours(remark))  # of what has happened before a hidden picture was seen


@pytest.fixture
def suspicion(trained, student, device, shared):
    """The name of the known mistake that the training makes, searched once; or an empty text."""

    def find():
        run = trained.best
        if trained.checkpoint:
            return ""  # trained elsewhere, nobody saw how
        public = trained.training
        watch = training_suspicions.watch(student, public.images, public.labels, device)
        try:
            return training_suspicions.suspect(run.seen, watch)
        except StudentError:
            return ""  # so few pictures were not what its code expects

    return lambda: shared("suspicion", find)


@pytest.fixture
def explained(suspicion, looks_like):
    """A block whose failure is explained, if the training makes a known mistake."""

    @contextmanager
    def block():
        try:
            yield
        except CheckFailed:
            if name := suspicion():
                looks_like(name)
            raise

    return block


def test_training_changes_the_network(trained, training, note, explained):
    """Training changes every parameter of the network, and all of them stay finite."""
    run, after = trained.best, _after(trained)
    seen = run.seen
    if run.was_stopped:
        note(
            expect.ours(f"{training_runs.too_long(training)} The network is judged as it was then.")
        )
    with explained():
        still = len(seen.parameters) - len(training_runs.changed(seen))
        finite = all(bool(value.isfinite().all()) for value in seen.after.values())

        # All of this happened before the run saw a hidden picture.
        expect.that(
            not still,
            expect.ours(
                f"{after}, {still} of the {len(seen.parameters)} tensors of parameters are exactly "
                f"{'those of a new network' if trained.checkpoint else 'as before'}."
            ),
        )
        expect.that(finite, expect.ours(f"{after}, some parameters are NaN or infinite."))
        expect.that(
            not training_suspicions.keeps_first_statistics(seen),
            expect.ours(
                f"{after}, the running statistics of its normalisation are those of a new network"
                f"{'.' if trained.checkpoint else ': it was never in training mode.'}"
            ),
        )
        sentence = expect.ours(f"{after}, all pictures get the same logits.")
        expect.that(_is_informative(run), sentence, told=sentence)


def test_training_lowers_the_loss(trained, explained):
    """Training lowers the loss on the pictures that it sees."""
    seen = trained.best.seen
    with explained():
        expect.that(
            seen.loss_after < LOWER * seen.loss_before,
            expect.ours(
                f"On the public pictures, the loss of a new network is {seen.loss_before:.2f}. "
                f"{_after(trained)}, it is {seen.loss_after:.2f}, even if all logits are "
                "multiplied by the factor that suits them best."
            ),
        )


@pytest.mark.weight(5)
def test_new_pictures_are_recognised(trained, training, note, record, explained):
    """Trained within the budget, the network recognises pictures that it has never seen."""
    verdict, run = trained.verdict, trained.best
    blind = [k for k, accuracy in run.without.items() if accuracy >= training.levels[0].accuracy]
    figures = {**_figures(trained), "share": 0.0 if blind else verdict.share}
    for name, value in figures.items():
        record(name, value)
    expect.that(
        not blind,
        expect.ours(
            f"With every {' and '.join(blind)} silenced, the network still recognises "
            f"{_shares(run, blind)} of the hidden pictures, no less than the "
            f"{training.levels[0].accuracy:.0%} of the first level. What it sees has to come "
            f"through its {' and '.join(blind)}."
        ),
    )
    if verdict.level and verdict.level.title != "-":
        note(expect.ours(f"{verdict.level.title}: {verdict.in_words()}"))
    above = missed(training, verdict.best.accuracy)
    more = f" From {above.accuracy:.0%} on it earns more." if above else ""
    with explained():
        sentence = expect.ours(f"The network recognises {verdict.in_words()}.{more}")
        expect.partly(verdict.share, sentence, told=sentence)


def _after(trained):
    return f"With {trained.checkpoint}" if trained.checkpoint else "After training"


def _shares(run, kinds):
    return " and ".join(f"{run.without[kind]:.0%}" for kind in kinds).replace("%", " %")


def _figures(trained):
    """What pages and pictures show: numbers only, and eight small pictures."""
    run, hidden, verdict = trained.best, trained.hidden.part(0), trained.verdict
    logits, labels = run.logits[0], hidden.labels
    said, classes = logits.argmax(1), len(hidden.classes)
    confusion = torch.bincount(labels * classes + said, minlength=classes**2)
    return {
        "accuracy": verdict.best.accuracy,
        "interval": list(verdict.best.interval()),
        "pictures": verdict.best.pictures,
        "accuracies_of_runs": [each.accuracy for each in verdict.runs],
        "judged": trained.checkpoint or "training",
        "seeds": [] if trained.checkpoint else [each.seed for each in trained.runs],
        "without": run.without,
        "classes": list(hidden.classes),
        "confusion": confusion.reshape(classes, classes).tolist(),
        "learning_curve": list(run.curve),
        "worst": _worst(hidden, logits, labels, said),
        "kernels": _kernels(run.seen.after),
    }


def _worst(hidden, logits, labels, said):
    """The pictures that were misclassified with the greatest confidence."""
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
