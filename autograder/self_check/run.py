"""Tries the whole list in one isolation tier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique

from autograder.errors import SandboxError
from autograder.sandbox import tiers
from autograder.sandbox.launcher import Zygotes
from autograder.self_check.behaviours import BEHAVIOURS, Behaviour
from autograder.self_check.machine import Machine
from autograder.self_check.trial import Trial
from autograder.text.legible import one_line

MAX_REASON = 300


@unique
class Outcome(StrEnum):
    """What came of it. *Untried*: this system lacks what the attempt needs, so nothing is known."""

    HOLDS = "holds"
    FAILS = "does not hold"
    UNTRIED = "could not be tried"


@dataclass(frozen=True)
class Tried:
    """A behaviour, what came of it and why; `is_promised` by the isolation tier."""

    behaviour: Behaviour
    outcome: Outcome
    reason: str
    is_promised: bool

    @property
    def breaks_a_promise(self) -> bool:
        """Whether the tier promises it, and it does not hold or nobody knows."""
        return self.is_promised and self.outcome is not Outcome.HOLDS


def tried(
    tier: str, behaviours: Sequence[Behaviour] = BEHAVIOURS, *, with_gpu: bool = False
) -> Iterator[Tried]:
    """Each behaviour in turn, as it is tried. Raises SandboxError if the tier does not work."""
    if problem := tiers.problem_with(tier):
        raise SandboxError(f"The isolation tier {tier} does not work here: {problem}.")
    zygotes = Zygotes(tier)
    try:
        with Machine() as machine:
            for behaviour in behaviours:
                with Trial(zygotes, machine, with_gpu=with_gpu) as trial:
                    outcome, reason = _outcome(behaviour, trial)
                machine.harm()  # what comes late is not the next one's
                yield Tried(behaviour, outcome, reason, tier in behaviour.tiers)
    finally:
        zygotes.close()


def _outcome(behaviour: Behaviour, trial: Trial) -> tuple[Outcome, str]:
    try:
        reason = behaviour.judge(trial)
    except Exception as error:  # noqa: BLE001 - the attempt failed for another reason than a wall
        return Outcome.UNTRIED, one_line(f"{type(error).__name__}: {error}", limit=MAX_REASON)
    return (Outcome.FAILS if reason else Outcome.HOLDS), one_line(reason, limit=MAX_REASON)
