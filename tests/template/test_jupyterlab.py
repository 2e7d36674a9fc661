"""The notebook in a real JupyterLab, in a real browser, as a student works with it."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import browser, jupyterlab
from support.jupyterlab import Lab
from support.paths import PROJECT

from autograder.template import build, notebook

pytestmark = [
    pytest.mark.torch,
    pytest.mark.slow(95),
    pytest.mark.warm_programs("ipykernel_launcher", "findings.py"),
]

TASKS = ("patterns", "images", "convolution", "pooling")


@pytest.fixture(scope="module")
def folder(course, tmp_path_factory) -> Path:
    """What students get; all but pooling is solved. Of the notebook, what marks stand for."""
    folder = tmp_path_factory.mktemp("student")
    assignment = course.assignment("workbook")
    for name, content in build.template(course, assignment).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    for task in TASKS[:3]:
        solution = course.solution_folder(assignment) / f"{task}.py"
        (folder / f"{task}.py").write_bytes(solution.read_bytes())
    path = folder / "workbook.ipynb"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["cells"] = [
        cell
        for cell in document["cells"]
        if notebook.is_marked(cell["id"])
        or any(line.startswith(("import", "pictures.play")) for line in cell["source"])
    ]
    path.write_text(json.dumps(document), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def lab(folder, tmp_path_factory) -> Iterator[Lab]:
    """The notebook, after all its cells have run over files that were solved in an editor."""
    private = tmp_path_factory.mktemp("private")
    with jupyterlab.served(folder, private) as address, browser.started() as chromium:
        lab = jupyterlab.opened(chromium, address, "workbook.ipynb")
        lab.run_all()
        yield lab


def test_run_all_over_solved_files_loses_nothing(lab, course, folder):
    assignment = course.assignment("workbook")

    for task in TASKS[:3]:
        solution = (course.solution_folder(assignment) / f"{task}.py").read_text()
        assert (folder / f"{task}.py").read_text() == solution
        said = lab.output(f"write-{task}")
        assert f"{task}.py was not written. The file holds your work" in said
        assert " done " in lab.output(f"check-{task}")
    with zipfile.ZipFile(folder / "workbook-hand-in.zip") as archive:
        assert archive.read("patterns.py") == (folder / "patterns.py").read_bytes()


def test_no_cell_warns_or_fails(lab):
    assert lab.troubles() == []


def test_the_last_cell_says_what_is_unfinished_before_it_zips(lab):
    said = lab.output("hand-in")

    assert "0 of 6 questions are answered" in said
    assert "Next: pooling" in said.partition("Hand in workbook-hand-in.zip")[0]


def test_the_page_is_shown_in_the_notebook(lab):
    page = lab.page.frame_locator('iframe[title="See it slide"]')

    page.locator("#next").click()

    assert page.locator("#says").inner_text().startswith("Row 0, column 1")


def test_a_mistake_is_shown_with_its_picture_in_place(lab, folder):
    right = (PROJECT / "solutions/workbook/pooling.py").read_text()
    wrong = right.replace(".max(dim=-1)", ".min(dim=-1)")
    lab.write("write-pooling", f"%%writefile pooling.py\n{wrong}")

    lab.run("write-pooling")
    lab.run("check-pooling")

    assert (folder / "pooling.py").read_text().strip() == wrong.strip()
    assert "Fix first: pooling" in lab.output("check-pooling")
    assert lab.pictures("check-pooling") == 1
    assert lab.pictures("check-patterns") == 0


def test_work_comes_back_into_a_cell(lab, folder):
    work = (folder / "patterns.py").read_text()
    lab.write("check-patterns", "%cell_of patterns.py")

    lab.run("check-patterns")

    assert f"%%writefile patterns.py\n{work}".strip() in [each.strip() for each in lab.sources()]


def contrast(one: str, other: str) -> float:
    """Of two colours as CSS tells them, by the formula of WCAG 2."""

    def luminance(colour: str) -> float:
        levels = (float(each) / 255 for each in re.findall(r"[\d.]+", colour)[:3])
        linear = [
            level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4
            for level in levels
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_outputs_can_be_read_in_the_dark_theme(lab):
    lab.command("apputils:change-theme", theme="JupyterLab Dark")
    lab.page.wait_for_selector("body[data-jp-theme-light=false]", state="attached")

    colours = lab.page.eval_on_selector_all(
        ".jp-OutputArea-output pre, .jp-OutputArea-output pre span",
        """all => all.map(text => {
            let ground = text;
            const colour = element => getComputedStyle(element).backgroundColor;
            while (ground.parentElement && colour(ground).startsWith('rgba')) {
                ground = ground.parentElement;
            }
            return [getComputedStyle(text).color, colour(ground)];
        })""",
    )

    assert len(colours) > 10
    assert [pair for pair in colours if contrast(*pair) < 4.5] == []
