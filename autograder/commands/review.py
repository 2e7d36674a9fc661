"""`autograder review`: read the answers in words of a class, on a page of this machine."""

from __future__ import annotations

import argparse
import secrets
import socket

from autograder.commands.options import (
    DONE,
    Commands,
    add_command,
    add_gradebook,
    author_of,
    load,
    print_line,
)
from autograder.errors import CommandMisused
from autograder.text.legible import one_line

HERE = "127.0.0.1"
NEEDED = "Reading needs what `pip install 'autograder-kit[review]'` installs"


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = add_command(commands, "review", review)
    add_gradebook(command)
    command.add_argument("--by", metavar="NAME", help="who reads (default: your login)")
    command.add_argument(
        "--port", type=int, default=0, metavar="N", help="where to listen (default: any free port)"
    )


def review(arguments: argparse.Namespace) -> int:
    """Read the answers of a class in words, on a page of this machine.

    Nothing is sent anywhere: the page is only for this machine, at an address with a secret in it.
    """
    try:
        import uvicorn  # noqa: PLC0415 - an extra
    except ImportError as missing:
        raise CommandMisused(f"{NEEDED}: {missing.name} is missing.") from None
    from autograder.gradebook.database import opened  # noqa: PLC0415 - a second to import
    from autograder.review.app import Settings, application  # noqa: PLC0415
    from autograder.review.desk import Desk  # noqa: PLC0415

    course = load(arguments)
    if not 0 <= arguments.port < 1 << 16:
        raise CommandMisused(f"{arguments.port} is no port; choose one from 1024 to 65535.")
    with opened(arguments.gradebook) as database, socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HERE, arguments.port))
        except OSError as error:
            raise CommandMisused(
                f"Port {arguments.port} can't be used here ({error.strerror}); choose another one."
            ) from None
        listening.listen()
        host = f"{HERE}:{listening.getsockname()[1]}"
        settings = Settings(host, secrets.token_urlsafe(24))
        desk = Desk(course, database, author_of(arguments))
        if not desk.questions():
            raise CommandMisused(
                "No task has a rubric. Write one beside a task that a person grades: see "
                "docs/run-a-class.md."
            )
        print_line(f"Read as {one_line(desk.author)} at http://{host}/{settings.token}/")
        print_line("What you save is in the gradebook at once. Ctrl-C ends this.")
        app = application(desk, settings)
        config = uvicorn.Config(app, log_level="error", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listening])
    return DONE
