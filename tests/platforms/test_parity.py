"""Tests that otter and we give the same grades, for some of the pairs of `make parity`.

They have one submission of every result, and attacks of every kind. Each is a real run of otter.
"""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from support.paths import TESTS

pytestmark = pytest.mark.slow(150)

TRIED = (
    "passed/nested_loops",
    "passed/helper_module",
    "wrong/flips_the_kernel",
    "crashed/sys_exit",
    "forbidden/unfold",
    "unfinished/missing_module",
    "timed_out/infinite_loop_at_import",
    "refused/path_traversal",
    "refused/symlink.zip",
    "refused/damaged",
    "vowels/own_autograder",
    "vowels/own_conftest",
    "vowels/forged_report_lines",
    "vowels/patched_assert",
    "shares/patched_allclose",
    "shares/lying_tensor",
    "shares/frame_forged_changes",
    "convolution/by_name",
    "archives/two_files_of_one_name",
    "archives/link_to_the_solution",
    "notebooks/",
)


def test_otter_gives_every_check_the_same_verdict_and_visibility():
    ran = subprocess.run(
        [sys.executable, "-m", "support.parity", *TRIED],
        cwd=TESTS,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr[-3000:]
    compared = [line for line in ran.stdout.splitlines() if line.startswith("✓")]
    assert all(any(each in line for line in compared) for each in TRIED), ran.stdout
    scores = {line.split()[1]: line.split()[2] for line in compared}
    assert scores["passed/nested_loops"] == "20"
    # All but the images, and the bonus.
    assert scores["notebooks/workbook.ipynb"] == scores["notebooks/export_of_otters.zip"] == "19"
    assert scores["attacks/archives/link_to_the_solution"] == "refused"
    assert float(scores["attacks/shares/frame_forged_changes"]) < 4
    assert re.search(r"\d+ submissions, 0 disagree", ran.stdout)
