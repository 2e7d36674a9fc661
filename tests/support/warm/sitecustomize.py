"""Lets a starting Python be forked from one that has imported torch: see `warm.server`.

Python imports this module at its start if the folder is on PYTHONPATH. Grader processes start so,
and those programs that `WARM_START_PROGRAMS` names: a script's name, a module's, or `-c`.
"""

import os
import sys

GRADER = "autograder.grading.grader_process"
ENGINES = ("autograder", "autograder.cli", GRADER)  # also a script has the first of these names
FLAGS = ("-P", "-B", "-u", "-Xfrozen_modules=off")  # which mean nothing to a fork, or are told


def program() -> tuple[str, str, list[str]] | None:
    """What is to be run, and how: a script's path, `-m` and a module, or `-c` and its text; and the
    arguments behind it. None if it starts in a way that a fork could not.
    """
    given = sys.orig_argv[1:]
    while given and given[0] in FLAGS:
        given = given[1:]
    if not given:
        return None
    if given[0] in {"-m", "-c"}:
        return (given[0], given[1], given[2:]) if len(given) > 1 else None
    return None if given[0].startswith("-") else ("", given[0], given[1:])


def start_warm(server: str, how: str, what: str, arguments: list[str]) -> None:
    """Become the stand-in of a forked process."""
    import signal  # noqa: PLC0415 - only in a process that is forked

    import client  # noqa: PLC0415 - as above

    if not all((sys.stdin, sys.stdout, sys.stderr)):  # one of them is closed
        return
    told = {
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "path": [each for each in sys.path if each != os.path.dirname(__file__)],
        "is_safe": sys.flags.safe_path,
        "writes_no_bytecode": sys.dont_write_bytecode,
        "streams": [
            (each.encoding, each.errors, each.line_buffering, each.write_through)
            for each in (sys.stdin, sys.stdout, sys.stderr)
        ],
        "program": (how, what, arguments),
    }
    forked = client.forked(f"{os.environ['WARM_START']}/{server}", told, (0, 1, 2))
    for fd in (0, 1):
        os.close(fd)  # they are the fork's alone: when it closes them, they are closed
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: forked.send_signal(number))
    code = forked.wait()
    os._exit(code if code >= 0 else 128 - code)


def is_the_engine_of_the_tests() -> bool:
    import importlib.util  # noqa: PLC0415 - only in a process that may be forked

    found = importlib.util.find_spec("autograder")
    return found is not None and found.origin == os.environ["WARM_START_ENGINE"]


def main() -> None:
    """Start warm what may; returns for all else, and for processes of another engine or Python."""
    found = program()
    if found is None or sys.prefix != os.environ["WARM_START_PREFIX"]:
        return
    how, what, arguments = found
    name = {"-m": what, "-c": "-c"}.get(how, os.path.basename(what))
    programs = os.environ.get("WARM_START_PROGRAMS", "").split(os.pathsep)
    if name != GRADER and name not in programs:
        return
    if name not in ENGINES:
        start_warm("otters" if "otter" in programs else "programs", how, what, arguments)
    elif is_the_engine_of_the_tests():
        start_warm("engines", how, what, arguments)


if "WARM_START" in os.environ:
    main()
