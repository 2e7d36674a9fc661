"""Tables that are written anew: CSV for spreadsheets, and one with Gradescope's headings."""

from __future__ import annotations

from collections.abc import Callable

from autograder.downloads.csv_files import written
from autograder.gradebook.grade import Grade
from autograder.lms.plan import Change, Chosen, Line, Plan
from autograder.text.cells import inert, number


def csv(chosen: Chosen, feedback: Callable[[str], str]) -> Plan:
    """A row for each student with a grade: the roster's columns, points, and what they read."""
    tasks = list(dict.fromkeys(task for grade in chosen.grades for task in grade.tasks))
    others = list(dict.fromkeys(head for g in chosen.grades for head in g.student.others))
    heads = ["id", "name", "login", "email", "section", *others]
    heads += [*tasks, "points", "out of", "feedback"]

    def row(grade: Grade, points: float) -> list[str]:
        person = grade.student
        told = [person.id, person.name, person.login, person.email, person.section]
        told += [person.others.get(head, "") for head in others]
        scores = [grade.tasks.get(task) for task in tasks]
        return [
            *map(inert, told),
            *("" if score is None else number(score) for score in scores),
            number(points),
            number(grade.out_of),
            inert(feedback(person.id)),
        ]

    return _plan(chosen, [inert(head) for head in heads], row)


def gradescope(chosen: Chosen) -> Plan:
    """The columns in which Gradescope exports the scores of an assignment."""
    heads = ["First Name", "Last Name", "SID", "Email", "Total Score", "Max Points"]

    def row(grade: Grade, points: float) -> list[str]:
        person = grade.student
        last, comma, first = person.name.partition(",")
        if not comma:
            first, _, last = person.name.rpartition(" ")
        told = [first.strip(), last.strip(), person.id, person.email]
        return [*map(inert, told), number(points), number(grade.out_of)]

    return _plan(chosen, heads, row)


def _plan(chosen: Chosen, heads: list[str], row: Callable[[Grade, float], list[str]]) -> Plan:
    plan = Plan(withheld=list(chosen.withheld))
    rows = []
    for grade in chosen.grades:
        points = chosen.points.get(grade.student.id)
        if points is not None:
            plan.lines.append(Line(grade.student, Change.NEW, None, points))
            rows.append(row(grade, points))
    plan.data = written(heads, rows).encode()
    return plan
