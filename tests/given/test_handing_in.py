"""Tests the zip to hand in: what it contains, and what check.py says about it."""

from __future__ import annotations

import os
import sys
import zipfile

import pytest
from support.at_home import RIGHT, run


def packed(home):
    with zipfile.ZipFile(home / "arithmetic-hand-in.zip") as archive:
        return archive.namelist()


def test_the_zip_holds_what_the_student_wrote(home):
    (home / "mine").mkdir()
    (home / "mine" / "helper.py").write_text("x = 1\n")
    (home / "weights.pt").write_bytes(b"weights")
    for left in (
        ".venv/a.py",
        "venv/b.py",
        "__pycache__/c.py",
        "notes.txt",
        "numbers_.pyc",
        "mine/.x.py",
    ):
        (home / left).parent.mkdir(exist_ok=True)
        (home / left).write_text("")  # fmt: skip

    code, said = run(home, "--hand-in")

    assert code == 0
    with zipfile.ZipFile(home / "arithmetic-hand-in.zip") as archive:
        names = ["numbers_.py", "words.md", "weights.pt", "mine/helper.py"]
        assert archive.namelist() == names
    assert said.startswith("Hand in arithmetic-hand-in.zip. Inside:\n")
    assert "bytes  numbers_.py, still as you got it\n" in said
    assert "bytes  words.md, 0 of 2 questions are answered\n" in said
    assert "6 bytes  mine/helper.py" in said


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, every name is text")
def test_a_name_in_whatever_bytes_is_packed(home):
    for name in ("größe.py".encode(), b"gr\xf6\xdfe.py"):
        (home / os.fsdecode(name)).write_text("x = 1\n")

    code, said = run(home, "--hand-in")

    assert code == 0, said
    assert {"größe.py", "gr��e.py"} < set(packed(home))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda home: (home / "words.md").unlink(), "words.md is missing; put it back"),
        (lambda home: (home / "big.py").write_bytes(b"#" * (1 << 20) + b"\n"), "more than 1 MB"),
        (lambda home: [(home / f"m{i}.py").write_text("") for i in range(4)], "at most 5 can be"),
        (
            lambda home: [(home / f"m{i}.py").write_bytes(b"#" * 600_000) for i in range(2)],
            "The files together have more than 1 MB",
        ),
    ],
)
def test_what_would_be_refused_is_refused_at_home(home, spoil, sentence):
    spoil(home)

    code, said = run(home, "--hand-in")

    assert code == 1
    assert said.startswith("No zip was made. ")
    assert sentence in said
    assert not list(home.glob("*.zip"))


@pytest.mark.parametrize("mark", ["pyvenv.cfg", "conda-meta/history"])
@pytest.mark.parametrize("name", ["env", "myenv", "my env[1]"])
def test_a_virtual_environment_of_any_name_stays_at_home(home, name, mark):
    library = home / name / "lib" / "python3" / "x.py"
    library.parent.mkdir(parents=True)
    for number in range(20):
        library.with_name(f"x{number}.py").write_text("")
    (home / name / mark).parent.mkdir(exist_ok=True)
    (home / name / mark).write_text("")

    assert run(home, "--hand-in")[0] == 0
    assert packed(home) == ["numbers_.py", "words.md"]


def test_an_empty_file_is_called_empty(home):
    (home / "words.md").write_bytes(b"")
    (home / "numbers_.py").write_bytes(b"\n")

    _, said = run(home, "--hand-in")

    assert "0 bytes  words.md, empty\n" in said
    assert "1 bytes  numbers_.py, empty\n" in said


def test_a_given_module_comes_along_if_it_is_imported(home):
    (home / "pictures.py").write_text("def show(): ...\n")
    facts = (home / "assignment.json").read_text()
    (home / "assignment.json").write_text(facts.replace('"check.py"', '"check.py", "pictures.py"'))
    run(home, "--hand-in")
    assert packed(home) == ["numbers_.py", "words.md"]

    (home / "numbers_.py").write_text("from pictures import show\n" + RIGHT)
    run(home, "--hand-in")

    assert packed(home) == ["numbers_.py", "words.md", "pictures.py"]


def test_a_zip_that_can_not_be_written_is_a_sentence(home):
    (home / "arithmetic-hand-in.zip").mkdir()

    code, said = run(home, "--hand-in")

    assert code == 1
    assert "arithmetic-hand-in.zip can't be read or written: " in said
