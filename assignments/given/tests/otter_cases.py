"""The visible tests as cases of otter's, for `grader.check` in a notebook."""

import ast
from pathlib import Path

from running import findings_of

TESTS = Path(__file__).resolve().parent


def cases_of(name, test_case):
    """A case for each visible test of a task; it passes where `check.py` says that the test does.

    `test_case` is otter's. The tests are run when the first case is asked, all of them at once.
    """
    found = []

    def told(test):
        def tell():
            found.extend(() if found else findings_of([name]))
            mine = [each for each in found if each.test == test]
            # Without findings of its own, the test was never reached: something else tells why.
            amiss = [each for each in mine or found if each.state != "passed"]
            if amiss or not mine:
                first = amiss[0]
                raise AssertionError("\n".join(filter(None, [first.title, first.why, first.where])))

        return tell

    tree = ast.parse((TESTS / f"test_{name}.py").read_text(encoding="utf-8"))
    tests = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {
        test: test_case(name=test.removeprefix("test_").replace("_", " "))(told(test))
        for test in tests
        if test.startswith("test_")
    }
