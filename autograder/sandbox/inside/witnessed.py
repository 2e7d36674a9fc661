"""What is observed of a training, as part of a reply: see `messages.Returned`.

Covered: it has these fields and no others, and a list of losses has an end. Not covered: whether it
is true. The student's process sends it, so it decides which mistake is named, and no points.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

MAX_LOSSES = 100_000


class Witnessed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was observed of a training until it ended or `was_stopped`. Most fields are counts.

    Calls of the network with gradients enabled: `calls`; of these, in evaluation mode:
    `in_evaluation`; calls of other networks of the same class: `others`; the `largest_batch`.
    Examples in these calls: `examples` examined; of these, among the given ones to train on:
    `known`, or of pictures, after undoing a reshape: `known_reshaped`; how many of the given ones
    appeared: `distinct`. `dimmest` is the smallest, over calls, of the largest absolute value.
    Cross-entropy: its values, `losses`; its `pairs` of example and label; of these, as given:
    `pairs_right`; calls on probabilities made of the network's answer: `losses_of_shares`.
    Backward passes: `backwards`; of a negative loss, or steps that maximize: `uphill`; after an
    optimizer's step: `after_steps`; of these, with that step's gradients not zeroed: `piled_up`.
    Optimizer steps: `steps`; over parameters of the network: `own_steps`; of these, with no
    gradient: `steps_without_gradient`; the fewest calls and examples before a step:
    `calls_between`, `examples_between`.
    Parameter tensors: with a non-zero gradient: `reached`; of these, in no optimizer that stepped:
    `unknown_to_optimizers`; changed by the training: `moved`.
    """

    was_stopped: bool = False
    losses: Annotated[list[float], msgspec.Meta(max_length=MAX_LOSSES)] = []
    dimmest: float = 0.0
    calls: int = 0
    in_evaluation: int = 0
    others: int = 0
    examples: int = 0
    known: int = 0
    known_reshaped: int = 0
    distinct: int = 0
    largest_batch: int = 0
    pairs: int = 0
    pairs_right: int = 0
    losses_of_shares: int = 0
    backwards: int = 0
    uphill: int = 0
    after_steps: int = 0
    piled_up: int = 0
    steps: int = 0
    own_steps: int = 0
    steps_without_gradient: int = 0
    calls_between: int = 0
    examples_between: int = 0
    reached: int = 0
    unknown_to_optimizers: int = 0
    moved: int = 0
