"""Training functions in many styles, honest and wrong, for any network."""

from __future__ import annotations

import copy
import sys

import torch
import torch.nn.functional as F

CLASSES = 10


def loop(model, images, labels, *, loss=F.cross_entropy, make=None, epochs=3, batch=32, show=None):
    """The usual training loop, with its variations as arguments."""
    model.train()
    optimizer = (make or (lambda p: torch.optim.Adam(p, 2e-3)))(list(model.parameters()))
    show = show or (lambda pictures: pictures / 255)
    for _ in range(epochs):
        for places in torch.randperm(len(labels)).split(batch):
            value = loss(model(show(images[places])), labels[places])
            optimizer.zero_grad()
            value.backward()
            optimizer.step()


# Honest: these make none of the known mistakes, even if they don't learn.


def label_smoothing(model, images, labels, device):
    loop(model, images, labels, loss=lambda a, b: F.cross_entropy(a, b, label_smoothing=0.4))


def squared_error_of_probabilities(model, images, labels, device):
    def loss(logits, targets):
        return F.mse_loss(logits.softmax(1), F.one_hot(targets, CLASSES).float())

    loop(model, images, labels, loss=loss)


def focal_loss(model, images, labels, device):
    def loss(logits, targets):
        each = F.cross_entropy(logits, targets, reduction="none")
        return ((1 - torch.exp(-each)) ** 2 * each).mean()

    loop(model, images, labels, loss=loss)


def temperature(model, images, labels, device):
    loop(model, images, labels, loss=lambda a, b: F.cross_entropy(a / 20, b))


def log_softmax_and_nll(model, images, labels, device):
    loop(model, images, labels, loss=lambda a, b: F.nll_loss(a.log_softmax(1), b))


def log_softmax_before_cross_entropy(model, images, labels, device):
    loop(model, images, labels, loss=lambda a, b: F.cross_entropy(a.log_softmax(1), b))


def one_against_all(model, images, labels, device):
    def loss(logits, targets):
        wanted = F.one_hot(targets, CLASSES).float()
        return F.binary_cross_entropy_with_logits(logits, wanted)

    loop(model, images, labels, loss=loss)


def soft_targets(model, images, labels, device):
    def loss(logits, targets):
        return F.cross_entropy(logits, 0.9 * F.one_hot(targets, CLASSES) + 0.01)

    loop(model, images, labels, loss=loss)


def hinge_loss(model, images, labels, device):
    loop(model, images, labels, loss=F.multi_margin_loss)


def heavy_weight_decay(model, images, labels, device):
    loop(model, images, labels, make=lambda p: torch.optim.AdamW(p, 2e-3, weight_decay=5.0))


def mixed_pictures(model, images, labels, device):
    model.train()
    optimizer = torch.optim.Adam(model.parameters())
    for _ in range(2):
        for places in torch.randperm(len(labels)).split(32):
            other = places.flip(0)
            blended = (0.6 * images[places] + 0.4 * images[other]) / 255
            logits = model(blended)
            loss = 0.6 * F.cross_entropy(logits, labels[places])
            loss = loss + 0.4 * F.cross_entropy(logits, labels[other])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


def gathers_gradients_of_four_batches(model, images, labels, device):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), 2e-3)
    for _ in range(3):
        for number, places in enumerate(torch.randperm(len(labels)).split(16), 1):
            (F.cross_entropy(model(images[places] / 255), labels[places]) / 4).backward()
            if number % 4 == 0:
                optimizer.step()
                optimizer.zero_grad()


def all_pictures_at_once(model, images, labels, device):
    loop(model, images, labels, batch=len(labels), epochs=6)


def steps_by_hand(model, images, labels, device):
    model.train()
    for _ in range(2):
        for places in torch.randperm(len(labels)).split(32):
            model.zero_grad()
            F.cross_entropy(model(images[places] / 255), labels[places]).backward()
            with torch.no_grad():
                for parameter in model.parameters():
                    if parameter.grad is not None:
                        parameter -= 0.05 * parameter.grad


def trains_a_copy_and_takes_it_over(model, images, labels, device):
    other = copy.deepcopy(model)
    loop(other, images, labels)
    model.load_state_dict(other.state_dict())


def flipped_pictures(model, images, labels, device):
    loop(model, images, labels, show=lambda pictures: pictures.flip(3) / 255)


def standardised_pictures(model, images, labels, device):
    loop(model, images, labels, show=lambda pictures: (pictures / 255 - 0.5) / 0.25)


def in_the_order_given(model, images, labels, device):
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), 0.01, momentum=0.9)
    for start in range(0, len(labels), 16):
        optimizer.zero_grad()
        places = slice(start, start + 16)
        F.cross_entropy(model(images[places] / 255), labels[places]).backward()
        optimizer.step()


def tutorial(model, images, labels, device):
    make = lambda p: torch.optim.SGD(p, 0.01, momentum=0.9)  # noqa: E731 - as in the tutorial
    loop(model, images, labels, make=make, batch=16, epochs=2)


def one_optimizer_a_layer(model, images, labels, device):
    model.train()
    optimizers = [torch.optim.Adam([p], 2e-3) for p in model.parameters()]
    for _ in range(2):
        for places in torch.randperm(len(labels)).split(32):
            model.zero_grad()
            F.cross_entropy(model(images[places] / 255), labels[places]).backward()
            for optimizer in optimizers:
                optimizer.step()


def freezes_all_but_the_last(model, images, labels, device):
    for parameter in list(model.parameters())[:-2]:
        parameter.requires_grad_(False)
    loop(model, images, labels, make=lambda p: torch.optim.Adam(p[-2:]))


def uphill(model, images, labels, device):
    loop(model, images, labels, loss=lambda a, b: -F.cross_entropy(a, b))


def prints_much(model, images, labels, device):
    for _ in range(400):
        sys.stdout.write("step: loss 2.30 " + "." * 300 + "\n")
    loop(model, images, labels, epochs=1)
    sys.stdout.write("epoch 1: loss 68.31, lossy\n")


HONEST = [
    label_smoothing, squared_error_of_probabilities, focal_loss, temperature, log_softmax_and_nll,
    log_softmax_before_cross_entropy, one_against_all, soft_targets, hinge_loss,
    heavy_weight_decay, mixed_pictures, gathers_gradients_of_four_batches, all_pictures_at_once,
    steps_by_hand, trains_a_copy_and_takes_it_over, flipped_pictures, standardised_pictures,
    in_the_order_given, tutorial, one_optimizer_a_layer, freezes_all_but_the_last, uphill,
    prints_much,
]  # fmt: skip


# Wrong: these make a known mistake, in another way than the misconception does.


def sigmoid_first(model, images, labels, device):
    loop(model, images, labels, loss=lambda a, b: F.cross_entropy(torch.sigmoid(a), b))


def softmax_module_and_loss_module(model, images, labels, device):
    softmax, loss = torch.nn.Softmax(dim=1), torch.nn.CrossEntropyLoss()
    loop(model, images, labels, loss=lambda a, b: loss(softmax(a), b))


def sorts_the_labels(model, images, labels, device):
    loop(model, images, labels.sort().values)


def optimizer_of_a_fresh_network(model, images, labels, device):
    other = copy.deepcopy(model)
    loop(model, images, labels, make=lambda p: torch.optim.Adam(other.parameters()))


def rebinds_the_parameters(model, images, labels, device):
    model.train()
    for places in torch.randperm(len(labels)).split(64):
        F.cross_entropy(model(images[places] / 255), labels[places]).backward()
        for parameter in model.parameters():
            parameter = parameter - 0.1 * parameter.grad


def leaves_bytes(model, images, labels, device):
    loop(model, images, labels, show=lambda pictures: pictures.float())


def plain_sgd_of_tiny_steps(model, images, labels, device):
    loop(model, images, labels, make=lambda p: torch.optim.SGD(p, 4e-5, momentum=0.9))


WRONG = {
    sigmoid_first: "softmax_before_cross_entropy",
    softmax_module_and_loss_module: "softmax_before_cross_entropy",
    sorts_the_labels: "labels_shuffled_apart",
    optimizer_of_a_fresh_network: "trains_another_model",
    rebinds_the_parameters: "never_steps",
    leaves_bytes: "pictures_left_in_0_to_255",
    plain_sgd_of_tiny_steps: "learning_rate_far_too_low",
}
