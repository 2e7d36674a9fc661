"""What a diagnosis may not do, whatever it finds."""

from __future__ import annotations

import warnings

import numpy as np
from support.diagnosing import of_workbook

from autograder.diagnosis.diagnose import diagnose
from autograder.diagnosis.evidence import CaseEvidence
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.work import MILLION, WorkBudget


def test_what_is_reckoned_with_infinite_numbers_warns_nobody() -> None:
    """A warning would stand between the lines that an instructor reads."""
    calls = [RecordedCall("output_size", (size, 2), {}, answer=0) for size in (4, 5, 6)]
    cases = [CaseEvidence([each], is_passed=False, is_diagnosable=True) for each in calls]
    asked = []

    def ask(call: RecordedCall) -> CallOutcome:
        asked.append(np.array([np.inf]) - np.array([np.inf]))
        return CallOutcome(0)

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        diagnose(of_workbook("convolution"), cases, WorkBudget(MILLION), ask)

    assert asked
    assert not warned
