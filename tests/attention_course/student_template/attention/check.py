"""Where you are and what to do next: runs the tests in tests/ and says what they found.

    python check.py                 the table of tasks, and the first thing to fix
    python check.py TASK            only this task; TASK.FUNCTION: only this function
    python check.py --all           … and how far each function is
    python check.py --hint          … and a hint; --hint 2 and --hint 3 tell more
    python check.py --picture       … and a picture of the numbers that went wrong, in case.png
    python check.py --watch         … again, whenever you save a file
    python check.py --accuracy      train your network as it is graded, and measure it
    python check.py --reset TASK    bring back a file as you got it; yours is kept beside it
    python check.py --hand-in       make the zip to hand in

In a notebook: %run -e check.py TASK
The exit code is 0 if nothing is left to do, or the zip is made, and 1 otherwise.
"""

import os
import sys

if sys.version_info < (3, 10):  # noqa: UP036 - students may have any version
    sys.exit("Python 3.10 or newer is needed.")

# A file of yours may be called like one of Python's modules, such as random.py: here, Python's
# are meant, so this folder is left out while they are imported.
_here, _places = os.path.dirname(os.path.realpath(__file__)), list(sys.path)
sys.path[:] = [place for place in _places if os.path.realpath(place or ".") != _here]
sys.path.insert(0, os.path.join(_here, "tests"))

import argparse
from functools import partial
from pathlib import Path

import facts as assignment_facts
from handing_in import hand_in
from resetting import reset
from running import findings_of, warm_up
from showing import in_notebook, is_answered_in_words, progress, show
from watching import watch

if in_notebook():
    sys.path[:] = _places  # its cells find your files there

FOLDER = Path(_here)
ACCURACY = FOLDER / "tests" / "accuracy.py"  # where an assignment measures networks at home


def main(argv=None):
    """Do what the command line says; gives the exit code."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a console may lack × or …
    options = _options(argv)
    try:
        facts = assignment_facts.read(FOLDER)
    except ValueError:
        print("assignment.json is not as you got it; get it anew.")
        return 1
    named = {task["name"]: task for task in facts["tasks"]}
    unknown = [task for task, _ in options.functions if task not in named]
    if unknown:
        print(f"There is no task {unknown[0]}; there are: {', '.join(named)}.")
        return 1
    if options.reset:
        return reset(FOLDER, facts, options.reset)
    chosen = {task for task, _ in options.functions} or named
    tasks = [task for name, task in named.items() if name in chosen]
    tested = [task["name"] for task in tasks if not is_answered_in_words(task)]
    if options.watch:
        return watch(FOLDER, tested, partial(_show, facts, tasks, options), options)
    if options.accuracy:
        return _accuracy(facts)
    if options.hand_in and hand_in(FOLDER, facts):
        return 1
    # A copy of this process is ready at once; elsewhere, and beside the threads of a notebook, new
    # processes are safer.
    warm = sys.platform == "linux" and not in_notebook()
    if warm:
        warm_up(FOLDER)
    found = findings_of(tested, warm=warm)
    if options.hand_in:
        print("\nAs it is handed in:")
        progress(facts, tasks, found)
        return 0
    return _show(facts, tasks, options, found)


def _show(facts, tasks, options, found, still=()):
    """Of the tests of a single function, only those are shown that use it."""
    only = {(task, name) for task, name in options.functions if name}
    by_task = {task for task, _ in only}
    for task, name in only:
        uses = dict.fromkeys(use for each in found if each.task == task for use in each.uses)
        if uses and name not in uses:
            print(f"No test of {task} uses a function {name}; there are: {', '.join(uses)}.")
            return 1
    chosen = [each for each in found if each.task not in by_task or not each.uses
              or any((each.task, name) in only for name in each.uses)]  # fmt: skip
    return show(facts, tasks, options, chosen, still)


def _accuracy(facts):
    """What a training here reaches, if that is asked of this assignment."""
    training = [task["training"] for task in facts["tasks"] if task.get("training")]
    if not training:
        print("No network is trained in this assignment.")
        return 1
    if not ACCURACY.is_file():
        print("This assignment has nothing that trains your network here as it is graded.")
        return 1
    from accuracy import measure  # it comes with torch

    return measure(FOLDER, training[0])


def _options(argv):
    about = [line for line in (__doc__ or "").splitlines() if _is_here(line)]
    parser = argparse.ArgumentParser(
        prog="check.py",
        description="\n".join(about),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("task", nargs="*", help="only these tasks, or task.function")
    for name, about in {
        "--picture": "save a picture of it",
        "--watch": "run again whenever a file is saved",
        "--all": "list the functions of each task",
        "--accuracy": "train the network as it is graded, and measure it",
        "--hand-in": "make the zip to hand in, and test what is in it",
    }.items():
        shown = about if _is_here(name) else argparse.SUPPRESS
        parser.add_argument(name, action="store_true", help=shown)
    about = "bring back the file of a task as you got it; yours is kept beside it"
    parser.add_argument("--reset", metavar="TASK", default="", help=about)
    about = "a hint for the first thing to fix; 2 or 3 tells more"
    parser.add_argument("--hint", type=int, nargs="?", const=1, default=0, help=about)
    given = sys.argv[1:] if argv is None else list(argv)
    # `--hint TASK` names a task, no number.
    for at, word in enumerate(given):
        if word == "--hint" and not "".join(given[at + 1 : at + 2]).isdigit():
            given[at] = "--hint=1"
    options = parser.parse_args(given)
    options.functions = [(each.partition(".")[0], each.partition(".")[2]) for each in options.task]
    return options


def _is_here(about):
    """Can this assignment do what the line is about?"""
    return "--accuracy" not in about or ACCURACY.is_file()


if __name__ == "__main__":
    try:
        _code = main()
        sys.stdout.flush()
        sys.exit(_code)
    except BrokenPipeError:  # who reads along, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as problem:
        print(f"{problem.filename or 'A file'} can't be read or written: {problem.strerror}.")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit("Stopped.")
