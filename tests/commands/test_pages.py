"""Tests `autograder pages` and `grade --page` as their users run them."""

from __future__ import annotations

import pytest
from support.classes_of_pages import gradebook, report
from support.gradebooks import attempt, moment, person, roster
from support.paths import TOY_COURSE

from autograder.cli import main
from autograder.commands.pages import file_name
from autograder.downloads.people import Claim
from autograder.gradebook import store
from autograder.gradebook.database import opened
from autograder.results import Status

COURSE = ["--course", str(TOY_COURSE)]


@pytest.fixture
def book(tmp_path):
    students = {"Ada": [report()], "Bela": [report(status=Status.PASSED)]}
    return gradebook(tmp_path / "g.sqlite", students, extra=1)


def test_students_and_staff_have_folders_of_their_own(book, tmp_path, capsys):
    code = main(["pages", *COURSE, "--gradebook", str(book), "--out", str(tmp_path / "out")])

    said = capsys.readouterr().out
    written = sorted(p.relative_to(tmp_path / "out").as_posix()
                     for p in (tmp_path / "out").rglob("*.html"))  # fmt: skip
    assert code == 0
    assert written == [
        "for-staff/counting-class.html",
        "for-students/counting/s0.html",
        "for-students/counting/s1.html",
    ]
    assert "2 pages for students" in said
    assert "is for staff" in said


def test_a_student_reads_of_no_other(book, tmp_path):
    main(["pages", *COURSE, "--gradebook", str(book), "--out", str(tmp_path / "out")])

    page = (tmp_path / "out" / "for-students" / "counting" / "s0.html").read_text()

    assert "Ada" in page
    assert "Bela" not in page
    assert "SECRET" not in page


def test_one_student_is_written_alone(book, tmp_path):
    main(["pages", *COURSE, "--gradebook", str(book), "--out", str(tmp_path), "--student", "s1"])

    assert [p.name for p in tmp_path.rglob("*.html")] == ["s1.html"]


def test_old_pages_of_ours_are_removed_and_nothing_else(book, tmp_path, capsys):
    write = ["pages", *COURSE, "--gradebook", str(book), "--out", str(tmp_path)]
    main(write)
    folder = tmp_path / "for-students" / "counting"
    (folder / "s0.html").rename(folder / "dropped.html")
    (folder / "mine.html").write_text("<p>a letter to Ada</p>")
    main([*write, "--student", "s1"])
    assert (folder / "dropped.html").exists()
    capsys.readouterr()

    main(write)

    assert sorted(path.name for path in folder.iterdir()) == ["mine.html", "s0.html", "s1.html"]
    assert "1 page of students who have none any more: removed." in capsys.readouterr().out


def test_a_page_that_can_not_be_written_is_told(book, tmp_path, capsys):
    (tmp_path / "out").write_text("")

    code = main(["pages", *COURSE, "--gradebook", str(book), "--out", str(tmp_path / "out")])

    assert code == 1
    assert "should be a folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("student", "name"),
    [
        ("ada@uni.edu", "ada@uni.edu"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a/b\\c:d", "a_b_c_d"),
        ("", "student"),
        ("..", "student"),
        ("x" * 500, "x" * 60),
        ("Zoë", "Zoë"),
    ],
)
def test_an_id_is_no_path(student, name):
    assert file_name(student, set()) == name


def test_two_ids_never_share_a_file():
    taken: set[str] = set()

    names = [file_name(each, taken) for each in ("a/b", "a:b", "A_B")]

    assert names == ["a_b", "a_b-2", "A_B-3"]


@pytest.mark.torch
def test_the_page_of_one_submission(tmp_path, capsys):
    solution = TOY_COURSE / "solutions" / "counting"
    page = tmp_path / "page.html"

    code = main(["grade", *COURSE, str(solution), "--page", str(page)])

    assert code == 0
    assert f"{page} is written." in capsys.readouterr().out
    assert "<strong>2</strong>" in page.read_text()  # shares are shown after the due date


def test_a_page_is_of_one_submission(tmp_path, capsys):
    code = main(["grade", *COURSE, "a", "b", "--page", str(tmp_path / "page.html")])

    assert code == 1
    assert "--page is for one submission" in capsys.readouterr().err


def test_a_page_has_the_same_file_alone_and_with_all(tmp_path):
    path = gradebook(tmp_path / "g.sqlite", {"Ada": [report()], "Bela": [report()]})
    with opened(path) as book, book.together():
        people = (person("Ada", id="a/b"), person("Bela", id="a:b"))
        store.add_roster(book, roster(*people, at=moment(30)))
        for number, each in enumerate(people):
            its = attempt(Claim(any=each.id), content=str(number))
            store.add_attempts(book, [its])
            store.add_grading(book, report(), its, at=moment(9), author="staff", reason="")
    out = ["pages", *COURSE, "--gradebook", str(path), "--out", str(tmp_path / "out")]

    main([*out, "--student", "a:b"])
    [alone] = (tmp_path / "out").rglob("*.html")
    page = alone.read_text()
    main(out)

    assert alone.name == "a_b-2.html"
    assert alone.read_text() == page
