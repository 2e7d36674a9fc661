"""For `grader.check("pooling")` in a notebook: the same tests as `check.py pooling`."""

import sys

from otter.test_files import test_case

sys.path.insert(0, "tests")

from otter_cases import cases_of

OK_FORMAT = False
name = "pooling"

globals().update(cases_of(name, test_case))
