"""Tests notebooks: built from the lesson, always with the same bytes, and they run completely."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import nbclient
import nbconvert
import nbformat
import pytest
from support.lessons import LESSON, built, toy_with_lesson

from autograder.course.model import Course
from autograder.errors import CourseError
from autograder.template import build, notebook


@pytest.fixture
def toy(tmp_path: Path) -> Course:
    """A copy of the toy course, with a lesson."""
    return toy_with_lesson(tmp_path)


def test_text_and_cells_are_in_the_order_of_the_lesson(toy):
    cells = built(toy).cells

    assert [cell.source.split("\n")[0] for cell in cells] == [
        "# Letters",
        notebook.SETUP.split("\n")[0],
        'letters = "abc"',
        "%%writefile vowels.py",
        "%run -e check.py vowels",
        "More text.",
        "%%writefile shares.py",
        "%run -e check.py shares",
        "%%writefile reflection.md",
        "%run -e check.py reflection",
        "%run -e check.py",
        "The end.",
    ]
    assert [cell.id for cell in cells][3:5] == ["write-vowels", "check-vowels"]


def test_cells_keep_their_names_when_others_change(toy):
    before = {cell.source: cell.id for cell in built(toy).cells}
    lesson = toy.lesson_file(toy.assignment("counting"))
    lesson.write_text(LESSON.replace("Some text.", "Other text.\n\n```python\nx = 1\n```\n"))

    after = {cell.source: cell.id for cell in built(toy).cells}

    assert len(set(after.values())) == len(after)
    same = before.keys() & after.keys()
    assert len(same) == len(before) - 1
    assert all(before[source] == after[source] for source in same)


def test_building_again_changes_no_byte(course):
    for assignment in course.assignments.values():
        name = notebook.file_name(assignment)

        first, second = (build.template(course, assignment)[name] for _ in range(2))

        assert first == second
        assert first == (course.template_folder(assignment) / name).read_bytes()


def test_the_readable_lesson_is_the_lesson_with_its_pictures_and_without_cells(toy):
    given = toy.given_folder(toy.assignment("counting")) / "figures"
    given.mkdir(parents=True)
    drawing = next(cell.id for cell in built(toy).cells if cell.source.startswith("letters"))
    (given / f"{drawing}-1.png").write_bytes(b"PNG")

    text = build.template(toy, toy.assignment("counting"))["lesson.md"].decode()

    assert text == (
        "# Letters\n\nSome text.\n\n"
        f'```python\nletters = "abc"\n```\n\n![What this code draws](figures/{drawing}-1.png)\n\n'
        "> Write **`vowels.py`**, and look where you are: `python check.py vowels`\n\n"
        "More text.\n\n"
        "> Write **`shares.py`**, and look where you are: `python check.py shares`\n\n"
        "> Write **`reflection.md`**, and look where you are: `python check.py reflection`\n\n"
        "> Make the zip: `python check.py --hand-in`\n\n"
        "The end.\n"
    )


def test_no_picture_of_the_readable_lesson_is_out_of_date(course):
    for assignment in course.assignments.values():
        files = build.template(course, assignment)
        text = files["lesson.md"].decode()

        assert [name for name in files if name.startswith("figures/") and name not in text] == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("task: shares", "task: share", "lesson.md:15: there is no task 'share'; mend the name."),
        ("task: shares", "task: vowels", "lesson.md:15: 'task: vowels' is marked before;"),
        ("<!-- hand in -->", "", "lesson.md:1: nothing marks 'hand in'; add the line"),
    ],
)
def test_a_lesson_that_marks_something_wrongly(toy, old, new, message):
    lesson = toy.lesson_file(toy.assignment("counting"))
    lesson.write_text(LESSON.replace(old, new))

    with pytest.raises(CourseError) as caught:
        built(toy)

    assert f"assignments/counting/{message}" in str(caught.value)


def test_a_page_made_of_the_notebook_describes_its_pictures(toy):
    lesson = toy.lesson_file(toy.assignment("counting"))
    lesson.write_text(
        LESSON.replace("```python\nletters", '```python alt="Three letters."\nletters')
    )
    made = built(toy)
    [drawing] = [cell for cell in made.cells if cell.source.startswith("letters")]
    drawing.outputs = [nbformat.v4.new_output("display_data", {"image/png": "iVBORw0KGgo="})]

    page, _ = nbconvert.HTMLExporter(template_name="classic").from_notebook_node(made)

    assert 'alt="Three letters."' in page


def test_a_picture_is_described_in_the_words_behind_the_fence(toy):
    lesson = toy.lesson_file(toy.assignment("counting"))
    lesson.write_text(LESSON.replace("```python", '```python alt="Three letters: a, b, c."'))
    given = toy.given_folder(toy.assignment("counting")) / "figures"
    given.mkdir(parents=True)
    drawing = next(cell.id for cell in built(toy).cells if cell.source.startswith("letters"))
    (given / f"{drawing}-1.png").write_bytes(b"PNG")

    text = build.template(toy, toy.assignment("counting"))["lesson.md"].decode()

    assert f"![Three letters: a, b, c.](figures/{drawing}-1.png)" in text
    assert "alt=" not in text


def executed(place: Path, read: nbformat.NotebookNode) -> dict[str, str]:
    """The output of each cell of a notebook, run in `place` from top to bottom."""
    resources = {"metadata": {"path": str(place)}}
    nbclient.NotebookClient(read, timeout=300, kernel_name="python3", resources=resources).execute()
    return {
        cell.id: "".join(each.text for each in cell.outputs if each.output_type == "stream")
        for cell in read.cells
        if cell.cell_type == "code"
    }


def unpacked(course: Course, place: Path) -> nbformat.NotebookNode:
    """Write what students get to `place`; returns the notebook in it."""
    files = build.template(course, course.assignment("workbook"))
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return built(course, "workbook")


@pytest.mark.slow(25, per="test")
@pytest.mark.warm_programs("ipykernel_launcher", "check.py", "findings.py")
@pytest.mark.filterwarnings("default")  # those of the Jupyter packages are not ours
def test_the_stubs_run_from_top_to_bottom_and_are_to_do(course, tmp_path):
    assignment = course.assignment("workbook")
    read = unpacked(course, tmp_path)
    for task in assignment.tasks:
        (tmp_path / task.file).unlink()

    said = executed(tmp_path, read)

    for task in assignment.tasks:
        wanted = (course.template_folder(assignment) / task.file).read_bytes()
        assert (tmp_path / task.file).read_bytes() == wanted
        assert "to do" in said[f"check-{task.name.replace('_', '-')}"]
    pictures = [
        f"figures/{cell.id}-1.png"
        for cell in read.cells
        if any("image/png" in each.get("data", ()) for each in cell.get("outputs", ()))
    ]
    assert len(pictures) >= 10
    files = build.template(course, assignment)
    missing = {name for name in pictures if name not in files}
    assert not missing, "run `autograder lesson`"


def with_cell(read: nbformat.NotebookNode, file: str, content: str) -> nbformat.NotebookNode:
    """The notebook, with other content in the cell that writes `file`."""
    changed = nbformat.from_dict(read)
    for cell in changed.cells:
        if cell.source.startswith(f"%%writefile {file}\n"):
            cell.source = f"%%writefile {file}\n{content}"
    return changed


@pytest.mark.slow(25, per="test")
@pytest.mark.warm_programs("ipykernel_launcher", "check.py", "findings.py")
@pytest.mark.filterwarnings("default")
def test_notebook_and_modules_are_graded_alike(course, tmp_path, workbook_graders):
    assignment = course.assignment("workbook")
    work = tmp_path / "work"
    read = unpacked(course, work)
    for task in assignment.tasks:
        content = course.solution_file(assignment, task).read_text()
        if task.graded_by == "person":
            content = content.replace("<!-- BEGIN SOLUTION -->", "*Your answer:*")
        read = with_cell(read, task.file, content)
    # Another test runs the lesson's own cells.
    read.cells = [cell for cell in read.cells if notebook.is_marked(cell.id)]

    said = executed(work, read)
    stub = build.template(course, assignment)["images.py"].decode()
    nbformat.write(read, tmp_path / "whole.ipynb")
    nbformat.write(with_cell(read, "images.py", stub), tmp_path / "part.ipynb")
    shutil.copy(work / "workbook-hand-in.zip", tmp_path / "whole.zip")
    (work / "images.py").write_text(stub)
    subprocess.run([sys.executable, "check.py", "--hand-in"], cwd=work, check=True)
    shutil.copy(work / "workbook-hand-in.zip", tmp_path / "part.zip")
    names = ("whole.ipynb", "whole.zip", "part.ipynb", "part.zip")
    paths = [str(tmp_path / name) for name in names]
    outcomes = workbook_graders.grade_paths(paths, jobs=1, on_outcome=lambda _: None)

    checks = {name: text for name, text in said.items() if name.startswith("check-")}
    assert len(checks) == len(assignment.tasks)
    assert all(" done " in text for text in checks.values()), checks
    reports = {Path(each.path).name: each.report for each in outcomes if each.report is not None}
    scores = [(reports[name].score, reports[name].points) for name in names]
    assert scores == [(20, 20), (20, 20), (15, 20), (15, 20)]
    for kind in ("whole", "part"):
        by_notebook, by_zip = (
            [
                (check.check, check.status, check.message)
                for task in reports[f"{kind}.{suffix}"].tasks
                for check in task.checks
            ]
            for suffix in ("ipynb", "zip")
        )
        assert by_notebook == by_zip
