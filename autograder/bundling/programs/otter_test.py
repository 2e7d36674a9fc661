"""What our grader found of this task: it has judged the submission before otter runs this."""

import json
from pathlib import Path

from otter.test_files import test_case

OK_FORMAT = False

name = "TASK"


def tell(check: str) -> None:
    """Raises the message of a check that costs points, for otter to show."""
    report = json.loads(Path("tests", "report.json").read_text())
    if report["refused"] is not None:
        raise AssertionError(report["refused"])
    task = next((each for each in report["tasks"] if each["task"] == name), None)
    if task is None:
        raise AssertionError("This bonus task was not handed in, which costs nothing.")
    found = next(each for each in task["checks"] if each["check"] == check)
    if found["status"] not in ("passed", "broken"):  # a broken check costs nobody points
        raise AssertionError(found["message"])
