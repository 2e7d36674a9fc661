"""Tests check.py as a student runs it: what it says, and that it claims no more than it knows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from textwrap import dedent

import pytest
from support.at_home import FACTS, MAX_SECONDS, PROJECT, RIGHT, STUB, WORDS, run

from autograder.template import build

SOLUTIONS = PROJECT / "solutions" / "workbook"
ODD_TEST = """
def test_a():
    error = AssertionError()
    error.case = {"yours": 1}
    raise error
"""


def test_who_reads_along_may_stop(home):
    """As `check.py | head -1` does."""
    read, write = os.pipe()
    os.close(read)

    ended = subprocess.run(
        [sys.executable, home / "check.py"],
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
        timeout=MAX_SECONDS,
    )
    os.close(write)

    assert (ended.returncode, ended.stderr) == (1, b"")


def test_stubs_are_to_do(home):
    code, said = run(home)

    assert code == 1
    assert said == dedent("""\
        Doubles and halves

          1  numbers_         to do      4 points   0 of 2 visible tests pass
          2  words            to do      2 points   0 of 2 questions are answered

        Next: numbers_: double is still to do
          numbers_.py, line 7
          (--hint shows a hint.)

        Forecast: 0.00 of 4.00 points, 2 more by a person.
        The grade comes from hidden tests, which try other shapes and numbers.
    """)


def test_a_hint_comes_in_steps(home):
    assert "  (--hint shows a hint.)\n" in run(home)[1]
    said = run(home, "--hint")[1]
    assert "  Hint 1 of 2: Twice is a sum.\n  (--hint 2 shows one more.)\n" in said
    assert "  Hint 2 of 2: Of equal numbers.\n" in run(home, "numbers_", "--hint", "2")[1]
    assert "Hint 1 of 2" in run(home, "--hint", "numbers_")[1]


def test_what_is_wrong_comes_before_what_is_to_do(home):
    source = dedent(STUB).replace(
        'raise NotImplementedError("half is', "print('in half')\n    1 / 0  # ("
    )
    (home / "numbers_.py").write_text(source)

    _, said = run(home)

    assert "Fix first: numbers_: half of four\n  ZeroDivisionError: division by zero\n" in said
    assert "numbers_.py, line 13: 1 / 0" in said
    assert "Your code printed:\n    in half\n" in said


def test_a_wrong_answer_is_a_sentence_and_a_place(home):
    (home / "numbers_.py").write_text(RIGHT.replace("2 * number", "3 * number"))

    code, said = run(home, "numbers_")

    assert code == 1
    assert "Fix first: numbers_: two becomes four\n  2 became 6.\n  tests/test_numbers_.py" in said
    assert "Forecast: 2.00 of 4.00 points" in said
    assert "words" not in said


def test_other_ways_to_fail_and_to_skip(home):
    (home / "numbers_.py").write_text(RIGHT)
    (home / "tests" / "test_numbers_.py").write_text(
        dedent("""
        import pytest
        from numbers_ import half

        def test_skipped():
            pytest.skip("not here")

        def test_nothing_is_divided():
            with pytest.raises(TypeError):
                half(4)
    """)
    )

    _, said = run(home, "numbers_")

    assert "0 of 1 visible tests pass" in said
    assert "numbers_: nothing is divided\n  DID NOT RAISE" in said
    assert "\n  tests/test_numbers_.py, line 9\n" in said


def test_passing_does_not_say_more_than_it_knows(home):
    (home / "numbers_.py").write_text(RIGHT)
    code, said = run(home)
    assert code == 1
    assert "Next: answer the questions in words.md." in said
    (home / "words.md").write_text(WORDS.format(" Because.", "\n\nSo."))

    code, said = run(home)

    assert code == 0
    assert "2 of 2 questions are answered" in said
    assert "Forecast: 4.00 of 4.00 points, 2 more by a person.\n" in said
    assert said.endswith("Now hand in: python check.py --hand-in\n")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("def double(:\n", "SyntaxError: invalid syntax"),
        ("import nothing_of_this_name\n", "No module named 'nothing_of_this_name'"),
        ("raise SystemExit(0)\n", "SystemExit: 0"),
        ("import os\nos._exit(3)\n", "Python itself ended here, with exit code 3."),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n", "with exit code -9."),
        ("double = abs\n", "cannot import name 'half'"),
        ("while True: pass\n", "took more than 2 seconds. Is there a loop without an end?"),
        (None, "numbers_.py is missing."),
    ],
)
def test_a_file_that_stops_the_tests(home, source, sentence):
    (home / "numbers_.py").unlink()
    if source is not None:
        (home / "numbers_.py").write_text(source)
    script = home / "tests" / "facts.py"
    script.write_text(script.read_text().replace("SECONDS = 60", "SECONDS = 2"))

    code, said = run(home)

    assert code == 1
    assert sentence in said
    assert "the tests could not run to their end" in said
    # Without its file, a task earns nothing; of tests that did not run, nothing is known.
    is_known = not sentence.startswith("cannot import")
    assert ("Forecast: 0.00 of 4.00" if is_known else "numbers_: no forecast") in said


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("double = abs\n", "numbers_.py has no `half`, which was in the file that you got.\n\n"),
        (
            "def _half(n):\n    return n / 2\n\n\ndouble = abs\n",
            "numbers_.py has no `half`, which was in the file that you got.\n"
            "  `_half` is another name: leave out the underscore in front.\n",
        ),
        (
            "def half(n):\n    return n / 2\n",
            "numbers_.py has no `double`, which the tests ask for.\n",
        ),
    ],
)
def test_a_name_that_the_tests_ask_for_is_lacking(home, source, sentence):
    task = {**FACTS["tasks"][0], "stub": "def half(n):\n    ...\n"}
    (home / "assignment.json").write_text(json.dumps({**FACTS, "tasks": [task]}))
    (home / "numbers_.py").write_text(source)

    _, said = run(home)

    assert sentence in said


def test_what_stops_one_task_says_nothing_about_the_others(home):
    (home / "assignment.json").write_text(
        json.dumps({**FACTS, "tasks": [{**FACTS["tasks"][0], "name": "first"}, *FACTS["tasks"]]})
    )
    shutil.copy(home / "tests" / "test_numbers_.py", home / "tests" / "test_first.py")
    (home / "first.py").write_text("import os\nos._exit(1)\n")
    (home / "numbers_.py").write_text(RIGHT)

    _, said = run(home)

    assert "1  first            started    4 points   the tests could not run to their end" in said
    assert "2  numbers_         done       4 points   2 of 2 visible tests pass" in said


def test_a_task_of_another_name(home):
    code, said = run(home, "number")

    assert (code, said) == (1, "There is no task number; there are: numbers_, words.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_for_terminals(home, environment, coloured):
    ours, theirs = os.openpty()
    env = {**os.environ, "TERM": "xterm", **environment}
    env = env if "NO_COLOR" in environment else {k: v for k, v in env.items() if k != "NO_COLOR"}
    command = [sys.executable, str(home / "check.py")]
    subprocess.run(command, stdout=theirs, check=False, env=env)
    os.close(theirs)

    said = os.read(ours, 10_000)
    os.close(ours)

    assert (b"\x1b[" in said) == coloured


def test_there_is_nothing_to_draw_where_no_numbers_were_compared(home):
    assert "There is nothing to draw: no numbers were compared." in run(home, "--picture")[1]


def test_without_matplotlib_there_is_a_sentence_instead_of_a_picture(home):
    source = "import a_library_that_is_missing\n\ndef save_case(case, title, path): ...\n"
    (home / "drawing.py").write_text(source)
    (home / "numbers_.py").write_text(RIGHT)
    (home / "tests" / "test_numbers_.py").write_text(
        dedent("""
        class Numbers(list):
            size = 1
            tolist = list.copy

        def test_numbers():
            error = AssertionError("They differ.")
            error.case = {"expected": Numbers([1]), "yours": Numbers([2])}
            raise error
    """)
    )

    _, said = run(home, "--picture")

    assert "A picture needs a_library_that_is_missing: pip install matplotlib" in said
    assert not (home / "case.png").exists()


@pytest.mark.torch
def test_a_picture_is_not_drawn_by_a_file_of_the_students(home):
    (home / "drawing.py").write_text("raise SystemExit(3)\n")
    (home / "numbers_.py").write_text(RIGHT)
    (home / "tests" / "test_numbers_.py").write_text(
        dedent("""
        from grids import same

        def test_numbers():
            same(1, 2)
    """)
    )

    code, said = run(home, "--picture")

    assert code == 1
    assert "There is no picture: drawing.py is not the one that you got. Get it anew." in said


@pytest.mark.parametrize(
    ("tests", "words"),
    [
        ("", "There is no test in tests/test_numbers_.py; get that file anew."),
        ("def helper(): ...\n", "There is no test in tests/test_numbers_.py"),
        ("import nowhere\n", "ModuleNotFoundError: No module named 'nowhere'"),
        ("def test_a(\n", "SyntaxError"),
        ("import pytest\npytest.exit('enough')\n", "Exit: enough"),
        ("def test_a(): ...\ndef test_b(): raise KeyboardInterrupt\n", "This test did not run"),
        (ODD_TEST, "The tests ended here: AttributeError: 'int' object has no attribute 'size'"),
        ("import numbers_\ndef test_a(): numbers_.skips()\n", "Skipped: why not"),
        (None, "tests/test_numbers_.py is missing; get it anew"),
    ],
)
def test_what_did_not_run_is_not_done(home, tests, words):
    skips = "\n\ndef skips():\n    import unittest\n    raise unittest.SkipTest('why not')\n"
    (home / "numbers_.py").write_text(RIGHT + skips)
    (home / "words.md").write_text(WORDS.format(" Because.", " So."))
    (home / "tests" / "test_numbers_.py").unlink()
    if tests is not None:
        (home / "tests" / "test_numbers_.py").write_text(tests)

    code, said = run(home)

    assert code == 1
    assert words in said
    assert "numbers_         started" in said


def test_a_stub_without_visible_tests_is_still_to_do(home):
    (home / "assignment.json").write_text(json.dumps({**FACTS, "given": []}))
    (home / "tests" / "test_numbers_.py").unlink()
    assert run(home, "numbers_")[0] == 1
    (home / "numbers_.py").write_text(RIGHT)

    code, said = run(home, "numbers_")

    assert code == 0
    assert "untested   4 points   there are no visible tests" in said


@pytest.mark.parametrize("content", ["", "{"])
def test_facts_that_were_spoilt(home, content):
    (home / "assignment.json").write_text(content)

    assert run(home) == (1, "assignment.json is not as you got it; get it anew.\n")


def test_the_first_hour(tmp_path, course, workbook_graders):
    """From the zip to the grade, with a deliberate mistake on the way."""
    assignment = course.assignment("workbook")
    for name, content in build.template(course, assignment).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    code, said = run(tmp_path)
    assert code == 1
    assert "Next: patterns: checkerboard_kernel is still to do" in said

    for name in ("patterns", "images", "convolution", "pooling"):
        shutil.copy(SOLUTIONS / f"{name}.py", tmp_path)
    right = (tmp_path / "pooling.py").read_text()
    (tmp_path / "pooling.py").write_text(
        right + "\n\ndef flatten(x):\n    return x.mT.flatten(1)\n"
    )
    code, said = run(tmp_path, "--picture", "--hint")

    assert code == 1
    assert said.count("done") == 3
    assert "Fix first: pooling: each picture becomes one row (shape = (2, 1, 3, 4))\n" in said
    assert "1 2 3 4 5 6 7 8 9 10 11 12 | 1 *5 *9 *2" in " ".join(said.split())
    assert "The picture is in case.png." in said
    assert (tmp_path / "case.png").read_bytes().startswith(b"\x89PNG")

    (tmp_path / "pooling.py").write_text(right)
    code, said = run(tmp_path, "--hand-in")
    assert code == 0
    handed_in = str(tmp_path / "workbook-hand-in.zip")
    [outcome] = workbook_graders.grade_paths([handed_in], jobs=1, on_outcome=lambda _: None)

    assert outcome.report is not None
    assert (outcome.report.score, outcome.report.points) == (20, 20)


WHILE_RUNNING = """
import argparse, sys
from pathlib import Path
sys.path.insert(0, "tests")
import facts, showing
known = facts.read(Path())
options = argparse.Namespace(all=False, functions=[], hint=0, picture=False)
showing.show(known, known["tasks"], options, [], still=sys.argv[1:])
"""


@pytest.mark.parametrize("still", [[], ["numbers_"]])
def test_nothing_is_next_while_tests_run_that_may_come_first(home, still):
    command = [sys.executable, "-c", WHILE_RUNNING, *still]

    said = subprocess.run(command, cwd=home, capture_output=True, text=True, check=True).stdout

    assert ("Next: answer the questions" in said) is (not still)
