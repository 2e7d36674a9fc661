"""Makes the notebook lose nothing: its cells never replace work that they did not write.

The first cell of the notebook loads this: %load_ext lesson_cells. From then on, `%%writefile`
refuses to replace a file that was changed in an editor or by another notebook. Two commands help:

    %cell_of patterns.py        puts what the file holds into a new cell
    %replace_file patterns.py   writes the cell that was refused, and keeps the old file in .kept/

Modules that changed are loaded anew before each cell.
"""

import functools
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
KEPT = ".kept"  # old versions of files, and what the cells wrote last; it is not handed in
VERSIONS = 10  # of each file
STAYS = "The file stays as it is, and goes into the zip that you hand in."


def load_ipython_extension(shell):
    """What %load_ext calls."""
    _install_what_is_missing()
    cells = Cells(shell, FOLDER)
    shell.register_magic_function(cells.write, "cell", "writefile")
    shell.register_magic_function(cells.cell_of, "line", "cell_of")
    shell.register_magic_function(cells.replace_file, "line", "replace_file")
    shell.events.register("pre_run_cell", cells.before_handing_in)
    shell.run_line_magic("load_ext", "autoreload")
    shell.run_line_magic("autoreload", "2")
    if importlib.util.find_spec("otter"):
        shell.push({"grader": Grader()})
    cells.print_what_is_amiss()
    print("Ready.")


def _install_what_is_missing():
    if any(map(_is_missing, _required())):
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--requirement"]
        subprocess.run([*pip, str(FOLDER / "requirements.txt")], check=True)


def _required():
    """The names of the packages in requirements.txt."""
    try:
        lines = (FOLDER / "requirements.txt").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    return [found[0] for line in lines if (found := re.match(r"[A-Za-z0-9][\w.-]*", line))]


def _is_missing(package):
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return True
    return False


class Grader:
    """otter's `grader`, which takes seconds to import: `grader.check` tells what check.py does."""

    @functools.cached_property
    def _notebook(self):
        import otter

        return otter.Notebook(tests_dir=str(FOLDER / "tests" / "otter"))

    def check(self, question):
        return self._notebook.check(question)

    def check_all(self):
        return self._notebook.check_all()


class Cells:
    """The cells that write files, and the files in `folder` that they write."""

    def __init__(self, shell, folder):
        self._shell, self._folder = shell, folder
        self._plain_write = shell.find_cell_magic("writefile")
        self._refused = {}  # file → the text of the cell that was not written

    def write(self, line, cell):
        """`%%writefile`, unless that would replace work which no cell holds."""
        name = _only_name(line)
        if name is None:
            self._plain_write(line, cell)
            return
        path = self._shell_path(name)
        refusal = self._refusal(name, path, cell) if path.is_file() else ""
        if refusal:
            self._refused[name] = cell
            print(f"{name} was not written. {refusal}")
            return
        self._write(name, path, line, cell)

    def cell_of(self, line):
        """Put what a file holds into a new cell that writes it."""
        name, path = line.strip(), self._shell_path(line.strip())
        if not path.is_file():
            print(f"There is no file {name}.")
            return
        text = path.read_text(encoding="utf-8", errors="replace")
        self._shell.set_next_input(f"%%writefile {name}\n{text}".rstrip("\n"))
        print(f"The next cell holds {name}. Run it, and delete the older cell of this file.")

    def replace_file(self, line):
        """Write the cell that was refused last; the file that it replaces is kept."""
        name = line.strip()
        if name not in self._refused:
            print(f"No cell that writes {name} was refused; run that cell first.")
            return
        self._write(name, self._shell_path(name), name, self._refused.pop(name))

    def before_handing_in(self, info):
        """Say which cells are missing before the last cell makes the zip."""
        if "--hand-in" in (info.raw_cell or ""):
            self.print_what_is_amiss()

    def print_what_is_amiss(self):
        """A sentence for each cell that was deleted, moved or damaged, and how to mend it."""
        facts = self._facts()
        notebook = self._folder / f"{facts.get('assignment')}.ipynb"
        try:
            cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
            sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        except (OSError, ValueError, KeyError, TypeError):
            return  # in Colab, the notebook is elsewhere
        for task in facts.get("tasks", ()):
            what = amiss(sources, task["file"], task["name"])
            if what:
                print(f"In {notebook.name} as it was last saved, {what}")

    def _write(self, name, path, line, cell):
        there = _fingerprint(path.read_bytes()) if path.is_file() else ""
        if there and there[:16] != self._given_as(name) and there != _fingerprint(cell.encode()):
            self._keep(path)
        self._plain_write(line, cell)
        self._remember(name, cell)

    def _refusal(self, name, path, cell):
        """Why the cell must not be written over the file; '' if it may."""
        there = _fingerprint(path.read_bytes())
        if there == _fingerprint(cell.encode()) or self._is_as_given(name, path):
            return ""
        if self._given_as(name) == _fingerprint(cell.encode())[:16]:
            return (
                f"The file holds your work, and this cell only what you started from. {STAYS}\n"
                f"  To see your work in a new cell:  %cell_of {name}"
            )
        if there == self._remembered().get(name):
            return ""
        return (
            "It was changed outside of this cell since the cell wrote it, in an editor perhaps. "
            f"{STAYS}\n"
            f"  To see the file's text in a new cell:  %cell_of {name}\n"
            f"  To write this cell all the same:       %replace_file {name}"
        )

    def _is_as_given(self, name, path):
        return self._given_as(name) == _fingerprint(path.read_bytes())[:16]

    def _given_as(self, name):
        tasks = self._facts().get("tasks", ())
        return next((task["given_as"] for task in tasks if task["file"] == name), "")

    def _facts(self):
        try:
            return json.loads((self._folder / "assignment.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}

    def _keep(self, path):
        """Keep a file's last versions: patterns.py.1 is the newest."""
        place = self._folder / KEPT
        place.mkdir(exist_ok=True)
        for number in range(VERSIONS - 1, 0, -1):
            older = place / f"{path.name}.{number}"
            if older.is_file():
                older.replace(place / f"{path.name}.{number + 1}")
        shutil.copyfile(path, place / f"{path.name}.1")

    def _remembered(self):
        try:
            found = json.loads((self._folder / KEPT / "cells.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _remember(self, name, text):
        (self._folder / KEPT).mkdir(exist_ok=True)
        known = {**self._remembered(), name: _fingerprint(text.encode())}
        (self._folder / KEPT / "cells.json").write_text(json.dumps(known), encoding="utf-8")

    @staticmethod
    def _shell_path(name):
        return Path(os.path.expanduser(name))


def amiss(sources, file, task):
    """What is wrong with the cells of a task, with the way to mend it; '' if nothing is."""
    writes = [at for at, source in enumerate(sources) if _first_line(source) == file]
    checks = [at for at, source in enumerate(sources) if f"check.py {task}" in source]
    if not writes and any(f"%%writefile {file}" in source for source in sources):
        return f"`%%writefile {file}` is not the first line of its cell; move it to the top."
    if not writes:
        return f"no cell writes {file} any more. To get one:  %cell_of {file}"
    if checks and checks[-1] < writes[0]:
        return f"the cell that checks {file} stands above the one that writes it; move it below."
    if len(writes) > 1:
        return f"{len(writes)} cells write {file}; keep one of them."
    return ""


def _first_line(source):
    """The file that a cell writes, by its first line; '' if none."""
    found = re.match(r"\s*%%(?:writefile|file)\s+([^\s-]\S*)\s*(?:\n|$)", source)
    return found[1].strip("\"'") if found else ""


def _only_name(line):
    """The one name in the magic's line; None if there is an option or more than a name."""
    name = line.strip()
    if re.fullmatch(r"'[^']*'|\"[^\"]*\"", name):
        return name[1:-1]
    return name if name and not name.startswith("-") and len(name.split()) == 1 else None


def _fingerprint(content):
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()
