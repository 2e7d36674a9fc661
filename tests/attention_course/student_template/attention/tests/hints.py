"""Hints to the tests, up to three steps each, in files beside them: see hints_<task>.md."""

from pathlib import Path

TESTS = Path(__file__).resolve().parent


def hints_of(task, test):
    """The steps of the hint to a test, by its function's name; none if nobody wrote one.

    A heading names the tests, without `test_`; each line below it is a step.
    """
    file, steps, is_meant = TESTS / f"hints_{task}.md", [], False
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    for line in lines:
        if line.startswith("## "):
            names = [name.strip() for name in line.removeprefix("## ").split(",")]
            is_meant = test.removeprefix("test_") in names
        elif is_meant and line.strip():
            steps.append(line.strip())
    return steps
