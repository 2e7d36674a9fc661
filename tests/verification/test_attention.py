"""A course that was written from the documents alone: it holds what it promises."""

from __future__ import annotations

import pytest
from support.paths import TESTS

from autograder.course.load import load_course
from autograder.grading.batch import warm_graders
from autograder.results import Report
from autograder.verification.verify import verify_course

pytestmark = [
    pytest.mark.slow(240),
    pytest.mark.torch,
    pytest.mark.warm_programs("pytest", "-c", "findings.py"),
]

COURSE = TESTS / "attention_course"


def graded(paths, assignment: str, tier: str) -> list[Report]:
    with warm_graders(COURSE, assignment, tier) as graders:
        found = graders.grade_paths(list(map(str, paths)), jobs=1, on_outcome=lambda _: None)
    return [outcome.report for outcome in found if outcome.report is not None]


def test_a_wrong_answer_is_named_and_the_solution_has_full_points(tmp_path, tier):
    solution = COURSE / "solutions" / "attention"
    scaled, doubled = tmp_path / "scaled", tmp_path / "doubled"
    scaled.mkdir()
    doubled.mkdir()
    for path in solution.iterdir():
        text = path.read_text()
        wrong = text.replace("math.sqrt(queries.shape[-1])", "queries.shape[-1]")
        assert (wrong != text) == (path.name == "attention.py")
        (scaled / path.name).write_text(wrong)

    text = (solution / "softmax.py").read_text()
    twice = text.replace("    powers", "    scores = 2 * scores\n    powers", 1)
    (doubled / "softmax.py").write_text(twice)

    right, wrong, other = graded([solution, scaled, doubled], "attention", tier)

    assert (right.score, right.points, right.notes) == (20, 20, ())
    assert other.tasks[0].diagnoses == ("`softmax` answers as if `scores` were multiplied by 2.",)
    attention, multi_head = wrong.tasks[2:4]
    assert attention.checks[0].mistakes == ("divides_by_the_number_of_features",)
    assert multi_head.score < multi_head.points
    assert multi_head.notes == (
        "'multi_head.py' imports 'attention.py', which is not right yet. Mend attention first: its "
        "mistakes may be what shows here.",
    )


def test_the_trained_model_has_full_points(tier):
    (right,) = graded([COURSE / "solutions" / "characters"], "characters", tier)

    assert (right.score, right.points) == (10, 10)


def test_the_course_holds_what_it_promises(tier, capsys):
    assert verify_course(load_course(COURSE), tier=tier), capsys.readouterr().out
