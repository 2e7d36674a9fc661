"""Every tier in turn: the boundary, its limits and the attacks, on machines acted out by this one.

Needs root. In continuous integration, where a tier that was not tried is not known to work, they
fail without it; elsewhere they are skipped.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from support.paths import TESTS

from autograder.sandbox import tiers

pytestmark = pytest.mark.cold_start

TRIED = (
    *("sandbox/test_host.py", "sandbox/test_limits.py", "grading/test_memory.py"),
    "grading/test_attacks.py",
)
# How many tests pass at the least of each part, lest one that selects nothing looks like one that
# holds; the part of a test is told by how its line begins.
FEWEST = {
    "PASSED tests/(sandbox|grading)/test_(host|limits|memory)": 70,
    r"PASSED tests/grading/test_attacks.py::\w+\[workbook": 130,
    r"PASSED tests/grading/test_attacks.py::\w+\[counting": 550,
}
MACHINE_SECONDS = 1500


def act_out(machine: str, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of this interpreter's on another machine."""
    acted = [
        sys.executable,
        str(TESTS / "support/machines.py"),
        machine,
        sys.executable,
        "-B",
        *command,
    ]
    return subprocess.run(
        acted,
        capture_output=True,
        text=True,
        cwd=TESTS.parent,
        check=False,
        timeout=MACHINE_SECONDS,
    )


def tier_of(machine: str) -> str:
    code = "from autograder.sandbox import tiers; print(tiers.choose())"
    return act_out(machine, "-c", code).stdout.strip()


@pytest.fixture(autouse=True)
def root() -> None:
    if os.getuid() != 0:
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop("Only root can act out other machines.")


def test_root_has_namespaces():
    assert tiers.choose() == "namespaces"


@pytest.mark.parametrize(("machine", "tier"), [("container", "dropped"), ("user", "namespaces")])
def test_the_strongest_tier_is_chosen(machine, tier):
    assert tier_of(machine) == tier


@pytest.mark.slow(300, per="test")
@pytest.mark.timeout(MACHINE_SECONDS + 60)
@pytest.mark.parametrize("machine", ["container", "user"])
def test_walls_and_limits_hold_on_other_machines(machine):
    tried = [f"tests/{each}" for each in TRIED]

    ran = act_out(machine, "-m", "pytest", "-q", "-rfEp", "-p", "no:cacheprovider", *tried)

    print(ran.stdout)  # noqa: T201 - the table of attempts and outcomes
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    for part, fewest in FEWEST.items():
        assert len(re.findall(f"^{part}", ran.stdout, re.MULTILINE)) >= fewest, part


def test_less_than_required_is_refused_with_the_reasons():
    code = "from autograder.sandbox import tiers; tiers.choose('namespaces')"

    ran = act_out("container", "-c", code)

    assert ran.returncode != 0
    assert "namespaces: [Errno 1] unshare: Operation not permitted" in ran.stderr


def test_the_strongest_satisfies_any_requirement():
    for required in tiers.TIERS:
        assert tiers.choose(required) == "namespaces"
