"""Answers of which each number follows from the right one alone, by a curve that rises.

Where no map of the library explains the numbers, they may still say what one does: a number that is
right twice is wrong in the same way both times, and a larger one stays larger. How the curve runs
is read off the answers that came; numbers of fresh calls, between these, have to lie on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from autograder.diagnosis import as_numbers
from autograder.diagnosis.asking import Asking
from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.fresh_calls import fresh_calls
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.places import ANSWER
from autograder.text.listing import listed

FEWEST = 12  # different right numbers, by which a curve is known
FEWEST_BETWEEN = 8  # numbers of fresh calls that lie on it
MAX_ASKED = 12
ONE = 1e-7  # of the range: right numbers that differ by less are one,
SAME = 1e-5  # and what becomes of it may differ by as much, by rounding
APART = 1e-3  # of the range: numbers so far apart become different ones
STRAIGHT = 1e-3  # of the range: a line that comes so near is one
NEAR = 0.25  # of what lies between the neighbours, and of the distance to the right number
ENDS = (0.0, 1.0)  # which a curve may leave alone

Array = NDArray[np.float64]


class Curve(NamedTuple):
    """The right numbers, rising, and what becomes of each."""

    right: Array
    mine: Array


def of_curve(group: CallGroup, catalogue: Catalogue, asking: Asking) -> tuple[Names, str]:
    """A name and a sentence; none where no curve is known, or fresh calls do not confirm it."""
    known = _numbers(group.evidence)
    if known is None or (curve := _curve(*known)) is None:
        return (), ""
    fresh = asking.each(islice(fresh_calls(group, catalogue), 2 * MAX_ASKED), most=MAX_ASKED)
    asked = _numbers(fresh)
    if asked is None or not _lie_on(curve, *asked):
        return (), ""
    sentence = (
        f"`{group.function}` answers as if the right numbers went through a curve that "
        f"{_words(curve)}: what is right twice is wrong in the same way, and what is larger stays "
        "larger. Which step of yours is done to each number, and is none of the task's?"
    )
    return (f"{group.function}:{ANSWER}:curve",), sentence


def _numbers(evidence: Iterable[Evidence]) -> tuple[Array, Array] | None:
    """All right numbers, and beside each what came; None if anything came that is no such number,
    or in another shape, or if these are whole numbers."""
    rights: list[Array] = []
    mines: list[Array] = []
    for each in evidence:
        mine, right = (as_numbers.numbers_of(e.answer) for e in (each.mine, each.right))
        if mine is None or right is None or mine.shape != right.shape:
            return None
        if mine.dtype.kind != "f" or right.dtype.kind != "f":
            return None
        rights.append(right.astype(np.float64).ravel())
        mines.append(mine.astype(np.float64).ravel())
    if not rights:
        return None
    right_, mine_ = np.concatenate(rights), np.concatenate(mines)
    is_known = right_.size and np.isfinite(right_).all() and np.isfinite(mine_).all()
    return (right_, mine_) if is_known else None


def _curve(right: Array, mine: Array) -> Curve | None:
    """None if equal numbers become different ones, larger ones not larger, or if it is straight."""
    order = np.argsort(right, kind="stable")
    right, mine = right[order], mine[order]
    width, height = np.ptp(right), np.ptp(mine)
    if not width or not height:
        return None
    starts = np.flatnonzero(np.diff(right, prepend=-np.inf) > ONE * width)
    if len(starts) < FEWEST:
        return None
    least, most = np.minimum.reduceat(mine, starts), np.maximum.reduceat(mine, starts)
    if ((most - least) > SAME * height).any():
        return None
    curve = Curve(right[starts], (least + most) / 2)
    steps, rises = np.diff(curve.right), np.diff(curve.mine)
    if (rises < -SAME * height).any() or (rises[steps > APART * width] <= 0).any():
        return None
    line = np.polyval(np.polyfit(curve.right, curve.mine, 1), curve.right)
    return None if np.abs(line - curve.mine).max() <= STRAIGHT * height else curve


def _lie_on(curve: Curve, right: Array, mine: Array) -> bool:
    """Whether all numbers within reach of the curve lie on it, and enough of them between those by
    which it is drawn: every second one of those that are known."""
    width, height = np.ptp(curve.right), np.ptp(curve.mine)
    nearest = _places(right, curve.right)
    is_known = np.abs(right - curve.right[nearest]) <= ONE * width
    if (np.abs(mine - curve.mine[nearest]) > SAME * height)[is_known].any():
        return False
    drawn = Curve(*(each[::2] for each in curve))
    is_drawn = np.abs(right - drawn.right[_places(right, drawn.right)]) <= ONE * width
    is_between = ~is_drawn & (right > drawn.right[0]) & (right < drawn.right[-1])
    new, came = right[is_between], mine[is_between]
    place = np.searchsorted(drawn.right, new)
    room = np.minimum(drawn.mine[place] - drawn.mine[place - 1], np.abs(came - new))
    far = np.abs(came - np.interp(new, drawn.right, drawn.mine))
    is_enough = len(np.unique(new)) >= FEWEST_BETWEEN
    return is_enough and bool(np.all(far <= np.maximum(NEAR * room, SAME * height)))


def _places(numbers: Array, rising: Array) -> NDArray[np.intp]:
    """For each number, the place of the nearest one in a rising row."""
    behind = np.searchsorted(rising, numbers).clip(1, len(rising) - 1)
    is_before = numbers - rising[behind - 1] < rising[behind] - numbers
    return np.where(is_before, behind - 1, behind)


def _words(curve: Curve) -> str:
    """What it leaves alone, and what becomes of the others."""
    stays = [end for end in ENDS if _is_left_alone(curve, end)]
    is_moved = np.ones(len(curve.right), bool)
    is_moved[_places(np.array(stays), curve.right)] = False
    moved, within = (curve.mine - curve.right)[is_moved], curve.right[is_moved]
    way = "smaller" if (moved < 0).all() else "larger" if (moved > 0).all() else ""
    if not stays:
        return f"makes each of them {way}" if way else "makes some of them smaller, others larger"
    ends = listed([f"{end:g}" for end in stays])
    left = f"leaves {ends} as {'it is' if len(stays) == 1 else 'they are'} and "
    is_between = len(stays) > 1 and within.min() > stays[0] and within.max() < stays[-1]
    rest = "those between" if is_between else "all others"
    return left + (f"makes {rest} {way}" if way else f"changes {rest}")


def _is_left_alone(curve: Curve, end: float) -> bool:
    place = _places(np.array([end]), curve.right)[0]
    same = SAME * max(np.ptp(curve.right), np.ptp(curve.mine))
    right, mine = float(curve.right[place]), float(curve.mine[place])
    return bool(abs(right - end) <= same and abs(mine - end) <= 2 * same)
