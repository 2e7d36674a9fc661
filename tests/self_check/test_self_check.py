"""Tests `autograder self-check`: in each isolation tier, all that it promises holds here.

Where no wall stands, the attempts work: otherwise a wall that holds would show nothing.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.paths import TESTS

from autograder.sandbox.inside.control import DROPPED, NAMESPACES, PROCESS
from autograder.self_check.behaviours import BEHAVIOURS

pytestmark = [pytest.mark.slow(40, per="parameter"), pytest.mark.torch, pytest.mark.cold_start]

Checked = tuple[subprocess.CompletedProcess[str], dict[str, object]]
MACHINES = {
    NAMESPACES: (),
    DROPPED: (sys.executable, str(TESTS / "support" / "machines.py"), "container"),
    PROCESS: (),
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Checked]:
    """What came of the command in a tier: it is run when that is first asked for."""
    return functools.cache(lambda tier: check(tier, tmp_path_factory.mktemp(tier)))


def check(tier: str, folder: Path) -> Checked:
    """Run the command on a machine whose tier this is; gives how it ended, and its JSON."""
    if tier == DROPPED and os.getuid() != 0:
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop("Only root can act out other machines.")
    found = folder / "found.json"
    command = ["-B", "-m", "autograder.cli", "self-check", "--json", str(found)]
    ran = subprocess.run(
        [*MACHINES[tier], sys.executable, *command, "--isolation", tier],
        capture_output=True, text=True, check=False, timeout=150, cwd=TESTS.parent,
    )  # fmt: skip
    return ran, json.loads(found.read_text())


@pytest.mark.parametrize("tier", MACHINES)
def test_what_a_tier_promises_holds(checked, tier):
    ran, found = checked(tier)

    kept = {each["name"]: each for each in found["behaviours"] if each["promised"]}
    assert {name: each["reason"] for name, each in kept.items() if each["outcome"] != "holds"} == {}
    assert ran.returncode == 0
    assert f"Isolation tier {tier}: {len(BEHAVIOURS)} behaviours" in ran.stdout
    assert list(kept) == [each.name for each in BEHAVIOURS if tier in each.tiers]


@pytest.mark.parametrize("tier", [PROCESS])
def test_each_attempt_on_a_wall_works_where_no_wall_stands(checked, tier):
    _, found = checked(tier)
    if os.getuid() != 0:
        pytest.skip("An ordinary user lacks the rights that some attempts need.")

    held = [each["name"] for each in found["behaviours"] if each["outcome"] == "holds"]
    unpromised = {each.name for each in BEHAVIOURS if PROCESS not in each.tiers}
    # These depend on the machine: the system may set such limits on its own.
    assert unpromised & set(held) <= {"amounts.processes", "amounts.threads", "rights.limits"}


def test_a_tier_that_does_not_work_is_not_tried():
    if os.getuid() != 0:
        pytest.skip("Only root can act out other machines.")
    command = [*MACHINES[DROPPED], sys.executable, "-m", "autograder.cli", "self-check"]
    ran = subprocess.run(
        [*command, "--isolation", NAMESPACES],
        capture_output=True, text=True, check=False, timeout=120, cwd=TESTS.parent,
    )  # fmt: skip

    assert ran.returncode == 2
    assert "does not work here" in ran.stderr


def test_the_list_is_long_and_its_names_differ():
    names = [each.name for each in BEHAVIOURS]

    assert len(names) >= 30
    assert len(set(names)) == len(names)
    assert all(NAMESPACES in each.tiers for each in BEHAVIOURS)
