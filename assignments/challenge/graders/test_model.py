"""Hidden checks of `model.TinyImageClassifier`.

Every check first looks at the logits themselves, so that no network passes whose answer does not
depend on the picture.
"""

from contextlib import contextmanager

import model_suspicions
import pytest
import torch
from layer_kinds import KINDS
from model_suspicions import same
from torch.nn import functional as F

from autograder import expect
from autograder.errors import CheckFailed, StudentRaised, StudentUnfinished

MAX_PARAMETERS = 1_000_000
OVERFIT_PICTURES, OVERFIT_STEPS, OVERFIT_RATE = 32, 150, 3e-3


def pictures(rng, count, channels=3):
    """Random pictures, float32 (count, channels, 32, 32) in [0, 1]."""
    return torch.rand(count, channels, 32, 32, generator=rng)


def fresh(student, **settings):
    """A new network in evaluation mode; one forward pass lets lazy layers take shape."""
    network = student.TinyImageClassifier(**settings)
    expect.layer(network, name="`TinyImageClassifier()`")
    network.eval()
    network.infer(torch.zeros(2, settings.get("in_channels", 3), 32, 32))
    return network


def logits_of(network, images, classes=10):
    """The network's logits, after a check of their shape, dtype and values."""
    logits = network.infer(images)
    expect.shape(logits, (len(images), classes), name="The tensor of logits")
    expect.that(
        expect.dtype_of(logits) == "float32",
        expect.ours(f"The logits have dtype {expect.dtype_of(logits)}; they should be float32."),
    )
    expect.that(bool(logits.isfinite().all()), "Some logits are NaN or infinite.")
    return logits.detach()


def differing_logits_of(network, images, classes=10):
    """The same, after a check that they depend on the pictures."""
    logits = logits_of(network, images, classes)
    differences = (logits - logits[:1]).abs().amax()
    expect.that(differences > 1e-6, "All pictures get the same logits, whatever is on them.")
    return logits


@pytest.fixture
def explained(student, rng, shared, looks_like):
    """A block whose failure is explained, if the network behaves as a known mistake does."""

    @contextmanager
    def block():
        try:
            yield
        except CheckFailed:
            images = pictures(rng, 6)
            name = shared("suspicion", lambda: model_suspicions.suspect(student, images))
            if name:
                looks_like(name)
            raise

    return block


@pytest.mark.parametrize("count", [2, 5, 17])
def test_each_picture_gets_a_logit_for_each_class(student, rng, explained, count):
    """The network turns pictures into one finite float32 logit for each class, for any batch."""
    with explained():
        differing_logits_of(fresh(student), pictures(rng, count))


def test_a_batch_may_be_a_single_picture(student, rng, explained):
    """A batch of one picture keeps its axis, and its logits are that picture's own."""
    with explained():
        network, images = fresh(student), pictures(rng, 2)
        alone = torch.cat([logits_of(network, image[None]) for image in images])

        expect.that(
            (alone[0] - alone[1]).abs().amax() > 1e-6,
            "All pictures get the same logits, whatever is on them.",
        )


def test_logits_are_plain_numbers(student, rng, explained):
    """Logits are the plain numbers of the last layer: no probabilities, and not cut off at zero."""
    with explained():
        logits = differing_logits_of(fresh(student), pictures(rng, 16))

        expect.that(
            not model_suspicions.is_softmax(logits, 1)
            and not model_suspicions.is_softmax(logits, 0),
            "The logits are probabilities already; they should be the numbers before any softmax.",
        )
        expect.that(
            not model_suspicions.is_relu(logits),
            "No logit is negative, and many are exactly zero; they should be free to be anything.",
        )


@pytest.mark.parametrize("classes", [2, 7, 100])
def test_there_are_as_many_logits_as_classes(student, rng, explained, classes):
    """`num_classes` says how many logits there are."""
    with explained():
        differing_logits_of(fresh(student, num_classes=classes), pictures(rng, 4), classes)


@pytest.mark.parametrize("channels", [1, 4])
def test_pictures_may_have_other_numbers_of_channels(student, rng, explained, channels):
    """`in_channels` says how many channels the pictures have."""
    with explained():
        try:
            network = fresh(student, in_channels=channels)
        except StudentUnfinished:
            raise
        except StudentRaised as error:
            settings = f"With in_channels={channels}"
            raise CheckFailed(f"{settings}: {error}", told=f"{settings}: {error.told}") from None
        differing_logits_of(network, pictures(rng, 4, channels))


def test_a_picture_is_judged_on_its_own(student, rng, explained):
    """In evaluation mode, the other pictures of a batch do not change a picture's logits."""
    with explained():
        network, images = fresh(student), pictures(rng, 6)
        together = differing_logits_of(network, images)
        alone = torch.cat([logits_of(network, image[None]) for image in images])
        darker = torch.cat([images[:3], images[3:] * 0.2])

        expect.that(
            same(together, logits_of(network, images)),
            "The same pictures get other logits each time they are asked about.",
        )
        expect.that(
            same(together, alone), "The logits of a picture alone differ from those in a batch."
        )
        expect.that(
            same(together[:3], logits_of(network, darker)[:3]),
            "The logits of a picture change with the other pictures of its batch.",
        )


@pytest.mark.parametrize("kind", list(KINDS))
def test_convolution_and_pooling_are_used(student, rng, explained, kind):
    """At least one convolution and one pooling lie on the way from the picture to the logits."""
    with explained():
        network, images = fresh(student), pictures(rng, 4)
        logits = differing_logits_of(network, images)
        silent, count = network.ablate(images, **KINDS[kind])

        expect.that(count, expect.ours(f"No {kind} runs when the network is asked."))
        expect.that(
            not same(logits, silent),
            expect.ours(
                f"The logits stay the same when every {kind} answers with zeros: "
                f"no {kind} lies on the way to them."
            ),
        )


def test_there_is_something_that_is_no_sum(student, rng, explained):
    """The network is more than one weighted sum of the pixels: it is not linear."""
    with explained():
        network, images = fresh(student), pictures(rng, 6)
        differing_logits_of(network, images)

        expect.that(
            not model_suspicions.is_one_sum(network, images),
            "The logits of a sum of pictures are the sum of their logits, as in a linear model.",
        )


def test_there_are_no_more_than_a_million_parameters(student, rng, explained):
    """The network has at most 1,000,000 parameters."""
    with explained():
        network = fresh(student)
        differing_logits_of(network, pictures(rng, 2))
        count = sum(value.numel() for value in network.parameters().values())

        expect.that(
            count <= MAX_PARAMETERS,
            f"The network has {count:,} parameters; at most {MAX_PARAMETERS:,} may be.",
            told=f"The network has more than {MAX_PARAMETERS:,} parameters, the most that may be.",
        )


def test_a_state_dict_holds_the_whole_network(student, rng, explained):
    """A network that loads another one's state dict answers exactly as that one does."""
    with explained():
        first, second, images = fresh(student), fresh(student), pictures(rng, 4)
        logits = differing_logits_of(first, images)

        second.load_state_dict(first.state_dict())

        expect.that(
            same(logits, logits_of(second, images)),
            "After loading the state dict, the logits are still others: something is not in it.",
        )


def test_every_parameter_can_learn(student, rng, explained):
    """A gradient reaches every parameter."""
    with explained():
        network, images = fresh(student), pictures(rng, 8)
        differing_logits_of(network, images)
        logits = network(images)
        expect.that(logits.requires_grad, "No gradient flows back from the logits.")
        F.cross_entropy(logits, torch.arange(8)).backward()
        gradients = network.gradients()
        unreached = [g for g in gradients.values() if g is None or not bool(g.any())]

        expect.that(gradients, "The network has no parameters.")
        expect.that(
            not unreached,
            f"No gradient reaches {len(unreached)} of the {len(gradients)} tensors of parameters: "
            "they are frozen, or not on the way to the logits.",
            told="No gradient reaches some of the parameters: "
            "they are frozen, or not on the way to the logits.",
        )


@pytest.mark.weight(2)
def test_it_can_learn_a_few_pictures_by_heart(student, rng, given, explained):
    """Trained long enough on 32 pictures, the network gets all of them right."""
    with explained():
        seed = int(torch.randint(2**31, (), generator=rng))
        eggs = given("tiny_images").load("train", seed=seed, count=OVERFIT_PICTURES)

        right = _learn_by_heart(fresh(student), eggs.images.float() / 255, eggs.labels)

        expect.that(
            right == OVERFIT_PICTURES,
            expect.ours(
                f"After {OVERFIT_STEPS} steps on {OVERFIT_PICTURES} pictures, "
                f"{right} of them are right."
            ),
        )


def _learn_by_heart(network, images, labels):
    """Train here, on the network's gradients; gives how many pictures it gets right at the end."""
    weights = {name: value.clone() for name, value in network.parameters().items()}
    expect.that(weights, "The network has no parameters.")
    optimizer = torch.optim.Adam(weights.values(), lr=OVERFIT_RATE)
    right = 0
    for step in range(1, OVERFIT_STEPS + 1):
        for name, gradient in _gradients(network, images, labels).items():
            if name in weights:
                weights[name].grad = gradient
        optimizer.step()
        network.load_state_dict({**network.state_dict(), **weights})
        if step % 5 == 0:
            network.eval()
            right = int((logits_of(network, images).argmax(1) == labels).sum())
            if right == len(labels):
                break
    return right


def _gradients(network, images, labels):
    """Gradients of the loss in training mode. The graph is freed before the next one is made."""
    network.train()
    network.zero_grad()
    logits = network(images)
    expect.shape(logits, (len(images), 10), name="The tensor of logits")
    expect.that(logits.requires_grad, "No gradient flows back from the logits.")
    F.cross_entropy(logits, labels).backward()
    return network.gradients()
