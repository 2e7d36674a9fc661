"""The visible tests as cases of otter's, for `grader.check` in a notebook."""

import ast
from pathlib import Path

from own_files import saved
from running import findings_of

TESTS = Path(__file__).resolve().parent

_found = {}  # task → when all files were last saved, and what the tests found then


def cases_of(task, test_case):
    """A case for each visible test of a task; `test_case` is otter's."""
    tree = ast.parse((TESTS / f"test_{task}.py").read_text(encoding="utf-8"))
    tests = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {
        test: test_case(name=test.removeprefix("test_").replace("_", " "))(_told(task, test))
        for test in tests
        if test.startswith("test_")
    }


def _told(task, test):
    return lambda: tell(task, test)


def tell(task, test):
    """Raise AssertionError unless `check.py` would say that the test passes.

    The tests of a task are run when the first is asked, all of them at once.
    """
    now = saved(TESTS.parent)
    if _found.get(task, [None])[0] != now:
        _found[task] = now, findings_of([task])
    found = _found[task][1]
    mine = [each for each in found if each.test == test]
    # Without findings of its own, the test was never reached: something else tells why.
    amiss = [each for each in mine or found if each.state != "passed"]
    if amiss or not mine:
        first = amiss[0]
        raise AssertionError("\n".join(filter(None, [first.title, first.why, first.where])))
