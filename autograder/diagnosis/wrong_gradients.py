"""Gradients that are wrong although the numbers are right, as of a backward pass by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from torch import Tensor

from autograder.diagnosis.evidence import CallGroup, Evidence
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.outcomes import CallOutcome, agree, alike
from autograder.diagnosis.properties import bound
from autograder.diagnosis.recording import leaves
from autograder.text.listing import listed


def wrong_gradients(group: CallGroup, catalogue: Catalogue) -> tuple[str, str] | None:
    """A stable name and a sentence if nothing but gradients is wrong in each wrong call; else None.

    Those that no gradient reaches at all are others' to tell.
    """
    if not group.wrong or not all(map(_is_right_otherwise, group.wrong)):
        return None
    wrong, right = dict[str, None](), dict[str, None]()
    for each in group.evidence:
        for name, is_right in _judged(each, catalogue):
            (right if is_right else wrong)[name] = None
    if not wrong:
        return None
    these = listed([f"`{name}`" for name in wrong])
    others = listed([f"`{name}`" for name in right if name not in wrong])
    beside = f"; that of {others} is right" if others else ""
    sentence = (
        f"The numbers of `{group.function}` are right, but the gradient of {these} is not"
        f"{beside}. Does the way back use the same numbers and settings as the way there?"
    )
    return f"{group.function}:{'_and_'.join(wrong)}:wrong_gradient", sentence


def _is_right_otherwise(evidence: Evidence) -> bool:
    mine, right = evidence.mine, evidence.right
    return agree(_without_gradients(mine), _without_gradients(right), right)


def _without_gradients(outcome: CallOutcome) -> CallOutcome:
    return replace(outcome, gradients=())


def _judged(evidence: Evidence, catalogue: Catalogue) -> Iterator[tuple[str, bool]]:
    """Each argument that wants a gradient, and whether it gets the right one."""
    call = evidence.call
    given = [(parameter.name, value) for parameter, value in bound(call, catalogue.right)]
    wanting = [
        next((name for name, value in given if value is leaf), "")
        for leaf in leaves(call.args, call.kwargs)
    ]
    for mine, right in zip(evidence.mine.gradients, evidence.right.gradients, strict=False):
        for name, own, other in zip(wanting, mine, right, strict=False):
            if name and isinstance(own, Tensor) and isinstance(other, Tensor):
                yield name, alike(own, other, dtype_matters=False)
