"""Runs the examples in the docstrings of a task, and says where your code gives something else."""

import doctest
import sys

EXAMPLE = "the example of "  # so begins what such a finding is called


class Differs(AssertionError):
    """An example gives something else than its docstring says."""


class _Runner(doctest.DocTestRunner):
    """Ends at the first example that differs, or that raises an error."""

    def report_failure(self, out, test, example, got):
        raise Differs(
            f"The example says:\n    >>> {_indented(example.source, 4)}\n"
            f"    {_indented(example.want, 4)}\nYours gives:\n    {_indented(got, 4)}"
        )

    def report_unexpected_exception(self, out, test, example, exc_info):
        raise exc_info[1]


def examples_of(task):
    """(name of the function, call that runs its examples) for each that has some."""
    module = sys.modules[task]
    finder = doctest.DocTestFinder(recurse=True)
    for test in finder.find(module, task):
        name = test.name.removeprefix(f"{task}.")
        if test.examples:
            yield name, lambda test=test: _Runner(verbose=False).run(test)


def _indented(text, spaces):
    return ("\n" + " " * spaces).join(text.rstrip().splitlines())
