"""Known mistakes in `training`: each takes the right function and returns the wrong one.

Those that hardly cost accuracy are not among them: no shuffling of pictures that come shuffled, a
new optimizer for each batch, red and blue exchanged, a softmax before the loss of an optimizer that
makes steps of one size out of small gradients, as Adam does.
"""

import copy

import torch
import torch.nn.functional as F

# Each training is another one: the checks name these mistakes from what happens while it trains.
OBSERVED = True


def never_steps(_improve):
    """Training leaves the parameters as they were. Gradients say in which direction to go; who
    goes?"""

    def wrong(model, optimizer, images, labels):
        loss = F.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        return loss.detach()

    return wrong


def erases_the_gradients_before_the_step(_improve):
    """Your optimizer steps, but no gradient is there when it does. In which order do `zero_grad`,
    `backward` and `step` come?"""

    def wrong(model, optimizer, images, labels):
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        return loss.detach()

    return wrong


def forgets_zero_grad(_improve):
    """The gradients of all batches pile up. `backward` adds to what is there: what should be there
    when a batch begins?"""

    def wrong(model, optimizer, images, labels):
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        return loss.detach()

    return wrong


def pictures_left_in_0_to_255(_improve):
    """Your model is trained on numbers of 0 to 255, but it is used on brightness of 0 to 1."""

    def wrong(model, optimizer, images, labels):
        return _improve(model, optimizer, images * 255, labels)

    return wrong


def evaluation_mode_left_on(_improve):
    """Your model is in evaluation mode while it trains, so its normalisation learns nothing of the
    pictures. When do you switch modes, and when back?"""

    def wrong(model, optimizer, images, labels):
        return _improve(model.eval(), optimizer, images, labels)

    return wrong


def _at_another_rate(optimizer_of, factor):
    """The same optimizer, but its learning rate stays at `factor` times that of Adam."""

    def wrong(model, steps):
        optimizer = optimizer_of(model, steps)[0]
        for group in optimizer.param_groups:
            group["lr"] = 1e-3 * factor
        return optimizer, torch.optim.lr_scheduler.ConstantLR(optimizer, factor=1)

    return wrong


def learning_rate_far_too_high(_optimizer):
    """Your loss rises far above that of a guess: the steps are far too long. With steps a hundredth
    as long, the same training learned."""
    return _at_another_rate(_optimizer, 1000)


def learning_rate_far_too_low(_optimizer):
    """Your loss hardly falls: the steps are far too short. With steps a hundred times as long, the
    same training learned more."""
    return _at_another_rate(_optimizer, 0.001)


def only_the_last_layer_learns(_optimizer):
    """Most of your parameters are never changed, though gradients arrive at them. Which parameters
    does your optimizer know?"""

    def wrong(model, steps):
        optimizer, schedule = _optimizer(model, steps)
        optimizer.param_groups[0]["params"] = list(model.parameters())[-2:]
        return optimizer, schedule

    return wrong


def trains_another_model(train):
    """The model that was handed to you stays as it was. Which model does your loop call, and which
    parameters does your optimizer know?"""
    return lambda model, *rest: train(copy.deepcopy(model), *rest)


def trains_on_one_batch(train):
    """Your model learns one batch by heart and never sees the other pictures. What changes from one
    step to the next?"""

    def wrong(model, images, labels, device):
        again = torch.arange(len(labels)) % 32
        train(model, images[again], labels[again], device)

    return wrong


def labels_shuffled_apart(train):
    """Your pictures and labels do not belong together any more. If one of them is put into a new
    order, what about the other?"""

    def wrong(model, images, labels, device):
        train(model, images, labels[torch.randperm(len(labels))], device)

    return wrong


def pixels_reshaped_apart(train):
    """The pictures that your model trains on are scrambled: show one of them. A reshape to the
    right shape does not move the channels to where they belong."""

    def wrong(model, images, labels, device):
        train(model, images.permute(0, 2, 3, 1).reshape(images.shape), labels, device)

    return wrong


def steps_once_an_epoch(train):
    """All batches of an epoch go by before your optimizer steps once. Which lines belong to the
    loop over the batches?"""

    def wrong(model, images, labels, device):
        model.to(device).train()
        optimizer = torch.optim.Adam(model.parameters())
        for epoch in range(3):
            for batch in torch.randperm(len(labels)).split(32):
                optimizer.zero_grad()
                loss = F.cross_entropy(
                    model(images[batch].to(device) / 255), labels[batch].to(device)
                )
                loss.backward()
            optimizer.step()
            print(f"epoch {epoch + 1} of 3: loss {loss.item():.3f}")

    return wrong


def softmax_before_cross_entropy(train):
    """Your loss sees numbers of 0 to 1 only, so it can hardly fall. What does `cross_entropy` want:
    logits, or probabilities?"""

    # With plain steps, which are as small as its gradients. Adam makes up for most of it.
    def wrong(model, images, labels, device):
        model.to(device).train()
        optimizer = torch.optim.SGD(model.parameters(), 0.01)
        for _ in range(3):
            for batch in torch.randperm(len(labels)).split(32):
                shares = model(images[batch].to(device) / 255).softmax(dim=1)
                loss = F.cross_entropy(shares, labels[batch].to(device))
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()

    return wrong
