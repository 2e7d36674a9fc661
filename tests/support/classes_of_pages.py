"""A class of the toy course, as a gradebook of which pages are made, with hostile students."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from autograder.course import fingerprints
from autograder.course.load import load_course
from autograder.downloads.people import Claim, Person
from autograder.gradebook import store
from autograder.gradebook.database import opened as opened_database
from autograder.results import CheckResult, Example, Numbers, Place, Report, Status, TaskResult
from support.gradebooks import attempt, moment, roster
from support.paths import TOY_COURSE

SCRIPT = "<script>alert(1)</script>"
HANDLER = "\"><img src=x onerror=alert(2)>'"
TEMPLATE = "{{ 7 * 7 }}{% raw %}"
FORMULA = '=HYPERLINK("https://example.com","x")'
ESCAPES = "\x1b[31mred\x1b]8;;https://example.com\x07\x9b2J"
BIDI = "abc\u202egnp.exe\u2066\u200b\ufeff"
CLOSING = "</code></pre></style></title></script><a href='javascript:alert(3)'>"
LONG = "A" * 10_000_000
HOSTILE = (SCRIPT, HANDLER, TEMPLATE, FORMULA, ESCAPES, BIDI, CLOSING, LONG)
NUMBERS = Numbers((2, 2), "float32", (1.0, -2.0, 3.0, "NaN"))


def example(text: str, *checks: str) -> Example:
    """An example of `shares`, with this text wherever a student could put one."""
    return Example(
        function="shares",
        checks=checks,
        code=f"from shares import shares\nprint(shares(numbers, {text[:2000]!r}))",
        inputs=(("numbers", NUMBERS),),
        expected=NUMBERS,
        yours=Numbers((2, 2), "float32", (1.0, 2.0, 3.0, text[:30])),
        wrong=(1, 3),
        place="at row 0, column 1",
    )


def report(text: str = "", *, status: Status = Status.WRONG, **more: object) -> Report:
    """A report with a failed and a passed check of each task, and this text in all that is free."""

    def check(name: str, status: Status) -> CheckResult:
        return CheckResult(
            check=name,
            title=f"What {name} says is so.",
            status=status,
            score=float(status is Status.PASSED),
            points=1.0,
            message="" if status is Status.PASSED else f"SECRET for staff {text}",
            told="" if status is Status.PASSED else f"It is not right. {text}",
            diagnosis="" if status is Status.PASSED else f"It looks like {text or 'a slip'}.",
            call=f"shares({text[:300]!r})",
            place=Place(text or "shares.py", 3),
        )

    tasks = tuple(
        TaskResult(
            task=task,
            score=1.0,
            points=2.0,
            checks=(check(f"test_{task}_one", status), check(f"test_{task}_two", Status.PASSED)),
            notes=(f"A note. {text}",),
            notes_for_staff=(f"SECRET note {text}",),
            output=f"SECRET output {text}",
            examples=(example(text, f"test_{task}_one"),),
            data={"accuracy": 0.5, "pictures": 100, "learning_curve": [2.0, 1.0, 0.5],
                  "confusion": [["SECRET"]]},
        )
        for task in ("vowels", "shares")
    )  # fmt: skip
    person = TaskResult(task="reflection", score=None, points=1.0, missing=text[:1000])
    known = {"course": "c1", "seed": "SECRET seed", "device": "cpu", "engine": "0.1"}
    given = {"tasks": (*tasks, person), "environment": known, "notes": (text,) if text else ()}
    given |= {"score": 2.0, "points": 4.0}
    return Report(
        assignment="counting",
        submission=f"/SECRET/{text or 'ada'}",
        tier="process",
        seconds=1.5,
        **{**given, **more},  # type: ignore[arg-type]
    )


@dataclass
class Visit:
    """An open page, what it has asked for, what went wrong on it, and what dialogs came up."""

    page: Page
    asked: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


@contextmanager
def visited(browser: Browser, path: Path, **context: object) -> Iterator[Visit]:
    """The page in a browser that writes down what it does."""
    made = browser.new_context(**context)  # type: ignore[arg-type]
    visit = Visit(made.new_page())
    visit.page.on("request", lambda request: visit.asked.append(request.url))
    visit.page.on("pageerror", lambda error: visit.troubles.append(str(error)))
    visit.page.on("console", lambda said: visit.troubles.append(said.text))

    def dialog(shown: object) -> None:
        visit.troubles.append("a dialog")
        shown.dismiss()  # type: ignore[attr-defined]

    visit.page.on("dialog", dialog)
    visit.page.goto(path.as_uri())
    yield visit
    made.close()


def gradebook(path: Path, students: dict[str, list[Report]], *, extra: int = 0) -> Path:
    """A gradebook of these students: name → the reports of their attempts, the first one first.

    `extra` more have handed in nothing.
    """
    course = load_course(TOY_COURSE)
    assignment = course.assignments["counting"]
    known = {
        "course": fingerprints.fingerprint(course, assignment),
        "seed": fingerprints.seed_fingerprint(assignment),
        "device": "cpu",
    }
    people = [
        Person(id=f"s{number}", name=name, section=("A", "B")[number % 2])
        for number, name in enumerate([*students, *(f"Nobody {n}" for n in range(extra))])
    ]
    with opened_database(path, make=True) as book, book.together():
        store.add_roster(book, roster(*people))
        for person, reports in zip(people, students.values(), strict=False):
            for number, made in enumerate(reports, 1):
                claim = Claim(any=person.id)
                its = attempt(claim, content=f"{person.id}{number}", submitted=moment(number))
                store.add_attempts(book, [its])
                environment = {**made.environment, **known}
                given = {field: getattr(made, field) for field in made.__struct_fields__}
                whole = Report(**{**given, "environment": environment})
                store.add_grading(book, whole, its, at=moment(9), author="staff", reason="")
    return path
