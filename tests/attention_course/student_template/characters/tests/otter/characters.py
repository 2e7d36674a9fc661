"""The tests of `check.py characters`, for otter's `grader.check` in a notebook."""

import sys

from otter.test_files import test_case

sys.path.insert(0, "tests")

from otter_cases import cases_of

OK_FORMAT = False
name = "characters"

globals().update(cases_of(name, test_case))
