"""Tests courses and interpreters below a folder that is closed to other users: graded as elsewhere,
or refused at once with a sentence that says which folder it is. It is never a student's failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.paths import TESTS, TOY_COURSE

from autograder.sandbox.inside import reachable
from autograder.sandbox.inside.control import DROPPED, NAMESPACES, PROCESS

pytestmark = pytest.mark.cold_start

# What a submission imports late, from Python and from its packages, and what it sees on the way.
LATE = """
import os
from pathlib import Path
def f(folder):
    import colorsys, iniconfig
    return iniconfig.__name__, sorted(os.listdir(folder))
"""
ASKS = """
import sys
from autograder.sandbox.host import Worker
from autograder.sandbox.launcher import Zygotes
from autograder.sandbox.limits import Budget, worker_limits
late, folder, tier = sys.argv[1:]
zygotes = Zygotes(tier)
worker = Worker(zygotes.get(()), worker_limits(call_seconds=30.0), Budget(60))
worker.put({"submission/task.py": late.encode()})
worker.load("task")
keep = lambda thing: thing
print(worker.call("f", (folder,), {}, name="f", refer=keep, resolve=keep)[0])
worker.kill()
zygotes.close()
"""


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that its owner alone may enter, and nothing above it is closed."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        (Path(folder) / "secret.txt").write_text("a seed")
        yield Path(folder)


def grant(folder: Path, mode: int) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    folder.chmod(mode)
    return folder


@pytest.fixture
def graded_by_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 0)


@pytest.mark.usefixtures("graded_by_root")
class TestWhatIsFound:
    def test_a_folder_above_is_in_the_way_unless_it_is_made_anew(self, closed):
        library = str(grant(closed / "site-packages", 0o755))

        problem = reachable.closed_library([library], DROPPED)

        assert problem.startswith(f"{closed} is closed to other users, and Python is below it: ")
        assert f"`chmod o+x {closed}`" in problem
        assert str(closed) not in reachable.closed_library([library], NAMESPACES)

    def test_so_is_one_above_the_place_where_a_link_leads(self, closed):
        with tempfile.TemporaryDirectory(dir="/tmp") as folder:
            grant(Path(folder), 0o755)
            library = Path(folder, "site-packages")
            library.symlink_to(grant(closed / "packages", 0o755))

            problem = reachable.closed_library([str(library)], DROPPED)

        assert problem.startswith(f"{closed} is closed")

    @pytest.mark.parametrize("tier", [NAMESPACES, DROPPED])
    @pytest.mark.parametrize("name", ["", "torch", "numpy"])
    @pytest.mark.parametrize("mode", [0o750, 0o751])
    def test_closed_packages_are_in_the_way_everywhere(self, closed, tier, name, mode):
        library = grant(grant(closed, 0o755) / "site-packages", 0o755)
        package = grant(library / name, mode)

        problem = reachable.closed_library([str(library)], tier)

        assert problem.startswith(f"{package} is closed to other users, and packages of Python ")
        assert f"`chmod -R o+rX {package}`" in problem

    def test_without_walls_nothing_is_in_the_way(self, closed):
        library = str(grant(closed / "site-packages", 0o700))

        assert reachable.closed_library([library], PROCESS) == ""
        assert reachable.closed_scratch(str(closed), PROCESS) == ""

    def test_temporary_files_below_a_closed_folder(self, closed):
        inner = str(grant(closed / "tmp", 0o777))

        for folder in (str(closed), inner):
            problem = reachable.closed_scratch(folder, DROPPED)
            assert problem.startswith(f"{closed} is closed to other users, and temporary files ")
            assert "set TMPDIR to a folder that all can enter" in problem
        assert reachable.closed_scratch(inner, NAMESPACES) == ""
        grant(closed, 0o711)
        assert reachable.closed_scratch(inner, DROPPED) == ""


def test_an_ordinary_users_worker_is_that_user(closed, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    library = str(grant(closed / "site-packages", 0o700))

    assert reachable.closed_library([library], NAMESPACES) == ""


class TestOnMachines:
    """Real workers, of a Python below a closed folder."""

    @pytest.fixture(autouse=True)
    def root(self) -> None:
        if os.getuid() != 0:
            stop = pytest.fail if os.environ.get("CI") else pytest.skip
            stop("Only root can act out other machines.")

    def python_below(
        self, folder: Path, machine: str, *command: str, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        python = folder / "python" / Path(sys.executable).relative_to(sys.prefix)
        acted = [TESTS / "support/machines.py", "below", folder, machine, python, "-B", *command]
        return subprocess.run(
            [sys.executable, *acted],
            capture_output=True, text=True, check=False, timeout=120, cwd="/", umask=0o077,
            env=os.environ | {"PYTHONPATH": str(TESTS.parent)} | variables,
        )  # fmt: skip

    @pytest.mark.torch
    @pytest.mark.slow(5, per="test")
    def test_with_namespaces_all_works_and_nothing_else_is_seen(self, closed):
        ran = self.python_below(closed, "root", "-c", ASKS, LATE, str(closed), NAMESPACES)

        assert ran.stdout == "('iniconfig', ['python'])\n", ran.stderr

    @pytest.mark.parametrize("asked", [(), ("--isolation", DROPPED)])
    def test_without_them_nobody_is_graded(self, closed, asked):
        command = ("grade", "--course", str(TOY_COURSE), *asked, str(TOY_COURSE))

        ran = self.python_below(closed, "container", "-m", "autograder.cli", *command)

        assert ran.returncode == 2
        assert ran.stdout == ""
        assert f"{closed} is closed to other users, and Python is below it: " in ran.stderr
        assert len(ran.stderr.splitlines()) == 1

    @pytest.mark.parametrize("asked", [(), ("--isolation", DROPPED)])
    def test_nor_where_temporary_files_are_below_it(self, closed, asked):
        grant(closed, 0o711)
        inner = grant(closed / "tmp", 0o700)
        command = ("grade", "--course", str(TOY_COURSE), *asked, str(TOY_COURSE))

        ran = self.python_below(
            closed, "container", "-m", "autograder.cli", *command, TMPDIR=str(inner)
        )

        assert ran.returncode == 2
        assert ran.stdout == ""
        assert f"{inner} is closed to other users, and temporary files are below" in ran.stderr

    @pytest.mark.torch
    @pytest.mark.slow(5, per="test")
    def test_what_is_opened_as_the_sentence_says_works(self, closed):
        grant(closed, 0o711)

        ran = self.python_below(closed, "container", "-c", ASKS, LATE, str(closed), DROPPED)

        assert ran.returncode != 0  # it may pass, and not list the folder
        assert "PermissionError" in ran.stderr
        late = LATE.replace("os.listdir(folder)", "[]")
        ran = self.python_below(closed, "container", "-c", ASKS, late, str(closed), DROPPED)
        assert ran.stdout == "('iniconfig', [])\n", ran.stderr
