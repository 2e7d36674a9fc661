"""What was found of a task: each explanation once, above the checks that it explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.exporters.wording import parted
from autograder.pages.grids import Picture
from autograder.results import CheckResult
from autograder.scoring import diagnoses_of

if TYPE_CHECKING:
    from autograder.pages.student_view import CheckView

MAX_PICTURES = 1  # beside one explanation
SHOWN = 3  # checks with the same explanation


@dataclass(frozen=True)
class Finding:
    """An explanation, or only a message that several checks share; '' where there is neither."""

    label: str
    sentence: str
    checks: tuple[CheckView, ...]
    pictures: tuple[Picture, ...] = ()

    @property
    def shown(self) -> tuple[CheckView, ...]:
        """All checks; of many that one sentence explains, the first few."""
        is_many = self.sentence and len(self.checks) > SHOWN + 1
        return self.checks[:SHOWN] if is_many else self.checks

    @property
    def more(self) -> tuple[CheckView, ...]:
        """The others, which may be folded."""
        return self.checks[len(self.shown) :]


def findings_of(
    failed: Sequence[CheckResult],
    views: Mapping[str, CheckView],
    pictures: Sequence[Picture],
) -> tuple[Finding, ...]:
    """The findings, those with an explanation first; each picture beside the first that it fits."""
    left = list(pictures)
    found = []
    diagnoses = dict.fromkeys((*diagnoses_of(failed), *(check.diagnosis for check in failed)))
    for diagnosis in sorted(diagnoses, key=lambda text: not text):
        alike = [check for check in failed if check.diagnosis == diagnosis]
        label, sentence = parted(diagnosis)
        names = {check.check for check in alike}
        fitting = [each for each in left if names.intersection(each.example.checks)]
        shown = tuple(fitting[:MAX_PICTURES])
        left = [each for each in left if each not in shown]
        found.append(
            Finding(
                label,
                sentence,
                tuple(views[check.check] for check in alike),
                shown,
            )
        )
    return tuple(found)
