"""Imports the modules that are named on the command line; prints what is wrong as a line of JSON.

It runs in a folder as students have it, by itself: nothing of the engine is at hand.
"""

import importlib
import json
import sys
import traceback

ACCURACY, MEASURE = "tests/accuracy.py", "measure"  # what check.py calls


def fault(file: str) -> str:
    """Why this file can't be used; '' if it can."""
    name = file.rpartition("/")[2].removesuffix(".py")
    try:
        module = importlib.import_module(name)
    except BaseException as error:  # noqa: BLE001 - a course's file may do anything, even exit
        lines = [each.lineno for each in traceback.extract_tb(error.__traceback__)
                 if each.filename.endswith(f"{name}.py")]  # fmt: skip
        at = getattr(error, "lineno", None) or next(reversed(lines), None)
        said = " ".join(str(error).split())
        return f"{f'line {at}: ' if at else ''}{type(error).__name__}: {said}".rstrip(": ")
    if file == ACCURACY and not callable(getattr(module, MEASURE, None)):
        return f"it has no function `{MEASURE}(folder, training)`, which check.py --accuracy calls"
    return ""


if __name__ == "__main__":
    sys.path[:0] = [".", "tests"]
    found = [(file, why) for file in sys.argv[1:] if (why := fault(file))]
    sys.stdout.write(f"{json.dumps(found)}\n")
