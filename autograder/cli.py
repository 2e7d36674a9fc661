"""The command `autograder`.

Exit codes: 0 done, whatever the score; 1 something was refused, or the course is at fault; 2 our
own failure. Nothing heavy is imported before it is needed: `--help` answers at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import metadata

from autograder.commands import bundle, calibrate, ci, course, grade
from autograder.commands.options import AT_FAULT, FAILED, complain
from autograder.errors import AutograderError, CourseError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except CourseError as error:
        complain(f"The course is at fault:\n{error}")
        return AT_FAULT
    except AutograderError as error:
        complain(str(error))
        return FAILED
    except KeyboardInterrupt:
        complain("Stopped.")
        return FAILED
    return code


def _version() -> str:
    try:
        return metadata.version("autograder")
    except metadata.PackageNotFoundError:  # run from its folder, as where results are published
        return "not installed"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="autograder", description=__doc__.split("\n\n")[0])
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (grade, ci, bundle, course, calibrate):
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
