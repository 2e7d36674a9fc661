"""The first cell of a notebook fetches what is missing, and a link opens the notebook in Colab."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from support.at_home import IPYTHON
from support.lessons import built, toy_with_lesson

from autograder.course.load import load_course
from autograder.course.model import Course
from autograder.template import build, notebook


@pytest.fixture
def toy(tmp_path: Path) -> Course:
    """A copy of the toy course, with a lesson."""
    return toy_with_lesson(tmp_path)


@pytest.mark.parametrize(
    ("address", "fetched"),
    [
        ("https://example.org/a/starter.zip?x=1", "https://example.org/a/starter.zip?x=1"),
        ("https://github.com/a/b", "https://github.com/a/b/archive/HEAD.zip"),
    ],
)
def test_the_first_cell_knows_the_address(toy, address, fetched):
    grading = toy.root / "grading.yml"
    title = "title: Letters and shares"
    grading.write_text(grading.read_text().replace(title, f"{title}\n    starter_url: {address}"))

    setup = next(cell for cell in built(load_course(toy.root)).cells if cell.id == "setup")

    assert f'NOTEBOOK, ADDRESS = "counting.ipynb", "{fetched}"\n' in setup.source


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("https://github.com/a/b", "a/b/blob/main/counting.ipynb"),
        ("https://github.com/a/b.git", "a/b/blob/main/counting.ipynb"),
        ("https://github.com/a/b/releases/x.zip", ""),
        ("https://example.org/a/b", ""),
    ],
)
def test_a_repository_at_github_opens_in_colab(toy, address, opened):
    grading = toy.root / "grading.yml"
    title = "title: Letters and shares"
    grading.write_text(grading.read_text().replace(title, f"{title}\n    starter_url: {address}"))

    links = [cell.source for cell in built(load_course(toy.root)).cells if "Colab]" in cell.source]

    wanted = f"[Open this notebook in Colab]({notebook.COLAB}/{opened})"
    assert links == ([wanted] if opened else [])


def first_cell(course: Course, place: Path, address: str = "") -> str:
    """Run the first cell in an empty folder, as Colab does."""
    source = next(cell.source for cell in built(course, "workbook").cells if cell.id == "setup")
    source = source.replace('.ipynb", ""', f'.ipynb", "{address}"')
    ended = subprocess.run(
        [*IPYTHON, "-c", source],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "IPYTHONDIR": str(place.parent / "ipython")},
    )
    return ended.stdout + ended.stderr


@pytest.mark.parametrize("way", ["uploaded", "fetched"])
def test_the_first_cell_fetches_what_is_missing(course, tmp_path, way):
    place = tmp_path / "place"
    place.mkdir()
    (place / "patterns.py").write_text("mine = 1\n")
    (place / "other.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    zipped = (place if way == "uploaded" else tmp_path) / "x.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("repo-main/README.md", "of the whole repository")
        for name, content in build.template(course, course.assignment("workbook")).items():
            archive.writestr(f"repo-main/workbook/{name}", content)

    said = first_cell(course, place, zipped.as_uri() if way == "fetched" else "")

    assert said == "Ready.\n"
    assert (place / "tests" / "grids.py").is_file()
    assert (place / "patterns.py").read_text() == "mine = 1\n"
    assert "slices and sums" in (place / "README.md").read_text()


def test_the_first_cell_asks_for_what_it_cannot_find(course, tmp_path):
    said = first_cell(course, tmp_path)

    assert "SystemExit: Upload the zip that this notebook came in, and run this cell again." in said
