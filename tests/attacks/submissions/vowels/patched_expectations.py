"""Plants `autograder.expect` and `autograder.results` that accept everything. The grader must not use them."""

import sys
import types


class Anything(types.ModuleType):
    def __getattr__(self, name):
        return lambda *args, **kwargs: "passed"


for name in ("autograder", "autograder.expect", "autograder.results", "autograder.grading",
             "autograder.grading.plugin", "autograder.scoring", "host", "launcher"):
    sys.modules[name] = Anything(name)


def count_vowels(text):
    return -1
