"""`autograder export`: reports in the formats of other systems."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from autograder.commands.file_names import file_names
from autograder.commands.options import DONE, Commands, print_line
from autograder.errors import CommandMisused

# Nothing heavy is imported before it is needed: `--help` answers at once.
FORMATS = (
    "check50", "classroom50", "csv", "dodona", "gradescope", "junit", "markdown", "prairielearn",
    "text",
)  # fmt: skip


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command."""
    about = (export.__doc__ or "").split("\n\n")[0]
    command = commands.add_parser("export", help=about, description=about)
    command.add_argument("reports", type=Path, help="the file of `autograder grade --json`")
    command.add_argument(
        "--format", choices=FORMATS, required=True, metavar="FORMAT", help=", ".join(FORMATS)
    )
    command.add_argument(
        "--to", type=Path, metavar="PATH", help="a file for one report, a folder for several"
    )
    command.set_defaults(run=export)


def export(arguments: argparse.Namespace) -> int:
    """Write reports in a format of another system, as their students may see them.

    One report goes to standard output unless `--to` names a file.
    """
    from autograder.commands.reports_file import read  # noqa: PLC0415
    from autograder.exporters.formats import FORMATS, Around  # noqa: PLC0415
    from autograder.files import on_disk  # noqa: PLC0415

    reports, chosen, around = read(arguments.reports), FORMATS[arguments.format], Around()
    if len(reports) > 1 and arguments.to is None:
        raise CommandMisused(
            f"{arguments.reports} holds {len(reports)} reports: name a folder for them with --to."
        )
    made = [chosen.make(report, around) for report in reports]
    try:
        if arguments.to is None:
            sys.stdout.buffer.write(b"".join(made))
            return DONE
        if len(made) == 1 and not arguments.to.is_dir():
            arguments.to.write_bytes(made[0])
            return DONE
        arguments.to.mkdir(parents=True, exist_ok=True)
        names = file_names([report.submission for report in reports])
        for report, data in zip(reports, made, strict=True):
            (arguments.to / f"{names[report.submission]}{chosen.ending}").write_bytes(data)
    except OSError as error:
        raise on_disk.unwritable(error, arguments.to or Path("standard output")) from None
    print_line(f"{len(made)} files are in {arguments.to}.")
    return DONE
