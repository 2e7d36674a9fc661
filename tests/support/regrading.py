"""A copy of the toy course with checks and submissions of every kind, to regrade after a change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from autograder.results import Report
from support.paths import TOY_COURSE

CHECKS = '''

TOLERANCE, NEAR = 0.01, 0.01


def test_third_is_near(student):
    """One of three is about a third."""
    answer = student.shares(torch.tensor([1.0, 2.0]))
    expect.that(abs(float(answer[0]) - 1 / 3) < TOLERANCE, "It is too far away.")


def test_near_answers_are_asked_on(student):
    """Whoever is near is asked once more."""
    if abs(float(student.shares(torch.tensor([1.0, 4.0]))[0]) - 0.2) < NEAR:
        expect.close(student.shares(torch.tensor([2.0, 3.0])), torch.tensor([0.4, 0.6]))


def test_gradients_flow(student):
    """The gradients are those of the shares, also of two answers at once."""
    numbers = torch.tensor([1.0, 3.0], requires_grad=True)
    expect.gradients(student.shares(numbers), numbers / numbers.sum(), {"numbers": numbers})
    answer = student.both(numbers)
    expect.gradients(answer[1], 1 - numbers / numbers.sum(), {"numbers": numbers})
    expect.gradients(answer[0], numbers / numbers.sum(), {"numbers": numbers})


def test_layer_is_random(student):
    """A layer starts with its own random weights, and uses them."""
    layer = student.Mixed()
    expect.layer(layer)
    weight = layer.parameters()["weight"]
    expect.close(layer(torch.eye(2)), weight.T)
    layer.load_state_dict({"weight": torch.eye(2)})
    numbers = torch.tensor([[1.0, 2.0]], requires_grad=True)
    expect.close(layer(numbers), numbers.detach())
    layer(numbers).sum().backward()
    expect.close(layer.gradients()["weight"], torch.tensor([[1.0, 2.0], [1.0, 2.0]]))
'''
LAYER = """

def both(numbers):
    found = shares(numbers)
    return found, 1 - found


class Mixed(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.rand(2, 2))

    def forward(self, numbers):
        return numbers @ self.weight.T
"""
RIGHT = "    return numbers / total"
VARIANTS = {
    "right": RIGHT,
    "slightly_off": "    return numbers / total + 0.002",
    "divides_by_the_largest": "    return numbers / numbers.max()",
    "loses_precision": "    return (numbers / total).float()",
    "writes_into_its_input": "    numbers.detach().div_(total)\n    return numbers",
    "prints": "    print('sharing')\n    return numbers / total\n\n\nprint('imported')",
    "random": "    return torch.rand(len(numbers))",
    "crashes": "    return numbers / total.nothing",
    "detached": "    return (numbers / total).detach()",
    "forbidden": "    return torch.softmax(numbers, 0)",
    "unfinished": "    raise NotImplementedError",
    "refuses": "    return lambda: None",
    "dies": "    import os\n    os._exit(3)",
    "never_ends": "    while True:\n        pass",
}
IMPORT_FAILS = "import nothing_like_it\n"

Edit = Callable[[Path], None]


def course_with_more_checks(place: Path) -> Path:
    """The course, in which a call has one second."""
    shutil.copytree(TOY_COURSE, place)
    _replaced(place / "grading.yml", "call_seconds: 5", "call_seconds: 1")
    _append(place / "assignments" / "counting" / "graders" / "test_shares.py", CHECKS)
    _append(place / "solutions" / "counting" / "shares.py", LAYER)
    return place


def class_in(place: Path, course: Path) -> list[str]:
    """A submission for each variant of `shares`, and two that differ elsewhere: their paths."""
    solutions = course / "solutions" / "counting"
    files = {file.name: file.read_text() for file in solutions.iterdir() if file.is_file()}
    shares = files["shares.py"]
    made = {name: {**files, "shares.py": shares.replace(RIGHT, body)} for name, body in
            VARIANTS.items()}  # fmt: skip
    made["import_fails"] = {**files, "shares.py": IMPORT_FAILS + shares}
    vowels = files["vowels.py"]
    made["misses_capitals"] = {**files, "vowels.py": vowels.replace("text.lower()", "text")}
    made["vowels_missing"] = {name: text for name, text in files.items() if name != "vowels.py"}
    for name, content in made.items():
        (place / name).mkdir(parents=True)
        for file, text in content.items():
            (place / name / file).write_text(text)
    return [str(place / name) for name in made]


def without_durations(report: Report | None) -> Any:
    """All of a report but the seconds that something took."""
    plain = msgspec.to_builtins(report)
    for part in (plain, *plain["tasks"]):
        part.pop("seconds")
    return plain


def replaced(file: str, old: str, new: str) -> Edit:
    """A change of one file of the course."""
    return lambda course: _replaced(course / file, old, new)


def appended(file: str, text: str) -> Edit:
    """More at the end of one file of the course."""
    return lambda course: _append(course / file, text)


def _replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert text.count(old) == 1, (file, old)
    file.write_text(text.replace(old, new))


def _append(file: Path, text: str) -> None:
    file.write_text(file.read_text() + text)
