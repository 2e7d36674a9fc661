"""Tests that a missing package is named, and that no name made up by a submission is."""

from __future__ import annotations

import shutil

import pytest
from support.paths import TOY_COURSE

from autograder.errors import StudentRaised
from autograder.exporters.for_students import for_students
from autograder.results import Place
from autograder.sandbox import replies
from autograder.sandbox.inside import messages
from autograder.sandbox.sources import Sources

SOURCE = b"""\
import torch, surely_missing.part
from also_missing.deep import (
    one,
    two,
)
import helper, package.part
from . import sibling
import torch.not_there
import sys, __main__


def f():
    import within
    raise ModuleNotFoundError("No module named 'made_up'")
"""
SOURCES = Sources({"a.py": SOURCE, "helper.py": b"", "package/part.py": b""})


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (1, "surely_missing"), (2, "also_missing"), (4, "also_missing"), (6, ""), (7, ""), (8, ""),
        (9, ""), (13, "within"), (14, ""), (99, ""),
    ],
)  # fmt: skip
def test_only_what_stands_in_an_import_and_is_not_there_is_lacking(line, name):
    assert SOURCES.lacking(Place("a.py", line)) == name


@pytest.mark.parametrize(
    ("line", "name"),
    [(2, "also_missing.deep"), (6, ""), (7, ""), (8, "torch.not_there"), (14, ""), (99, "")],
)
def test_a_module_that_lacks_something_itself_is_named_with_its_dots(line, name):
    assert SOURCES.incomplete(Place("a.py", line)) == name


def test_a_part_of_a_library_that_can_not_be_imported_is_named():
    """For example `torch.utils.tensorboard`, if torch is installed and TensorBoard is not."""
    reply = messages.Raised(
        kind="error",
        types=["ModuleNotFoundError", "ImportError", "Exception"],
        message="No module named 'secret_1_2_3'",
        frames=[messages.Frame("a.py", 8, "f")],
    )

    error = replies.raised(reply, "a.py", SOURCES)

    assert error.told == (
        "`torch.not_there` can't be imported where this is graded: "
        "it or a module that it needs is not there (a.py, line 8)."
    )


@pytest.mark.parametrize("kind", ["InductorError", "BackendCompilerFailed"])
def test_a_training_that_compiles_gets_a_message_that_nothing_can(kind):
    reply = messages.Raised(kind="error", types=[kind], message="secret", frames=[])

    error = replies.raised(reply, "`train`", SOURCES)

    assert error.told == (
        "`train` needs a compiler. None can be started where this is graded: "
        "do without `torch.compile`."
    )


def test_without_a_place_or_valid_python_nothing_is_named():
    assert SOURCES.lacking(None) == SOURCES.incomplete(None) == ""
    assert Sources({"a.py": b"import ("}).lacking(Place("a.py", 1)) == ""


@pytest.mark.parametrize(("line", "is_named"), [(1, True), (14, False)])
def test_the_words_of_an_exception_are_never_shown(line, is_named):
    reply = messages.Raised(
        kind="error",
        types=["ModuleNotFoundError", "ImportError", "Exception"],
        message="No module named 'secret_1_2_3'",
        frames=[messages.Frame("a.py", line, "f")],
    )

    error = replies.raised(reply, "a.py", SOURCES)

    assert isinstance(error, StudentRaised)
    assert "secret" not in error.told
    assert error.told.startswith("`surely_missing` is not installed") == is_named


@pytest.mark.parametrize("place", ["vowels", "helper"])
def test_a_package_that_is_not_installed_is_named(tmp_path, toy_graders, place):
    shutil.copytree(TOY_COURSE / "solutions/counting", tmp_path / "ada")
    source = (tmp_path / "ada/vowels.py").read_text()
    (tmp_path / "ada/helper.py").write_text("x = 1\n")
    (tmp_path / "ada/vowels.py").write_text(f"import helper\n{source}")
    written = (tmp_path / f"ada/{place}.py").read_text()
    (tmp_path / f"ada/{place}.py").write_text(f"from surely_missing import bar\n{written}")

    (outcome,) = toy_graders.grade_paths([str(tmp_path / "ada")], jobs=1, on_outcome=lambda _: None)

    said = {check.message for check in for_students(outcome.report).tasks[0].checks}
    assert said == {
        f"`surely_missing` is not installed where this is graded ({place}.py, line 1). "
        "The README says what is. A module of your own has to be handed in with the others."
    }
