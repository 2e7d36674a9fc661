"""Tests check.py --watch: it runs again whenever a file in the folder is saved."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from support.at_home import RIGHT, wait_until, watched

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends a child no Ctrl-C")
ENDLESS = "import pathlib\npathlib.Path({mark!r}).touch()\nwhile True: pass\n"
HELPED = "from mine.helper import twice as double\n\n\ndef half(number):\n    return number / 2\n"


def loop_without_end(home: Path, mark: Path) -> None:
    """Save a module that never ends, and wait until it runs."""
    (home / "numbers_.py").write_text(ENDLESS.format(mark=str(mark)))
    wait_until(mark.exists)


@pytest.mark.parametrize("forks", [True, False])
def test_watching_shows_what_a_save_changes(home, tmp_path, forks, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k nothing")  # must not affect the watched tests
    script = home / "tests" / "running.py"
    script.write_text(script.read_text().replace('hasattr(os, "fork")', str(forks)))
    with watched(home) as watching:
        (home / "numbers_.py").write_text(RIGHT)
        watching.until("2 of 2 visible tests pass")
        # Saved again within the same second and with the same size: the new file must count.
        (home / "numbers_.py").write_text(RIGHT.replace("2 * number", "3 * number"))
        watching.until("2 became 6.")
        # An endless run is stopped when the next save comes.
        loop_without_end(home, tmp_path / "first")
        (home / "numbers_.py").write_text(RIGHT)
        watching.until("2 of 2 visible tests pass")
        loop_without_end(home, tmp_path / "second")
        code, rest = watching.stop()

    assert rest.endswith("Stopped.\n")
    assert code == 0


def test_watching_looks_into_folders(home):
    (home / "numbers_.py").write_text(HELPED)
    with watched(home) as watching:
        (home / "mine").mkdir()
        (home / "mine" / "helper.py").write_text("def twice(number):\n    return 3 * number\n")
        watching.until("2 became 6.")
        (home / "mine" / "helper.py").write_text("def twice(number):\n    return 2 * number\n")
        watching.until("2 of 2 visible tests pass")
        (home / "mine" / "helper.py").rename(home / "mine" / "helping.py")
        watching.until("No module named 'mine.helper'")
        (home / "mine" / "helping.py").rename(home / "mine" / "helper.py")
        watching.until("2 of 2 visible tests pass")
        (home / "numbers_.py").unlink()
        watching.until("numbers_.py is missing.")


def test_watching_sees_a_save_that_keeps_time_and_size(home):
    with watched(home) as watching:
        (home / "numbers_.py").write_text(RIGHT)
        watching.until("2 of 2 visible tests pass")
        before = (home / "numbers_.py").stat()
        (home / "numbers_.py").write_text(RIGHT.replace("2 * number", "3 * number"))
        os.utime(home / "numbers_.py", ns=(before.st_atime_ns, before.st_mtime_ns))
        watching.until("2 became 6.")


def test_watching_leaves_tools_alone(home):
    (home / "env" / "lib").mkdir(parents=True)
    (home / "env" / "pyvenv.cfg").write_text("")
    with watched(home) as watching:
        for place in (".venv/x.py", "env/lib/x.py", "__pycache__/x.py", ".x.py"):
            (home / place).parent.mkdir(exist_ok=True)
            (home / place).write_text("")
        time.sleep(0.5)
        (home / "numbers_.py").write_text(RIGHT)
        said = watching.until("2 of 2 visible tests pass")

    assert said.count("0 of 2 visible tests pass") == 0
