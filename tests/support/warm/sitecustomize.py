"""Lets a starting grader process be forked from one that has imported torch: see `warm.server`.

Python imports this module at its start if the folder is on PYTHONPATH.
"""

import os
import sys

GRADER = ["-P", "-m", "autograder.grading.grader_process"]


def start_warm() -> None:
    """Become the stand-in of a forked grader process; returns if this process is no grader, or one
    of another engine.
    """
    import importlib.util  # noqa: PLC0415 - only in a grader process

    found = importlib.util.find_spec("autograder")
    if found is None or found.origin != os.environ["WARM_START_ENGINE"]:
        return
    import signal  # noqa: PLC0415 - as above

    import client  # noqa: PLC0415 - as above

    told = {
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "path": [each for each in sys.path if each != os.path.dirname(__file__)],
        "arguments": sys.orig_argv[len(GRADER) + 1 :],
    }
    grader = client.forked(os.environ["WARM_START"] + "/graders", told, (0, 1, 2))
    for fd in (0, 1):
        os.close(fd)  # they are the grader's alone: when it closes them, they are closed
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: grader.send_signal(number))
    code = grader.wait()
    os._exit(code if code >= 0 else 128 - code)


if sys.orig_argv[1:4] == GRADER and "WARM_START" in os.environ:
    start_warm()
