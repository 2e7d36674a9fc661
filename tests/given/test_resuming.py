"""Tests that an endless loop hides no other test: what is left is run after it was stopped."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from support.at_home import RIGHT, run

pytestmark = pytest.mark.slow(15)

ENDLESS = RIGHT.replace("return 2 *", "while True: 2 *")
# Four loops, each of another function; then a test that would pass.
MANY = "".join(f"def loop_{n}():\n    while True: pass\n\n\n" for n in range(4)) + RIGHT
TESTS_OF_MANY = "import numbers_\n" + "".join(
    f"def test_{n}():\n    numbers_.loop_{n}()\n" for n in range(4)
)
LAST = """
def test_half_of_four():
    assert numbers_.half(4) == 2
"""


@pytest.fixture
def impatient(home: Path) -> Path:
    """The small assignment; a test may take two seconds."""
    script = home / "tests" / "facts.py"
    script.write_text(script.read_text().replace("SECONDS = 60", "SECONDS = 2"))
    return home


def test_the_tests_after_an_endless_one_are_run(impatient):
    (impatient / "numbers_.py").write_text(ENDLESS)

    code, said = run(impatient, "--all")

    assert code == 1
    assert "1 of 2 visible tests pass, 1 did not end" in said
    assert "half                                  1 of 1 visible tests pass" in said
    assert "Fix first: numbers_: two becomes four\n  This took more than 2 seconds." in said
    assert "  numbers_.py, line 2: while True: 2 * number" in said
    assert "numbers_: no forecast" in said


@pytest.mark.parametrize("loop", ["while True: pass", "import os; os._exit(3)"])
def test_a_function_that_had_to_be_stopped_is_stopped_once(impatient, loop):
    (impatient / "numbers_.py").write_text(RIGHT.replace("return 2 *", f"{loop}\n    2 *"))
    tests = impatient / "tests" / "test_numbers_.py"
    again = "def test_three_becomes_six():\n    assert double(3) == 6\n"
    tests.write_text(f"{dedent(tests.read_text())}\n\n{again}")

    _, said = run(impatient)

    assert "1 of 3 visible tests pass, 2 did not end" in said


def test_what_hides_from_exceptions_does_not_hide_from_this(impatient):
    """Code that catches all exceptions could take the refusal for an answer."""
    caller = (
        "\n\ndef half(number):\n    try:\n        double(1)\n    except Exception:\n        pass\n"
    )
    (impatient / "numbers_.py").write_text(ENDLESS.partition("def half")[0] + caller)

    _, said = run(impatient)

    assert "0 of 2 visible tests pass, 2 did not end" in said


def test_after_some_stops_the_others_are_left_out(impatient):
    (impatient / "numbers_.py").write_text(MANY)
    (impatient / "tests" / "test_numbers_.py").write_text(TESTS_OF_MANY + LAST)

    _, said = run(impatient)

    assert "0 of 5 visible tests pass, 5 did not end" in said
