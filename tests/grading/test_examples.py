"""The small calls that students see of their wrong answers: drawn anew, and true.

A submission can keep what it was asked, and answer with it. So what it has kept must not reach the
page: the example is asked in a process that has seen no hidden input.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.paths import PROJECT, TESTS, TOY_COURSE

from autograder.exporters.for_students import for_students, released
from autograder.grading.batch import grade_paths
from autograder.results import Report, Visibility

pytestmark = pytest.mark.slow(20)

RIGHT = "    return numbers / total"
LARGEST = "    return numbers / numbers.max()"
# It keeps all that it was asked in a global, and in files wherever it may write.
SPY = """    import contextlib, json, pathlib, tempfile
    folders = (".", "/tmp", tempfile.gettempdir(), "/dev/shm")
    places = [pathlib.Path(folder) / "kept.json" for folder in folders]
    for place in places:
        with contextlib.suppress(Exception):
            SEEN.extend(json.loads(place.read_text()))
    SEEN.append(numbers.tolist())
    for place in places:
        with contextlib.suppress(Exception):
            place.write_text(json.dumps(SEEN))
    flat = [n for each in SEEN for n in each]
    return torch.tensor((flat * 20)[: len(numbers)])


SEEN = []"""
HIDDEN = {0.125, 0.375}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, tier: str) -> Mapping[str, Report]:
    folder = tmp_path_factory.mktemp("examples")
    solutions = TOY_COURSE / "solutions" / "counting"
    text = (solutions / "shares.py").read_text()
    bodies = {
        "right": RIGHT,
        "largest": LARGEST,
        "spy": SPY,
        "crashes": "    return numbers / total.nothing",
        "grows": "    return torch.ones(100_000)",
        "not_a_number": "    return numbers / 0",
        "text": "    return 'SECRET'",
    }
    for name, body in bodies.items():
        shutil.copytree(solutions, folder / name)
        made = text.replace(RIGHT, body)
        (folder / name / "shares.py").write_text(made)
    outcomes = grade_paths(
        TOY_COURSE,
        "counting",
        [str(folder / name) for name in bodies],
        tier=tier,
        jobs=1,
        on_outcome=lambda _: None,
    )
    return {Path(each.path).name: each.report for each in outcomes if each.report}


def examples(report: Report):
    return next(task.examples for task in report.tasks if task.task == "shares")


def test_a_wrong_answer_is_shown_beside_the_right_one(reports):
    [example] = examples(reports["largest"])

    [(name, numbers)] = example.inputs
    total = sum(numbers.values)
    assert (example.function, name) == ("shares", "numbers")
    assert example.expected.values == pytest.approx([n / total for n in numbers.values], rel=1e-5)
    assert example.yours.values == pytest.approx(
        [n / max(numbers.values) for n in numbers.values], rel=1e-5
    )
    assert example.wrong[0] == next(
        place
        for place, (a, b) in enumerate(
            zip(example.yours.values, example.expected.values, strict=True)
        )
        if a != b
    )
    assert "from shares import shares" in example.code
    assert example.code.endswith("print(shares(numbers))")


def test_the_call_can_be_copied_and_run(reports, tmp_path, monkeypatch, capsys):
    [example] = examples(reports["largest"])
    shutil.copy(TOY_COURSE / "solutions" / "counting" / "shares.py", tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))

    exec(compile(example.code, "call", "exec"), {})  # noqa: S102 - ours: it was made above

    assert "tensor(" in capsys.readouterr().out


def test_its_numbers_are_no_hidden_ones(reports):
    [example] = examples(reports["largest"])

    assert all(number == int(number) for number in example.inputs[0][1].values)
    assert not HIDDEN.intersection(example.expected.values)


def test_what_a_submission_has_kept_does_not_reach_the_page(reports):
    [example] = examples(reports["spy"])

    # What it was asked first in all: by the first check, and in the process of the example.
    assert example.yours.values != (1.0, 3.0, 4.0, 1.0, 2.0, 7.0)[: len(example.yours.values)]
    assert all(-4 <= value < 10 for value in example.yours.values)


@pytest.mark.parametrize("name", ["right", "crashes", "grows", "text"])
def test_there_is_none_where_nothing_could_be_shown(reports, name):
    assert examples(reports[name]) == ()


def test_what_is_no_number_is_written_as_text(reports):
    [example] = examples(reports["not_a_number"])

    assert {type(value) for value in example.yours.values} <= {str, float}
    assert any(value in ("NaN", "∞", "−∞") for value in example.yours.values)


def test_it_is_shown_with_the_first_of_its_checks_that_is_shown(reports):
    report = reports["largest"]
    hidden = for_students(report)
    shown = for_students(released(report, {Visibility.AFTER_DUE_DATE}))

    assert examples(hidden) == ()
    [example] = examples(shown)
    assert set(example.checks) <= {c.check for t in shown.tasks for c in t.checks}


RUN = """
import json, sys
shown = []
exec(compile(sys.stdin.read(), "call", "exec"), {"print": shown.append})
answer = getattr(shown[0], "detach", lambda: shown[0])()
print(json.dumps([list(answer.shape), answer.reshape(-1).tolist()]))
"""
WITH_A_PICTURE = {"drops_blue_of_rgb": "load_pixels", "confuses_height_and_width": "Conv2d"}


@pytest.mark.parametrize("name", WITH_A_PICTURE)
def test_layers_and_files_are_shown_too_and_run_as_shown(name, tier, tmp_path):
    submission = TESTS / "submissions" / "wrong" / name
    [outcome] = grade_paths(
        PROJECT, "workbook", [str(submission)], tier=tier, jobs=1, on_outcome=lambda _: None
    )
    assert outcome.report is not None
    found = [each for task in for_students(outcome.report).tasks for each in task.examples]

    example = next(each for each in found if each.function == WITH_A_PICTURE[name])

    solutions = PROJECT / "solutions" / "workbook"
    for number, (folder, numbers) in enumerate(
        ((submission, example.yours), (solutions, example.expected))
    ):
        shutil.copytree(folder, tmp_path / str(number))
        ran = subprocess.run(
            [sys.executable, "-c", RUN],
            input=example.code,
            cwd=tmp_path / str(number),
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        shape, values = json.loads(ran.stdout)
        assert tuple(shape) == numbers.shape
        assert values == pytest.approx(numbers.values, rel=1e-5)
