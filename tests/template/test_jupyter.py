"""What reads notebooks is imported without what it does not need, and everybody else has that."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
{first}
from autograder.template import jupyter
made = jupyter.jupytext.reads("# Title\\n", fmt="md")
jupyter.nbformat.validate(made)
print(jupyter.PARSER in sys.modules)
"""


def ran(first: str) -> str:
    command = [sys.executable, "-c", PROGRAM.format(first=first)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_parser_of_web_addresses_is_not_imported_and_no_longer_hidden_afterwards():
    assert ran("") == "False\n"


def test_a_parser_that_is_there_already_stays():
    assert ran("import types; sys.modules['rfc3987_syntax'] = types.ModuleType('x')") == "True\n"
