"""Which known mistake a network makes, from how it behaves. Asked only when a check has failed.

Networks differ, so they can't be compared with the solution's. This is a decision list: the first
question whose answer is yes names the mistake, and later questions rely on the earlier noes. A yes
proves the mistake's sentence for every network. Where only a guess is possible, nothing is named.
"""

import torch
from layer_kinds import KINDS
from torch.nn import functional as F

from autograder.errors import StudentError

CLASSES = 10


def suspect(student, pictures):
    """The name of the mistake, or an empty text. `pictures`: float32 (6, 3, 32, 32)."""
    try:
        network = student.TinyImageClassifier()
        network.eval()
        return (
            _of_answers(network, pictures)
            or _of_state(student, network, pictures)
            or _of_settings(student, pictures)
            or _of_layers(network, pictures)
        )
    except StudentError:
        return ""  # a crash names no mistake


def _of_answers(network, pictures):
    logits = network(pictures).detach()
    if tuple(logits.shape) == (len(pictures),):
        return "class_numbers_instead_of_logits"
    if tuple(network(pictures[:1]).shape) == (CLASSES,):
        return "batch_of_one_is_squeezed"
    if logits.shape != (len(pictures), CLASSES) or not bool(logits.isfinite().all()):
        return ""
    if not any(bool(value.any()) for value in network.parameters().values()):
        return "weights_all_start_at_zero"
    if not same(logits, network(pictures)):
        return "dropout_never_ends"
    if is_softmax(logits, 1):
        return "softmax_in_the_model"
    if is_softmax(logits, 0):
        return "softmax_over_the_batch"
    if is_relu(logits):
        return "relu_on_the_logits"
    return ""


def _of_state(student, network, pictures):
    logits = network(pictures).detach()
    other = student.TinyImageClassifier()
    other.eval()
    other.load_state_dict(network.state_dict())
    if not same(logits, other(pictures)):
        return "layers_in_a_plain_list"
    order = torch.arange(len(pictures)).flip(0)
    alone = torch.cat([network(p[None]).detach() for p in pictures])
    if not same(logits, alone):
        mixes = not same(network(pictures[order]), logits[order])
        return "flatten_mixes_the_pictures" if mixes else "statistics_of_the_batch"
    return ""


def _of_settings(student, pictures):
    if tuple(student.TinyImageClassifier(num_classes=7)(pictures).shape) == (6, CLASSES):
        return "ten_classes_whatever_is_asked"
    made_for_one = student.TinyImageClassifier(in_channels=1)
    made_for_one.eval()
    takes = [_takes(made_for_one, images) for images in (pictures[:, :1], pictures)]
    return "three_channels_whatever_is_asked" if takes == [False, True] else ""


def _takes(network, pictures):
    try:
        return len(network(pictures)) == len(pictures)
    except StudentError:
        return False


def _of_layers(network, pictures):
    kernels = [name for name, value in network.parameters().items() if value.dim() == 4]
    if not kernels:
        return ""  # without a convolution, none was left uncalled
    if sum(value.numel() for value in network.parameters().values()) > 1_000_000:
        return "more_parameters_than_allowed"
    logits = network(pictures).detach()
    for kind, operators in KINDS.items():
        silent, count = network.ablate(pictures, **operators)
        if same(logits, silent):
            return f"{kind}_leads_nowhere" if count else f"{kind}_is_never_used"
    if is_one_sum(network, pictures):
        return "nothing_but_sums"
    F.cross_entropy(network(pictures), torch.arange(len(pictures))).backward()
    gradients = network.gradients()
    is_cut_off = all(gradients[name] is None for name in kernels) and any(
        gradient is not None for gradient in gradients.values()
    )
    return "features_without_gradient" if is_cut_off else ""


def same(one, other):
    """Whether two tensors of logits are equal, but for the order of summation.

    The tolerance is relative to how much the logits differ between pictures, which is very little
    in a new network of many layers.
    """
    one, other = one.detach(), other.detach()
    if one.shape != other.shape:
        return False
    size, spread = one.abs().amax(), (one - one.mean(0)).abs().amax()
    return bool((one - other).abs().amax() <= 1e-5 * size + 1e-3 * spread)


def is_softmax(logits, dim):
    """Whether the logits are shares that add up to one along an axis."""
    sums = logits.sum(dim)
    return bool((logits >= 0).all()) and torch.allclose(sums, torch.ones_like(sums), atol=1e-4)


def is_relu(logits):
    """Whether no logit is negative, and many are exactly zero."""
    return bool((logits >= 0).all()) and float((logits == 0).float().mean()) > 0.1


def is_one_sum(network, pictures):
    """Whether the logits are one weighted sum of the pixels, plus a constant.

    Asked about numbers of all sizes and both signs: a tanh, or a network of small weights, is
    nearly linear between 0 and 1, but not there. Logits that hardly change prove nothing.
    """
    half = len(pictures) // 2
    return all(
        _adds_up(network, one, other)
        for one, other in (
            (pictures[:half], pictures[half:]),
            (60 * pictures[:half] - 30, 60 * pictures[half:] - 30),
        )
    )


def _adds_up(network, one, other):
    nothing = network(torch.zeros_like(one)).detach().double()
    first, second, both = (
        network(each).detach().double() - nothing for each in (one, other, one + other)
    )
    spread = torch.cat([first, second]).abs().amax()
    if not bool(both.isfinite().all()) or spread <= 1e-4 * nothing.abs().amax():
        return False
    return bool((both - first - second).abs().amax() <= 1e-2 * spread)
