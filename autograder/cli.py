"""Grade students' code in a sandbox, by a course's hidden checks.

Exit codes: 0 done, whatever the score; 1 a submission was refused, the course is at fault, or the
command was misused; 2 our own failure, the run was stopped, or this system can't give the isolation
that was asked for.

Nothing heavy is imported before it is needed: `--help` answers at once.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

from autograder.commands import (
    bundle,
    calibrate,
    ci,
    course,
    export,
    grade,
    gradebook,
    name,
    new,
    pages,
    regrade,
    review,
    self_check,
    viva,
)
from autograder.commands.lasting_output import lasting_output
from autograder.commands.options import AT_FAULT, FAILED, here, print_error
from autograder.errors import AutograderError, CommandMisused, CourseError
from autograder.version import version


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    with lasting_output(), _stoppable():
        return _run(argv)


def _run(argv: Sequence[str] | None) -> int:
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except CourseError as error:
        print_error(here(arguments).complete(f"The course is at fault:\n{error}"))
        return AT_FAULT
    except CommandMisused as error:
        print_error(here(arguments).complete(str(error)))
        return AT_FAULT
    except AutograderError as error:
        print_error(here(arguments).complete(str(error)))
        return FAILED
    except KeyboardInterrupt:
        print_error("Stopped.")
        return FAILED
    return code


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let Ctrl-C, `kill` and a closed terminal stop the command in the same way: it clears up."""
    kinds = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    before = {
        kind: signal.getsignal(kind)
        for kind in kinds
        # Our caller may have asked to ignore a signal, as nohup does.
        if kind is not None and signal.getsignal(kind) != signal.SIG_IGN
    }

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        for kind in before:
            signal.signal(kind, signal.SIG_IGN)  # clearing up takes no more than two seconds
        raise KeyboardInterrupt

    for kind in before:
        signal.signal(kind, stop)
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


class _Parser(argparse.ArgumentParser):
    """Ends a misused command with our exit code 1; argparse's own is 2."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """A command says itself what it does not know, with its own usage."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(AT_FAULT, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    about, codes, *_ = __doc__.split("\n\n")
    parser = _Parser(prog="autograder", description=about, epilog=codes)
    parser.add_argument("--version", action="version", version=version())
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    of_a_class = (grade, gradebook, regrade, pages, name, review, viva, export)
    for module in (*of_a_class, ci, bundle, new, course, calibrate, self_check):
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
