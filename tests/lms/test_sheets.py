"""Tests the files of Canvas and Moodle in all shapes: only grades change, each to the right one."""

from __future__ import annotations

import csv
import io

import pandas
import pytest
from support.class_downloads import Sheet, case
from support.gradebooks import person

from autograder.errors import CommandMisused
from autograder.gradebook.grade import Grade, State
from autograder.lms import canvas, moodle, plain
from autograder.lms.plan import Change, Chosen
from autograder.text.cells import as_number, inert

SHEETS = [
    "canvas_plain", "canvas_blank_row", "canvas_posting_row", "canvas_bom", "canvas_semicolons",
    "canvas_zeros_lost", "canvas_login_is_email", "canvas_names_only", "canvas_no_column",
    "canvas_strangers", "canvas_twice", "canvas_sections", "canvas_other_points", "moodle_plain",
    "moodle_newer", "moodle_old_grades", "moodle_no_bom", "moodle_strangers", "moodle_twice",
    "moodle_closed", "moodle_no_email", "moodle_no_feedback", "moodle_decimal_comma",
    "moodle_other_points",
]  # fmt: skip


def as_people(built):
    return tuple(
        person(
            each.name, id=each.id, logins=(each.login,), emails=(each.email,), section=each.section
        )
        for each in built.people
    )


def graded(people, points) -> Chosen:
    grades = [
        Grade(each, "counting", State.GRADED, 7.0, points=points[each.id], so_far=points[each.id])
        for each in people
    ]
    return Chosen(grades, points, ())


def planned(built, sheet: Sheet, toy_course, points):
    people = as_people(built)
    path = built.folder / sheet.path
    if sheet.kind == "canvas":
        assignment = toy_course.assignments["counting"]
        return canvas.plan(path, people, assignment, graded(people, points), participants={})
    return moodle.plan(
        path, people, graded(people, points), participants={}, feedback=lambda student: "=1+1"
    )


def records(data: bytes, sheet: Sheet) -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=sheet.delimiter))


def check(built, sheet: Sheet, toy_course) -> None:
    points = {each.id: 1.25 + index / 4 for index, each in enumerate(built.people)}
    before = (built.folder / sheet.path).read_bytes()
    if sheet.error:
        with pytest.raises(CommandMisused):
            planned(built, sheet, toy_course, points)
        return
    plan = planned(built, sheet, toy_course, points)
    old, new = records(before, sheet), records(plan.data, sheet)
    changed = [
        (number + 1, new[0][column])
        for number, (one, two) in enumerate(zip(old, new, strict=True))
        for column in range(len(two))
        if (one[column] if column < len(one) else "") != two[column]
    ]
    column = next(i for i, head in enumerate(new[0]) if head.startswith(sheet.grade.split(" (")[0]))
    for student, number in sheet.rows.items():
        cell = new[number - 1][column]
        if student in sheet.closed:
            assert cell == old[number - 1][column]
        elif not (sheet.may_refuse and not cell):
            assert as_number(cell) == pytest.approx(points[student]), (student, cell)
    if "no_column" not in sheet.path:
        allowed = {number for s, number in sheet.rows.items() if s not in sheet.closed}
        assert {number for number, _ in changed} <= allowed
        assert {head for _, head in changed} <= {new[0][column], sheet.feedback}
    assert plan.data.startswith(b"\xef\xbb\xbf") is before.startswith(b"\xef\xbb\xbf")
    assert plan.data.count(b"\r\n") >= before.count(b"\r\n")
    for name in sheet.strangers:
        assert any(name in each for each in plan.unmatched)
    for name in sheet.ambiguous:
        assert any(name in each for each in plan.unmatched)
    assert set(sheet.missing) <= {each.id for each in plan.missing}
    news = {line.student.id for line in plan.lines if line.change is Change.NEW}
    assert not news & set(sheet.old)
    if "other_points" in sheet.path:
        assert "out of 7" in plan.notes[0]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return case("sheets").build(tmp_path_factory.mktemp("sheets"))


@pytest.mark.parametrize("name", SHEETS)
def test_only_grades_change_and_each_is_its_students(built, toy_course, name):
    assert set(built.sheets) == set(SHEETS)

    check(built, built.sheets[name], toy_course)


@pytest.mark.parametrize(
    "name", ["canvas_200", "moodle_200", "leading_zeros", "hostile_names", "canvas_unpacked_small"]
)
def test_the_files_of_other_classes(tmp_path, toy_course, name):
    built = case(name).build(tmp_path / "class")
    for sheet in built.sheets.values():
        check(built, sheet, toy_course)


def as_pandas_reads(data: bytes, delimiter: str, width: int) -> list[list[str]]:
    """The cells as a reader finds them that is not ours: the C parser of pandas."""
    frame = pandas.read_csv(
        io.BytesIO(data),
        sep=delimiter,
        header=None,
        names=list(range(width)),
        dtype=str,
        keep_default_na=False,
        skip_blank_lines=False,
        encoding="utf-8-sig",
    )
    return frame.values.tolist()


@pytest.mark.parametrize("name", ["sheets", "canvas_200", "moodle_200", "hostile_names"])
def test_another_reader_finds_the_same_in_each_file(tmp_path, toy_course, name):
    built = case(name).build(tmp_path / "class")
    people = as_people(built)
    points = {each.id: 1.25 + index / 4 for index, each in enumerate(people)}
    chosen = graded(people, points)
    files = [
        (planned(built, sheet, toy_course, points).data, sheet.delimiter)
        for sheet in built.sheets.values()
        if not sheet.error
    ]
    files += [(plain.gradescope(chosen).data, ","), (plain.csv(chosen, lambda _: "=1+1").data, ",")]
    for data, delimiter in files:
        text = io.StringIO(data.decode("utf-8-sig"), newline="")
        ours = list(csv.reader(text, delimiter=delimiter))

        read = as_pandas_reads(data, delimiter, len(ours[0]))

        assert read == [row + [""] * (len(ours[0]) - len(row)) for row in ours]


def test_grades_that_are_there_are_told_apart(built, toy_course):
    sheet = built.sheets["canvas_blank_row"]
    same, other = list(sheet.old)
    points = {each.id: 5.0 for each in built.people} | {same: as_number(sheet.old[same])}

    plan = planned(built, sheet, toy_course, points)

    changes = {line.student.id: line.change for line in plan.lines}
    assert changes[same] is Change.UNCHANGED
    assert changes[other] is Change.CHANGED
    assert list(changes.values()).count(Change.NEW) == len(changes) - 2
    assert any("0 → 5" in sentence for sentence in plan.sentences())


def test_who_has_no_grade_keeps_what_the_lms_has(built, toy_course):
    sheet, people = built.sheets["moodle_old_grades"], as_people(built)
    path = built.folder / sheet.path

    plan = moodle.plan(
        path, people, graded([], {}), participants={}, feedback=lambda student: "never"
    )

    assert plan.data == path.read_bytes()
    assert plan.lines == []


def test_numbers_of_the_download_tell_namesakes_apart(built, toy_course):
    sheet = built.sheets["moodle_no_email"]
    [(name, ids)] = sheet.ambiguous.items()
    people = as_people(built)
    points = {each.id: float(index) for index, each in enumerate(people)}
    numbers = {str(each.number): each.id for each in built.people if each.id in ids}

    plan = moodle.plan(
        built.folder / sheet.path,
        people,
        graded(people, points),
        participants=numbers,
        feedback=lambda student: "",
    )

    assert not plan.unmatched
    assert set(ids) <= {line.student.id for line in plan.lines}
    assert plan.folders[ids[0]].startswith(f"{name}_")


def test_new_tables_hold_no_formulas():
    names = ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\t=1", "\x1b[2J=1", "\u202e=1", "Ada"]
    people = [person(name, id=f"s{index}") for index, name in enumerate(names)]
    chosen = graded(people, {each.id: 1.0 for each in people})

    for made in (plain.csv(chosen, lambda student: "=1+1"), plain.gradescope(chosen)):
        rows = list(csv.reader(io.StringIO(made.data.decode(), newline="")))
        cells = [cell for row in rows for cell in row if as_number(cell) is None]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert inert("a\n=b") == "a\n=b"  # only the beginning of a cell counts
