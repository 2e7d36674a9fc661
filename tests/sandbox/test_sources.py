"""Tests that messages name only submitted files, and only lines that these have."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.paths import TOY_COURSE

from autograder.exporters.for_students import for_students
from autograder.exporters.places import annotations_of
from autograder.sandbox.inside.messages import Frame
from autograder.sandbox.replies import PYTHON
from autograder.sandbox.sources import MAX_LINES, Place, Sources

SOURCES = Sources(
    {
        "a.py": b"def f():\n    def g():\n        return 1\n    return g\n\n\nclass C:\n    x = 1",
        "notes.txt": b"one\ntwo\n",
        "long.py": b"x = 1\n" * (2 * MAX_LINES),
    }
)


@pytest.mark.parametrize(
    ("frames", "place"),
    [
        ([], None),
        ([("a.py", 3)], Place("a.py", 3)),
        ([("a.py", 2), ("<string>", 7)], Place("a.py", 2)),
        ([("a.py", 2), ("a.py", 99)], Place("a.py", 2)),
        ([("a.py", 0)], None),
        ([("a.py", -1)], None),
        ([("../a.py", 1)], None),
        ([("b.py", 1)], None),
        ([("notes.txt", 1)], None),
        ([("long.py", MAX_LINES)], Place("long.py", MAX_LINES)),
        ([("long.py", MAX_LINES + 1)], None),
    ],
)
def test_a_place_is_the_innermost_line_that_there_is(frames, place):
    assert SOURCES.place([Frame(file, line, "f") for file, line in frames]) == place


@pytest.mark.parametrize(("line", "name"), [(1, "f"), (3, "g"), (4, "f"), (6, ""), (8, "")])
def test_a_function_has_the_name_that_stands_in_the_file(line, name):
    assert SOURCES.function_at(Place("a.py", line)) == name


BROKEN = {
    "unclosed": (b"x = 1\ny = (\n", "'(' was never closed", 2),
    "colon": (b"def f()\n    pass\n", "expected ':'", 1),
    "indentation": (b"def f():\nreturn 1\n", "expected an indented block after", 2),
    "tabs": (b"if 1:\n\tx = 1\n        y = 2\n", "inconsistent use of tabs and spaces", 3),
    "return": (b"x = 1\n\nreturn 3\n", "'return' outside function", 3),
    "null": (b"x = 1\ny = '\0'\n", "source code string cannot contain null bytes", 2),
    "not_utf8": (b"x = 1\n\ny = 'caf\xe9'\n", "'utf-8' codec can't decode byte 0xe9", 3),
    "utf16": ("x = 1\n".encode("utf-16"), "it is saved as UTF-16", 1),
    "utf16_unmarked": (("x = 1\n" * 9).encode("utf-16-be"), "it is saved as UTF-16", 1),
    "encoding": (b"# coding: klingon\nx = 1\n", "unknown encoding: klingon", 1),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_message_about_a_broken_file_is_pythons(name):
    source, message, line = BROKEN[name]

    broken = Sources({"a.py": source}).not_python("a.py")

    assert broken is not None
    assert message in broken.message
    assert broken.place == Place("a.py", line)


@pytest.mark.parametrize("source", [b"x = 1\n", b"(" * 100_000, b"-" * 100_000 + b"1", b""])
def test_valid_or_undecidable_files_are_not_blamed(source):
    broken = Sources({"a.py": source}).not_python("a.py")

    assert broken is None or source.startswith(b"(")


def test_no_warning_of_pythons_quotes_the_file(capfd):
    assert Sources({"a.py": b"x = '\\d'\nx is 'a'\n"}).not_python("a.py") is None
    assert capfd.readouterr() == ("", "")


@pytest.fixture(scope="module")
def reports(tmp_path_factory, toy_graders):
    """Reports of a correct module that imports a broken one, and of the opposite case."""
    folder = tmp_path_factory.mktemp("broken")
    right = (TOY_COURSE / "solutions/counting/vowels.py").read_text()
    paths = {}
    for name, (source, _, _) in BROKEN.items():
        for kind, files in {
            "helper": {"vowels.py": f"\n\nimport helper\n{right}".encode(), "helper.py": source},
            "itself": {"vowels.py": source},
            "deeper": {"vowels.py": f"import parts.one\n{right}".encode(), "parts/one.py": source},
        }.items():
            paths[name, kind] = folder / f"{name}_{kind}"
            for file, data in files.items():
                path = paths[name, kind] / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
    given = [str(path) for path in paths.values()]
    outcomes = toy_graders.grade_paths(given, jobs=1, on_outcome=lambda outcome: None)
    return {each: o.report for each, o in zip(paths, outcomes, strict=True)}


FILES = {"helper": "helper.py", "itself": "vowels.py", "deeper": "parts/one.py"}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("name", BROKEN)
def test_the_file_is_blamed_that_is_no_python(reports, name, kind):
    report, file = reports[name, kind], FILES[kind]
    _, message, line = BROKEN[name]

    for told in (report, for_students(report)):
        said = {check.message for check in told.tasks[0].checks}
        (sentence,) = said
        assert sentence.startswith(f"{file} is not valid Python {PYTHON}: ")
        assert message in sentence
        assert sentence.endswith(f" ({file}, line {line}).")


@pytest.mark.parametrize("kind", FILES)
def test_annotations_are_at_the_line_where_the_file_is_broken(reports, kind):
    report = reports["unclosed", kind]
    files = {
        str(path.relative_to(report.submission)): path.read_bytes()
        for path in Path(report.submission).rglob("*.py")
    }

    marks = annotations_of(report, {"vowels": "vowels.py"}, files)

    assert {(mark.path, mark.line) for mark in marks} == {(FILES[kind], 2)}
