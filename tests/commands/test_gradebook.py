"""Tests `autograder gradebook` as its user runs it; nothing is graded for that."""

from __future__ import annotations

import csv
import io
import shutil
import stat
import zipfile
from pathlib import Path

import pytest
from support.gradebooks import attempt, moment, person, report, roster
from support.paths import TOY_COURSE

from autograder.cli import main
from autograder.course import fingerprints
from autograder.course.load import load_course
from autograder.downloads.people import Claim
from autograder.gradebook import store
from autograder.gradebook.database import opened

ADA = person("Ada Lovelace", id="007", logins=("ada",), emails=("ada@uni.edu",), section="1")
BELA = person("Bela Bartok", id="12", section="2")
KIM = person("Kim Lee", id="30", section="2")
FULL = [("vowels", 2.0, 2.0), ("shares", 4.0, 4.0), ("reflection", None, 1.0)]
HALF = [("vowels", 1.0, 2.0), ("shares", 1.5, 4.0), ("reflection", None, 1.0)]
WORKSHEET = "\n".join(
    (
        "Identifier,Full name,Grade,Maximum Grade,Feedback comments",
        "Participant 901,Ada Lovelace,,7.00,",
        'Participant 902,Bela Bartok,2.50,7.00,"old, ""quoted"" ones"',
        "Participant 903,Somebody Else,1.00,7.00,\n",
    )
)


@pytest.fixture(scope="module")
def known():
    course = load_course(TOY_COURSE)
    assignment = course.assignments["counting"]
    return {
        "course": fingerprints.fingerprint(course, assignment),
        "seed": fingerprints.seed_fingerprint(assignment),
        "device": "cpu",
    }


@pytest.fixture
def path(tmp_path, known):
    """Ada has two submissions, Bela one, Kim none; one is nobody's."""
    path = tmp_path / "grades.sqlite"
    early = attempt(Claim(name="Ada Lovelace", number="901"), content="a", submitted=moment(1))
    late = attempt(Claim(name="Ada Lovelace", number="901"), content="b", submitted=moment(2))
    bela = attempt(Claim(name="Bela Bartok", number="902"))
    stray = attempt(Claim(name="Bella B", number="999"))
    with opened(path, make=True) as book, book.together():
        store.add_roster(book, roster(ADA, BELA, KIM))
        for its, scores in ((early, HALF), (late, FULL), (bela, HALF), (stray, FULL)):
            store.add_attempts(book, [its])
            made = report(its.name, scores, environment=known)
            store.add_grading(book, made, its, at=moment(3), author="staff", reason="")
    return path


@pytest.fixture
def run(path, capsys):
    def run(*arguments, code=0):
        its = ["--course", TOY_COURSE, "--gradebook", path]
        assert main(["gradebook", *map(str, (*arguments, *its))]) == code
        said = capsys.readouterr()
        return said.out + said.err

    return run


def read(run, *arguments):
    return run("show", *arguments)


def test_show_lists_everybody_and_what_somebody_must_do(run):
    said = run("show")

    assert "counting: 3 students, 0 with a grade" in said
    assert "6 of 7  waits for points: reflection" in said
    assert "nothing handed in" in said
    assert "'Bella B' ('Bella B'): unmatched" in said
    assert "The most similar one is Bela Bartok (12)" in said


def test_why_this_score(run):
    run("set", "ada", "0.5", "--task", "reflection", "--because", "a good start", "--by", "Bo")

    said = run("show", "--student", "007")

    assert "Ada Lovelace (007), counting: 6.5 of 7" in said
    assert "'Ada Lovelace' counts, the latest of 2" in said
    assert "vowels: 2 of 2 by checks" in said
    assert "reflection: 0.5 of 1, set by Bo on" in said
    assert ": a good start" in said
    assert "isolation process" in said


def test_edits_are_logged_and_can_be_taken_back(run):
    run("set", "12", "7", "--because", "by word of mouth")
    key = next(line.split()[1] for line in run("log").splitlines() if " points " in line)

    assert "Bela Bartok (12), counting: 7 of 7" in run("show", "--student", "12")
    run("undo", key, "--because", "a mistake")
    assert "Bela Bartok (12), counting: 2.5 of 7" in run("show", "--student", "12")
    said = run("log")
    assert "(taken back)" in said
    assert "undo" in said


def test_a_locked_grade_stays(run):
    run("set", "12", "3", "--because", "so it is")
    run("lock", "12", "--because", "grades are due")

    refused = run("set", "12", "5", "--because", "wish", code=1)

    assert "was locked by" in refused
    assert "3 of 7  locked" in run("show")
    run("unlock", "12", "--because", "open again")
    run("set", "12", "5", "--because", "wish")
    assert "5 of 7" in run("show", "--student", "12")


def test_without_a_grade_there_is_nothing_to_lock(run):
    said = run("lock", "--all", "--because", "due")

    assert "0 grades are locked now" in said
    assert "Without a grade that could be locked (3)" in said


def test_a_submission_of_nobody_is_matched(run):
    run("match", "Bella B", "30", "--because", "she said so")

    said = run("show")
    assert "unmatched" not in said
    assert "Kim Lee (30)" in said
    assert "nothing handed in" not in said


def test_a_deadline_is_extended_for_some(path, capsys, tmp_path):
    course = Path(shutil.copytree(TOY_COURSE, tmp_path / "course"))
    text = (course / "grading.yml").read_text()
    policy = '{timezone: UTC, deadline: "2026-12-01 13:00", late: {percent: 50}}'
    (course / "grading.yml").write_text(
        text.replace("counting:\n", f"counting:\n    policy: {policy}\n")
    )

    def run(*arguments, code=0):
        its = ["--course", course, "--gradebook", path]
        assert main(["gradebook", *map(str, (*arguments, *its))]) == code
        said = capsys.readouterr()
        return said.out + said.err

    why = ("--because", "was ill", "--by", "Bo")
    run("set", "ada", "1", "--task", "reflection", "--because", "well said")
    late = run("show", "--student", "ada")
    assert "1 day begun, 50 % for each: 50 % of the points" in late

    assert "7 of 7" in run("extend", "ada", "12", "--until", "3 days", *why)
    shown = run("show", "--student", "ada")
    assert "deadline extended to 2026-12-04 13:00 UTC by Bo on " in shown
    assert "extend 12 counting 3 days, by Bo: was ill" in run("log")

    key = next(line.split()[1] for line in run("log").splitlines() if "extend 007" in line)
    run("undo", key, "--because", "it was somebody else")
    assert "50 % of the points" in run("show", "--student", "ada")
    assert "is before the deadline" in run(
        "extend", "ada", "--until", "2026-11-30 12:00", *why, code=1
    )
    assert "is no time" in run("extend", "ada", "--until", "soon", *why, code=1)


def test_without_a_deadline_there_is_nothing_to_extend(run):
    said = run("extend", "ada", "--until", "3 days", "--because", "x", code=1)

    assert "counting has no deadline; `deadline` in its policy in grading.yml gives it one" in said


def test_another_submission_is_chosen(run):
    listed = run("choose", "007", "x", "--because", "asked", code=1)
    key = listed.split("(")[2][:8]

    run("choose", "007", key, "--because", "asked")

    assert "since somebody chose it" in run("show", "--student", "007")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["set", "nobody", "1", "--because", "x"], "Nobody in"),
        (["set", "007", "1", "--task", "vowls", "--because", "x"], "did you mean 'vowels'?"),
        (["set", "007", "9", "--because", "x"], "worth 7 points, and 9 is more"),
        (["set", "007", "-1", "--because", "x"], "are no points"),
        (["set", "007", "nan", "--because", "x"], "are no points"),
        (["set", "007", "1", "--because", " "], "needs a reason"),
        (["undo", "ffff", "--because", "x"], "No edit has a key"),
        (["match", "Cleo", "30", "--because", "x"], "No submission is called 'Cleo'"),
        (["time", "007", "yesterday", "--because", "x"], "is no time"),
        (["lock", "--because", "x"], "Name students, or --all"),
        (["export", "--format", "canvas"], "needs --sheet"),
        (["export", "--format", "csv", "--section", "9"], "there are: 1, 2"),
        (["export", "--format", "csv", "--feedback", "f.zip"], "goes with --format moodle"),
    ],
)
def test_what_can_not_be_is_told(run, arguments, sentence):
    assert sentence in run(*arguments, code=1)


def test_the_preview_is_what_is_in_the_file(run, tmp_path):
    sheet, to = tmp_path / "sheet.csv", tmp_path / "out.csv"
    sheet.write_text(WORKSHEET)
    run("set", "007", "1", "--task", "reflection", "--because", "read")
    run("set", "12", "0", "--task", "reflection", "--because", "read")

    look = run("export", "--format", "moodle", "--sheet", sheet)
    said = run(
        "export", "--format", "moodle", "--sheet", sheet, "--to", to, "--feedback",
        tmp_path / "feedback.zip",
    )  # fmt: skip

    assert "2 grades: 1 new, 0 changed, 1 unchanged; 1 rows are unmatched." in look
    assert "Nothing is written" in look
    assert "unmatched (1): Somebody Else" in said
    rows = list(csv.DictReader(io.StringIO(to.read_text(), newline="")))
    assert [row["Grade"] for row in rows] == ["7", "2.50", "1.00"]
    assert rows[0]["Feedback comments"].startswith("7 of 7 points.")
    assert rows[2]["Feedback comments"] == ""
    assert stat.S_IMODE(to.stat().st_mode) == 0o600
    with zipfile.ZipFile(tmp_path / "feedback.zip") as archive:
        names = archive.namelist()
        page = archive.read(names[0]).decode()
    assert names == [
        "Ada Lovelace_901_assignsubmission_file_/feedback.html",
        "Bela Bartok_902_assignsubmission_file_/feedback.html",
    ]
    assert "<strong>7</strong>" in page
    assert page.startswith("<!doctype html>")


def test_nothing_is_written_for_those_without_a_grade_unless_it_is_asked_for(run, tmp_path):
    run("set", "007", "1", "--task", "reflection", "--because", "read")

    run("export", "--format", "csv", "--to", tmp_path / "a.csv")
    run("export", "--format", "csv", "--to", tmp_path / "b.csv", "--so-far")
    run("export", "--format", "gradescope", "--to", tmp_path / "c.csv", "--so-far", "--only", "12")

    table = {name: (tmp_path / f"{name}.csv").read_text().splitlines() for name in "abc"}
    assert next(line[:3] for line in table["a"] if line[:1].isdigit()) == "007"
    assert sum(line.startswith(("007,", "12,", "30,")) for line in table["a"]) == 1
    assert sum(line.startswith(("007,", "12,", "30,")) for line in table["b"]) == 2
    assert table["c"] == [
        "First Name,Last Name,SID,Email,Total Score,Max Points",
        "Bela,Bartok,12,,2.5,7",
    ]


def test_without_a_roster_the_platforms_numbers_lead_back(run, path, known, tmp_path):
    path.unlink()
    its = attempt(Claim(name="lovelaceada", number="11"))
    with opened(path, make=True) as book, book.together():
        store.add_attempts(book, [its])
        made = report(its.name, HALF, environment=known)
        store.add_grading(book, made, its, at=moment(3), author="staff", reason="")
    sheet = tmp_path / "canvas.csv"
    sheet.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,Letters and shares (7)\n"
        "    Points Possible,,,,,7.00\n"
        '"Lovelace, Ada",11,007,ada,1,\n"Bartok, Bela",12,012,bela,1,\n'
    )

    said = run("export", "--format", "canvas", "--sheet", sheet, "--to", tmp_path / "o", "--so-far")

    assert "1 grades: 1 new, 0 changed, 0 unchanged; 1 rows are unmatched." in said
    assert '"Lovelace, Ada",11,007,ada,1,2.5\n' in (tmp_path / "o").read_text()


def test_submissions_for_an_assignment_that_is_gone_are_told(run, path):
    its = attempt("Ada Lovelace", assignment="older")
    with opened(path) as book, book.together():
        store.add_attempts(book, [its])

    assert "There are submissions for 'older', which is not in grading.yml any more." in run("show")


def test_an_empty_gradebook_says_so(capsys, tmp_path):
    empty = tmp_path / "grades.sqlite"
    empty.touch()

    assert main(["gradebook", "show", "--course", str(TOY_COURSE), "--gradebook", str(empty)]) == 0

    assert "has handed in anything yet. `autograder grade DOWNLOAD" in capsys.readouterr().out


def test_a_gradebook_that_is_missing_is_told(capsys, tmp_path):
    arguments = ["gradebook", "show", "--course", str(TOY_COURSE)]

    assert main([*arguments, "--gradebook", str(tmp_path / "none.sqlite")]) == 1
    assert "There is no gradebook" in capsys.readouterr().err
    assert main(["gradebook", "merge", str(tmp_path / "a"), str(tmp_path / "b")]) == 1
    assert "Nothing was merged" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()
