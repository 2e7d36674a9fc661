"""One sentence for everybody who errs alike: from a group on the page of a class to its regrade."""

from __future__ import annotations

import re
import shutil

import pytest
from support.paths import TOY_COURSE

from autograder.cli import main
from autograder.commands.open_gradebook import read_again
from autograder.course.load import load_course
from autograder.gradebook import store
from autograder.gradebook.database import opened
from autograder.pages.causes import Cause, Code, Kind, Who
from autograder.pages.naming_stub import stub
from autograder.pages.of_class import read_class

pytestmark = pytest.mark.slow(40)

RIGHT = "    return numbers / total"
BODIES = {  # the first two make the same mistake, in different words
    "ada": "    return numbers / total.abs().sqrt()",
    "bela": "    root = abs(total) ** 0.5\n    return torch.stack([n / root for n in numbers])",
    "cleo": RIGHT,
    "dan": "    return numbers * 0.5 + total",
}
SENTENCE = "The whole is the sum of the numbers, not its root."
WRONG = "    return lambda n: shares(n) * n.sum() / n.sum().abs().sqrt()"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The toy course and a class of it, in a gradebook."""
    folder = tmp_path_factory.mktemp("name")
    shutil.copytree(TOY_COURSE, folder / "course")
    solutions = TOY_COURSE / "solutions" / "counting"
    for name, body in BODIES.items():
        shutil.copytree(solutions, folder / "class" / name)
        file = folder / "class" / name / "shares.py"
        file.write_text(file.read_text().replace(RIGHT, body))
    book = ["--course", str(folder / "course"), "--gradebook", str(folder / "g.sqlite")]
    assert main(["grade", str(folder / "class"), *book]) == 0
    return folder, book


def causes(folder):
    course = load_course(folder / "course")
    with opened(folder / "g.sqlite") as database:
        its = read_again(course, database)
        found = read_class(course, database, its.rows, its.book, course.assignments["counting"])
        return {frozenset(who.id for who in cause.who): cause for cause in found.causes}


def reports(folder):
    with opened(folder / "g.sqlite") as database:
        rows = store.read(database)
        names = {attempt.attempt: attempt.name for attempt in rows.attempts}
        return {names[g.attempt]: store.report_of(database, g.key) for g in rows.gradings}


def mistakes(report):
    return {name for task in report.tasks for check in task.checks for name in check.mistakes}


def test_a_group_is_named_and_everybody_in_it_reads_the_sentence(graded, capsys):
    folder, book = graded
    found = causes(folder)
    group = found[frozenset({"ada", "bela"})]
    alone = found[frozenset({"dan"})]
    assert (group.kind, group.label, group.function) == (Kind.GROUP, "same wrong numbers", "shares")
    assert (alone.kind, alone.label) == (Kind.GROUP, "unexplained")
    assert len(group.codes) == 2
    assert group.picture is not None

    assert main(["name", group.name, *book, "--as", "divides_by_the_root"]) == 0
    said = capsys.readouterr().out
    assert "has a stub divides_by_the_root" in said
    assert f"`autograder verify --task shares --course {folder / 'course'}`" in said
    assert f"`autograder regrade {' '.join(book)}`" in said
    file = folder / "course" / "assignments" / "counting" / "misconceptions" / "shares.py"
    text = file.read_text()
    assert "def divides_by_the_root(shares):" in text
    assert "# 2 students gave the same wrong answers" in text
    assert main(["name", group.name, *book, "--as", "divides_by_the_root"]) == 1

    text = re.sub(r"TODO: the sentence.*?\?", SENTENCE, text)
    file.write_text(text.removesuffix("    return shares\n") + WRONG + "\n")
    assert main(["regrade", *book, "--accept", "--because", "it has a name now"]) == 0

    after = reports(folder)
    assert {name for name, report in after.items() if mistakes(report)} == {"ada", "bela"}
    assert mistakes(after["ada"]) == {"divides_by_the_root"}
    assert causes(folder)[frozenset({"ada", "bela"})].sentence == SENTENCE


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nobodys-123456"], "No group without a known mistake is called"),
        (["{alone}", "--as", "not a name"], "can't be the name of a function"),
        (["{alone}", "--as", "_hidden"], "can't be the name of a function"),
        (["{alone}", "--as", "divides_by_the_largest"], "has a divides_by_the_largest already"),
    ],
)
def test_what_can_not_be_named_is_told(graded, capsys, arguments, sentence):
    folder, book = graded
    alone = causes(folder)[frozenset({"dan"})].name

    code = main(["name", *(each.format(alone=alone) for each in arguments), *book])

    assert code == 1
    assert sentence in capsys.readouterr().err


def test_no_line_of_a_student_leaves_its_comment():
    evil = "x = 1\rimport os\x0cimport os\u2028import os\x85import os\n    import os"
    cause = Cause(
        kind=Kind.GROUP,
        name="shares-abc",
        words="shares-abc",
        task="shares",
        function="shares",
        sentence="",
        who=(Who("a", "A", ""),),
        lost=1.0,
        call=f"shares({evil})",
        picture=None,
        codes=(Code("a", evil),),
        teach=(),
    )

    lines = stub(cause, "named").splitlines()

    code = [line for line in lines if not line.strip().startswith("#")]
    assert len(lines) > 6
    assert [line.split("(")[0].split('"')[0].strip() for line in code] == [
        "def named", "", "return shares",
    ]  # fmt: skip
