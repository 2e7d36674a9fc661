"""JUnit XML (pytest's `xunit2`) of a report as students may see it.

We do not use pytest's own file: it holds the source of hidden checks and the name of the machine.
See https://docs.pytest.org/en/stable/how-to/output.html#creating-junitxml-format-files.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from autograder.results import CheckResult, Report, Status, TaskResult

# Characters that XML 1.0 can't hold, escaped or not.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """A suite for each task, a case for each check; a refused submission is one error."""
    root = ElementTree.Element("testsuites", {"name": _legal(report.assignment)})
    if report.refused is not None:
        _add_refusal(root, report)
    for task in report.tasks:
        _add_suite(root, task)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, "unicode") + "\n"


def _add_refusal(root: ElementTree.Element, report: Report) -> None:
    suite = _suite(root, "submission", tests=1, errors=1)
    case = ElementTree.SubElement(
        suite, "testcase", {"classname": "submission", "name": "taken in"}
    )
    ElementTree.SubElement(case, "error", {"message": _legal(report.refused or "")})


def _add_suite(root: ElementTree.Element, task: TaskResult) -> None:
    states = [check.status for check in task.checks]
    skipped = sum(state in (Status.UNFINISHED, Status.BROKEN) for state in states)
    passed = sum(state is Status.PASSED for state in states)
    suite = _suite(
        root,
        task.task,
        tests=len(states),
        failures=len(states) - passed - skipped,
        skipped=skipped,
        time=task.seconds,
    )
    score = {} if task.score is None else {"points": f"{task.score:g}"}
    _add_properties(suite, {**score, "max_points": f"{task.points:g}"})
    for check in task.checks:
        _add_case(suite, task.task, check)


def _suite(root: ElementTree.Element, name: str, **numbers: float) -> ElementTree.Element:
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0, "time": 0.0, **numbers}
    written = {key: f"{number:g}" for key, number in counts.items()}
    return ElementTree.SubElement(root, "testsuite", {"name": _legal(name), **written})


def _add_case(suite: ElementTree.Element, task: str, check: CheckResult) -> None:
    names = {"classname": _legal(task), "name": _legal(check.title), "time": "0"}
    case = ElementTree.SubElement(suite, "testcase", names)
    _add_properties(
        case,
        {
            "points": f"{check.score:g}",
            "max_points": f"{check.points:g}",
            "visibility": check.visibility.value,
        },
    )
    message = {"message": _legal(check.in_full)}
    if check.status in (Status.UNFINISHED, Status.BROKEN):
        ElementTree.SubElement(case, "skipped", {"type": check.status.value, **message})
    elif check.status is not Status.PASSED:
        failure = ElementTree.SubElement(case, "failure", {"type": check.status.value, **message})
        failure.text = message["message"]


def _add_properties(parent: ElementTree.Element, properties: dict[str, str]) -> None:
    element = ElementTree.SubElement(parent, "properties")
    for name, value in properties.items():
        ElementTree.SubElement(element, "property", {"name": name, "value": _legal(value)})


def _legal(text: str) -> str:
    return _ILLEGAL.sub("�", text)
