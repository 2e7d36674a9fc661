"""What is said of a function, without a sandbox: it is asked what the course's probes ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from types import SimpleNamespace
from typing import Any

from torch import Tensor

from autograder.diagnosis.diagnose import Finding, diagnose
from autograder.diagnosis.evidence import CaseEvidence
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.probes import probes_of
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer
from autograder.diagnosis.work import MILLION, WorkBudget
from autograder.errors import StudentRaised
from support.paths import PROJECT

ASKED_BY_CHECKS = 16  # calls that vary several things at once, beside those that vary one
WORK = 4 * MILLION


def found(
    task: str, function: str, student: Callable[..., Any], work: int = WORK
) -> tuple[set[str], set[str]]:
    """Names and sentences about a student's function, asked what the course's probes ask.

    `work` is as much as explaining the answers may take.
    """
    findings = findings_of(of_workbook(task), function, student, WorkBudget(work))
    names = {name for finding in findings for name in finding.mistakes}
    return names, {finding.sentence for finding in findings if finding.sentence}


def of_workbook(task: str) -> Catalogue:
    """The known mistakes of a task, read anew."""
    folder = PROJECT / "assignments" / "workbook"
    return Catalogue(
        PROJECT / "solutions" / "workbook" / f"{task}.py", folder / "misconceptions" / f"{task}.py"
    )


def findings_of(
    catalogue: Catalogue, function: str, student: Callable[..., Any], budget: WorkBudget
) -> list[Finding]:
    """What is found out about it, call by call."""
    module: Any = SimpleNamespace(**{function: student})
    replayer = Replayer()

    def ask(call: RecordedCall) -> CallOutcome:
        return replayer.replay(call, module)

    probes = probes_of(catalogue.probes, function, [])
    assert probes is not None
    several = islice(probes.several_at_once(99), ASKED_BY_CHECKS)
    cases = [
        CaseEvidence([answered(call, ask(call))], is_passed=False, is_diagnosable=True)
        for call in (*probes.one_at_a_time(), *several)
        if not any(isinstance(value, Tensor) and value.requires_grad for value in call.args)
    ]
    try:
        return diagnose(catalogue, cases, budget, ask)
    finally:
        replayer.close()


def answered(call: RecordedCall, outcome: CallOutcome) -> RecordedCall:
    if outcome.error is not None:
        raised = StudentRaised("crashed", type_names=outcome.error)
        return replace(call, error=raised)
    changed = ("argument 1",) if outcome.is_changed else ()
    return replace(call, answer=outcome.answer, changed=changed)
