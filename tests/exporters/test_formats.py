"""Tests one report in every format: the same points, nothing hidden, files as they should be."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from support.reports import AROUND, check, later, report, task

from autograder.cli import main
from autograder.commands import export
from autograder.errors import CommandMisused
from autograder.exporters.classroom50 import whole
from autograder.exporters.formats import FORMATS, Around
from autograder.results import Status, as_json

GOLDEN = Path(__file__).parent / "golden"
MIXED = report(
    task(
        check(title="Shares add up to one.", score=0.333333, points=0.333333),
        check(
            Status.WRONG,
            title="The largest has the largest share.",
            told="The result has shape (2,); it should be (3,).",
            message="secret 0.125",
            diagnosis="Have you divided by the largest?",
            points=0.333333,
        ),
        check(Status.CRASHED, title="=1+1", told="`shares` raised ValueError.", points=0.333334),
        notes=("Two files were taken from a folder.",),
    ),
    task(
        check(Status.TIMED_OUT, title="It ends.", told="It ran out of time.", points=1.5),
        check(Status.BROKEN, title="It is fair.", score=0.0, points=0.0, fault="secret fault"),
        check(title="Vowels are counted.", score=1.5, points=1.5),
        name="vowels",
        score=1.5,
    ),
    task(name="reflection", points=1.0, missing="reflection.md was not handed in."),
)
REFUSED = report(refused="It is no zip.", points=4.0, score=0.0)


def of(name, made=MIXED):
    return FORMATS[name].make(made, AROUND)


def points_in(name, made=MIXED) -> float:
    """The points that a format tells in all, by its own numbers."""
    data = of(name, made)
    if name == "csv":
        rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
        return sum(float(row["points"] or 0) for row in rows)
    if name == "junit":
        root = ElementTree.fromstring(data)  # noqa: S314 - our own text
        cases = root.findall("testsuite/testcase/properties/property")
        return sum(float(each.get("value")) for each in cases if each.get("name") == "points")
    if name in ("markdown", "text"):
        assert "1.833 of 4" in data.decode()
        return 1.833333
    found = json.loads(data)
    match name:
        case "gradescope":
            assert sum(each.get("score", 0) for each in found["tests"]) == pytest.approx(
                found["score"]
            )
            return found["score"]
        case "classroom50":
            assert sum(each["score"] for each in found["tests"]) == found["score"]
            assert all(each["score"] <= each["max-score"] for each in found["tests"])
            return found["score"] / 100
        case "prairielearn":
            assert sum(each["max_points"] for each in found["tests"]) == pytest.approx(4.0)
            assert sum(each["points"] for each in found["tests"]) == pytest.approx(
                found["score"] * 4
            )
            return found["score"] * made.points
        case "check50":
            return sum(each["data"]["points"] for each in found["results"])
        case "dodona":
            assert found["description"] == "counting: 1.833 of 4 points"
            return 1.833333
    raise AssertionError(name)


@pytest.mark.parametrize("name", FORMATS)
def test_the_points_are_the_same_in_all(name):
    assert MIXED.score == pytest.approx(1.833333)

    # Classroom 50 has whole points, which are hundredths of ours.
    assert points_in(name) == pytest.approx(
        MIXED.score, abs=0.005 if name == "classroom50" else 1e-5
    )


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_told_that_students_may_not_see(name):
    hidden = later(told="later told", message="later message", diagnosis="later diagnosis")

    text = of(name, report(*MIXED.tasks, task(hidden, name="more"))).decode()

    assert "secret" not in text
    if name != "gradescope":  # it is told when to show each
        assert "later" not in text.replace("more: –", "").replace("are told later", "")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("kind", "made"), [("mixed", MIXED), ("refused", REFUSED)])
def test_each_file_is_as_it_was(name, kind, made):
    golden = GOLDEN / f"{name}-{kind}{FORMATS[name].ending}"

    assert of(name, made) == golden.read_bytes()


TEXT, WHOLE, SHARE = {"type": "string"}, {"type": "integer", "minimum": 0}, {"type": "number"}


def exactly(required: dict, optional: dict | None = None, *, more: bool = False) -> dict:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": more,
    }


def many(items: dict) -> dict:
    return {"type": "array", "items": items}


MESSAGE = exactly({"format": {"const": "plain"}, "description": TEXT, "permission": TEXT})
CASE = exactly({"accepted": {"type": "boolean"}, "description": MESSAGE, "messages": many(MESSAGE)})
# As the systems say it in words and schemas of their own, in as far as we write it.
SCHEMAS = {
    "check50": exactly(
        {"slug": TEXT, "version": TEXT},
        {
            "results": many(
                exactly(
                    {
                        "name": TEXT,
                        "description": TEXT,
                        "passed": {"enum": [True, False, None]},
                        "log": many(TEXT),
                        "cause": {"type": ["object", "null"], "required": ["rationale"]},
                        "data": {"type": "object"},
                        "dependency": {"type": "null"},
                    }
                )
            ),
            "error": exactly(
                {"type": TEXT, "value": TEXT, "traceback": many(TEXT), "data": {"type": "object"}}
            ),
        },
    ),
    "classroom50": exactly(
        {
            **{name: {**TEXT, "minLength": 1} for name in ("classroom", "assignment", "owner")},
            **{name: {**TEXT, "minLength": 1} for name in ("commit", "release", "review")},
            "schema": {"const": "classroom50/result/v1"},
            "assignment_type": {"enum": ["individual", "group"]},
            "submission": {**TEXT, "pattern": "^submit/"},
            "datetime": {**TEXT, "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"},
            "score": WHOLE,
            "max-score": WHOLE,
            "tests": many(
                exactly(
                    {"test-name": TEXT, "passed": {"type": "boolean"}, "score": WHOLE,
                     "max-score": WHOLE},
                    more=True,
                )
            ),
        },
        {"graded_at": TEXT},
    ),
    "dodona": exactly(
        {
            "accepted": {"type": "boolean"},
            "status": {
                "enum": ["correct", "wrong", "runtime error", "time limit exceeded",
                         "internal error"]
            },
            "description": TEXT,
            "messages": many(MESSAGE),
        },
        {
            "groups": many(
                exactly(
                    {
                        "description": TEXT,
                        "badgeCount": WHOLE,
                        "messages": many(MESSAGE),
                        "groups": many(
                            exactly({"accepted": {"type": "boolean"}, "groups": many(CASE)})
                        ),
                    }
                )
            )
        },
    ),
    "prairielearn": exactly(
        {"gradable": {"type": "boolean"}},
        {
            "score": {**SHARE, "minimum": 0, "maximum": 1},
            "message": TEXT,
            "output": TEXT,
            "format_errors": many(TEXT),
            "tests": many(
                exactly({"name": TEXT, "points": SHARE, "max_points": SHARE, "message": TEXT})
            ),
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("made", [MIXED, REFUSED, report(task(later())), report()])
def test_files_have_the_shape_that_their_readers_want(name, made):
    jsonschema.validate(json.loads(of(name, made)), SCHEMAS[name])


def test_a_bonus_goes_beyond_no_maximum():
    bonus = task(check(score=3.0, points=3.0), name="more", bonus=True)
    made = report(task(check(), check(Status.WRONG)), bonus, score=1.0, points=2.0, bonus=3.0)

    assert json.loads(of("prairielearn", made))["score"] == 1.0
    assert json.loads(of("classroom50", made))["score"] == 200
    assert json.loads(of("gradescope", made))["score"] == 4.0


def test_without_its_variables_classroom_50_is_told_what_is_missing():
    with pytest.raises(CommandMisused, match="not set here: CLASSROOM, ASSIGNMENT"):
        FORMATS["classroom50"].make(MIXED, Around({}, AROUND.at))


@pytest.mark.parametrize(
    ("numbers", "most", "found"),
    [
        ([33.3333, 33.3333, 33.3334], (), [33, 33, 34]),
        ([33.3333, 0.0, 33.3334], (33, 33, 34), [33, 0, 34]),
        ([0.5, 0.5], (), [1, 0]),
        ([100.0, 50.0], (100, 50), [100, 50]),
        ([], (), []),
    ],
)
def test_whole_points_add_up(numbers, most, found):
    assert whole(numbers, most=most) == found


def test_the_command_writes_one_to_standard_output_and_many_to_a_folder(tmp_path, capfdbinary):
    one, many_ = tmp_path / "one.json", tmp_path / "many.json"
    one.write_bytes(as_json([MIXED]))
    many_.write_bytes(as_json([MIXED, report(submission="/class/bela.zip")]))

    assert main(["export", str(one), "--format", "prairielearn"]) == 0
    assert capfdbinary.readouterr().out == of("prairielearn")
    assert main(["export", str(many_), "--format", "junit"]) == 1
    assert b"name a folder for them with --to" in capfdbinary.readouterr().err
    assert main(["export", str(many_), "--format", "junit", "--to", str(tmp_path / "all")]) == 0
    assert sorted(each.name for each in (tmp_path / "all").iterdir()) == [
        "bela.xml",
        "submission.xml",
    ]
    assert main(["export", str(tmp_path / "none"), "--format", "csv"]) == 1
    assert b"can't be read: no such file" in capfdbinary.readouterr().err


def test_every_format_can_be_asked_for():
    assert set(export.FORMATS) == set(FORMATS)
