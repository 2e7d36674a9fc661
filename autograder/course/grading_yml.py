"""Reads grading.yml, and reports each fault in it with a sentence and a line."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from autograder.course import yaml_lines
from autograder.course.faults import raise_any
from autograder.course.policy_entry import CoursePolicyEntry, LatePenalty, PolicyEntry
from autograder.course.rubric import Item, Question
from autograder.course.schema import (
    AssignmentEntry,
    GradingFile,
    IntakeLimits,
    Limits,
    TaskEntry,
)
from autograder.course.section import Section
from autograder.course.training import Level, Training
from autograder.course.yaml_lines import Document, Location
from autograder.errors import CourseError

FILE_NAME = "grading.yml"


def read(root: Path) -> tuple[GradingFile, Document]:
    """Read `root`/grading.yml. Raises CourseError with a line for each fault."""
    try:
        text = (root / FILE_NAME).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CourseError(
            f"{FILE_NAME}: can't be read in {root} ({error.strerror}); "
            "write one, or name another folder with --course."
        ) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CourseError(
            f"{FILE_NAME}:{line}: this is not UTF-8; save the file as UTF-8."
        ) from None
    document = yaml_lines.parse(text, FILE_NAME)
    if document.data is None:
        raise CourseError(f"{FILE_NAME}:1: the file is empty; give it title, seed and assignments.")
    try:
        return GradingFile.model_validate(document.data), document
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)
    raise_any(document.fault(error["loc"], _sentence(error)) for error in errors)
    raise AssertionError("pydantic reported an error without details")


def _sentence(error: ErrorDetails) -> str:
    """Our sentence for pydantic's error. It hides values of a wrong type: one may be the seed."""
    subject, value, context = _subject(error["loc"]), error["input"], error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            return _unknown_key(error["loc"])
        case "missing":
            return f"{subject} is missing; add it."
        case "value_error":
            named = repr(value) if isinstance(value, str) else subject
            return f"{named} {context['error']}."
        case "greater_than":
            return f"{subject} is {value}; it should be more than {context['gt']:g}."
        case "less_than_equal":
            return f"{subject} is {value}; it should be {context['le']:g} or less."
        case "greater_than_equal":
            return f"{subject} is {value}; it should be {context['ge']:g} or more."
        case "literal_error":
            return f"{subject} is {value!r}; it should be {context['expected']}."
        case "too_short" | "string_pattern_mismatch":
            return f"{subject} is empty; fill it in."
    wanted = WANTED.get(error["type"], "something else")
    quotes = (
        "; put it in quotes" if wanted == "text" and not isinstance(value, tuple | dict) else ""
    )
    return (
        f"{subject} is {_kind(value)}; it should be {wanted}{quotes if value is not None else ''}."
    )


WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "tuple_type": "a list, each item after a dash",
    "mapping_type": "a section of `key: value` lines",
    "model_type": "a section of `key: value` lines",
}


def _unknown_key(location: Location) -> str:
    """The sentence about an unknown key, with the most similar known one."""
    key, section = str(location[-1]), _section_around(location)
    known = list(section.model_fields)
    near = get_close_matches(key, known, n=1)
    advice = f"did you mean {near[0]!r}?" if near else f"known here are {', '.join(known)}."
    return f"unknown key {key!r}{_owner(location)}; {advice}"


def _section_around(location: Location) -> type[Section]:
    """The section that contains the last key of `location`."""
    match location:
        case (_,):
            return GradingFile
        case ("limits", *_):
            return Limits
        case ("intake", *_):
            return IntakeLimits
        case (*_, "policy", "late", _):
            return LatePenalty
        case ("policy", _):
            return CoursePolicyEntry
        case (_, _, "policy", _):
            return PolicyEntry
        case (*_, "items", _, _):
            return Item
        case (*_, "rubric", int(), _):
            return Question
        case (*_, "levels", int(), _):
            return Level
        case (_, _, "tasks", _, "training", _):
            return Training
        case (_, _, _):
            return AssignmentEntry
    return TaskEntry


def _subject(location: Location) -> str:
    """The subject of a sentence: "points of task 'pooling'"."""
    match location:
        case ("assignments", name):
            return f"assignment {name!r}"
        case ("assignments", _, "tasks", name):
            return f"task {name!r}"
        case (*_, key, int(index)):
            return f"item {index + 1} of {key}{_owner(location[:-1])}"
        case (*_, key):
            return f"{key}{_owner(location)}"
    return FILE_NAME


def _owner(location: Location) -> str:
    """The owner of a key: " of task 'pooling'"."""
    match location:
        case ("assignments", _, "tasks", task, _, *_):
            return f" of task {task!r}"
        case ("assignments", assignment, _, *_):
            return f" of assignment {assignment!r}"
        case (section, _, *_):
            return f" of {section}"
    return ""


def _kind(value: object) -> str:
    """The type of a YAML value, in words."""
    match value:
        case None:
            return "empty"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case tuple():
            return "a list"
        case dict():
            return "a section"
    return "a date"
