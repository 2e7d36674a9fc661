"""Other graders beside `autograder grade`, on the same submission: `python -m benchmarks.others`.

nbgrader is installed by its name into an environment of its own, in a temporary folder; torch and
the packages that it shares with us are ours. It is given what otter gets without our plugin: of
our hidden checks those of functions, as cells with tests, in the process of the submission. Ours
runs them all, with layers, gradients and a diagnosis, in a sandbox.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode, v4

from benchmarks.commands import AUTOGRADER, PROJECT, run
from benchmarks.figures import Figure, ratio, seconds
from benchmarks.progress import Progress

ANSWER = PROJECT / "tests" / "submissions" / "passed" / "nested_loops"
NBGRADER = "nbgrader>=0.9,<1"
HIDDEN = "# HIDDEN\n"
SCHEMA = {"schema_version": 3, "task": False, "locked": True, "solution": False}
CONFIG = 'c = get_config()\nc.CourseDirectory.course_id = "course"\nc.Exchange.root = "{}"\n'


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.others", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as scratch:
        for figure in measured(Path(scratch), rounds, Progress()).values():
            print(f"{figure.what}: {figure.shown()} ({figure.spread()})")


def measured(folder: Path, rounds: int, progress: Progress) -> dict[str, Figure]:
    """Both in turns."""
    progress.begin("nbgrader")
    nbgrader = installed(folder / "environment")
    course = laid_out(folder, nbgrader)
    theirs = [*nbgrader, "autograde", "workbook", "--student", "ada", "--force"]
    ours = [*AUTOGRADER, "grade", "--course", str(PROJECT), str(ANSWER)]
    ran = {"nbgrader": [], "autograder": []}
    for number in range(rounds):
        ran["nbgrader"].append(run(theirs, course))
        ran["autograder"].append(run(ours, folder))
        progress.tell(f"round {number + 1} of {rounds}")
    wall = {name: [each.wall for each in found] for name, found in ran.items()}
    cpu = {name: [each.cpu for each in found] for name, found in ran.items()}
    return {
        "others.nbgrader.wall": seconds("one submission by `nbgrader autograde`", wall["nbgrader"]),
        "others.nbgrader.processor": seconds("the same, processor", cpu["nbgrader"]),
        "others.autograder.wall": seconds(
            "one submission by `autograder grade`", wall["autograder"]
        ),
        "others.autograder.processor": seconds("the same, processor", cpu["autograder"]),
        "others.nbgrader_over": ratio(
            "nbgrader over ours, wall", wall["nbgrader"], wall["autograder"]
        ),
    }


def installed(home: Path) -> list[str]:
    """The command `nbgrader`, in an environment that sees our packages, too."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = str(home / "bin" / "python")
    [packages] = home.glob("lib/python*/site-packages")
    (packages / "ours.pth").write_text(sysconfig.get_path("purelib"))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
    subprocess.run([*pip, "install", "--quiet", NBGRADER], check=True)
    # It calls a program of its own by its name.
    path = os.pathsep.join([str(home / "bin"), os.environ["PATH"]])
    return ["env", f"PATH={path}", python, "-m", "nbgrader"]


def laid_out(folder: Path, nbgrader: list[str]) -> Path:
    """A course of nbgrader's with one assignment and one submission of it."""
    bundle = [
        *AUTOGRADER,
        "bundle",
        "--assignment",
        "workbook",
        "--plain-otter",
        "--to",
        str(folder),
    ]
    run([*bundle, "--course", str(PROJECT)], folder)
    plain = nbformat.read(folder / "workbook-plain-otter" / "workbook.ipynb", as_version=4)
    course = folder / "course"
    (course / "source" / "workbook").mkdir(parents=True)
    (course / "nbgrader_config.py").write_text(CONFIG.format(folder / "exchange"))
    notebook = as_nbgrader(plain)
    nbformat.write(notebook, course / "source" / "workbook" / "workbook.ipynb")
    run([*nbgrader, "generate_assignment", "workbook"], course)
    submitted = course / "submitted" / "ada" / "workbook"
    submitted.mkdir(parents=True)
    nbformat.write(notebook, submitted / "workbook.ipynb")
    return course


def as_nbgrader(plain: NotebookNode) -> NotebookNode:
    """The submission's modules, then a cell for each hidden test that calls it at once."""
    cells = []
    for path in sorted(ANSWER.glob("*.py")):
        code = f"from pathlib import Path\nPath({path.name!r}).write_text({path.read_text()!r})"
        cells.append(v4.new_code_cell(code))
    hidden = [cell.source for cell in plain.cells if cell.source.startswith(HIDDEN)]
    for number, source in enumerate(hidden):
        name = source.partition("def ")[2].partition("(")[0]
        cell = v4.new_code_cell(f"{source.removeprefix(HIDDEN)}\n\n{name}()")
        cell.metadata["nbgrader"] = {
            **SCHEMA, "grade": True, "grade_id": f"test_{number}", "points": 1
        }  # fmt: skip
        cells.append(cell)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


if __name__ == "__main__":
    main()
