"""Tests that otter's `grader.check` in a notebook and check.py agree about every task."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.paths import PROJECT

from autograder.template import build

pytestmark = [
    pytest.mark.slow(15, per="test"),
    pytest.mark.warm_programs("-c", "check.py", "findings.py", "otter"),
]

SOLUTIONS = PROJECT / "solutions" / "workbook"
TASKS = ("patterns", "images", "convolution", "pooling")
# The code of the notebook's first cell and of a student's cell, then check.py's results.
ASKED = """
import json, sys
from pathlib import Path
from lesson_cells import Grader
grader = Grader()
sys.path.insert(0, "tests")
from running import findings_of, warm_up
warm_up(Path.cwd())
said = {}
for task in %r:
    checked = grader.check(task)
    found = findings_of([task], warm=True)
    said[task] = {
        "otter": {case.test_case.name: case.passed for case in checked.test_case_results},
        "messages": [case.message for case in checked.test_case_results if not case.passed],
        "all": checked.passed_all,
        "ours": {},
    }
    for each in found:
        name = each.test.removeprefix("test_").replace("_", " ")
        passed = said[task]["ours"].get(name, True) and each.state == "passed"
        said[task]["ours"][name] = passed
print("SAID" + json.dumps(said))
"""


def asked(course, place: Path, changed: Mapping[str, str]) -> dict:
    """Both results of each task, in a student's folder with some files changed."""
    files = dict(build.template(course, course.assignment("workbook")))
    files |= {name: text.encode() for name, text in changed.items()}
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    ran = subprocess.run(
        [sys.executable, "-c", ASKED % (TASKS,)], cwd=place, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert "SAID" in ran.stdout, ran.stdout + ran.stderr
    said = json.loads(ran.stdout.partition("SAID")[2])
    shown = subprocess.run(
        [sys.executable, "check.py", *TASKS], cwd=place, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    for task in TASKS:
        said[task]["check.py"] = f"{task:<16} done" in shown.stdout
    return said


def solution(name: str, old: str = "", new: str = "") -> str:
    text = (SOLUTIONS / name).read_text()
    assert old in text
    return text.replace(old, new, 1) if old else text


CLASS = {
    "stubs": {},
    "right": {f"{task}.py": solution(f"{task}.py") for task in TASKS},
    "partly": {
        "patterns.py": "import nowhere\n",
        "images.py": solution("images.py") + "\n\ndef load_image(*args):\n    return None\n",
        "convolution.py": solution("convolution.py")
        + "\n\ndef output_size(*args, **kwargs):\n    raise NotImplementedError('to do')\n",
        "pooling.py": solution("pooling.py")
        + "\n\ndef avg_pool2d(images, *args, **kwargs):\n    return images\n",
    },
}


@pytest.mark.parametrize("kind", CLASS)
def test_otter_and_check_py_say_the_same(course, tmp_path, kind):
    said = asked(course, tmp_path, CLASS[kind])

    for task, verdict in said.items():
        ours = {name: passed for name, passed in verdict["ours"].items() if name}
        assert verdict["all"] == verdict["check.py"], task
        assert all(verdict["otter"][name] == passed for name, passed in ours.items()), task
        assert verdict["all"] == (kind == "right"), verdict["messages"]
        assert len(verdict["otter"]) >= 2
        if not verdict["all"]:
            assert all("AssertionError: " in message for message in verdict["messages"])
    if kind == "partly":
        assert any(said["pooling"]["otter"].values())
        assert not any(said["patterns"]["otter"].values())
        assert "nowhere" in said["patterns"]["messages"][0]
