"""Where you are and what to do next: runs the tests in tests/ and says what they found.

    python check.py                 the road so far, and the first thing to fix
    python check.py convolution     only this task
    python check.py --hint          … and a hint
    python check.py --picture       … and a picture of the numbers that went wrong, in case.png
    python check.py --watch         … again, whenever you save a file
    python check.py --hand-in       make the zip to hand in

In a notebook: %run -e check.py convolution
The exit code is 0 if nothing is left to do, or the zip is made, and 1 otherwise.
"""

import os
import sys

if sys.version_info < (3, 10):  # noqa: UP036 - whoever runs this may have any version
    sys.exit("Python 3.10 or newer is needed.")

# A file of yours may be called like one of Python's modules, such as random.py: here, Python's
# are meant, so this folder is left out while they are imported.
_here, _places = os.path.dirname(os.path.realpath(__file__)), list(sys.path)
sys.path[:] = [place for place in _places if os.path.realpath(place or ".") != _here]
sys.path.insert(0, os.path.join(_here, "tests"))

import argparse
import importlib.util
import json
from functools import partial
from pathlib import Path

from answers import answered
from handing_in import hand_in, is_as_given
from own_first import taken
from running import findings_of, warm_up
from watching import watch


def _in_notebook():
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None


if _in_notebook():
    sys.path[:] = _places  # its cells find your files there

FOLDER = Path(_here)
PICTURE = FOLDER / "case.png"
STYLES = {"done": "32", "started": "33", "to do": "2", "untested": "2", "bold": "1", "wrong": "31"}


def main(argv=None):
    """Do what the command line says; gives the exit code."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a console may lack × or …
    options = _options(argv)
    try:
        facts = json.loads((FOLDER / "assignment.json").read_text(encoding="utf-8"))
    except ValueError:
        print("assignment.json is not as you got it; get it anew.")
        return 1
    unknown = set(options.task) - {task["name"] for task in facts["tasks"]}
    if unknown:
        names = ", ".join(task["name"] for task in facts["tasks"])
        print(f"There is no task {unknown.pop()}; there are: {names}.")
        return 1
    if options.hand_in:
        return hand_in(FOLDER, facts)
    tasks = [each for each in facts["tasks"] if each["name"] in options.task or not options.task]
    names = [task["name"] for task in tasks if not is_answered_in_words(task)]
    if options.watch:
        return watch(FOLDER, names, partial(show, facts, tasks, options))
    # A copy of this process is ready at once; elsewhere, and beside the threads of a notebook, new
    # processes are safer.
    warm = sys.platform == "linux" and not _in_notebook()
    if warm:
        warm_up(FOLDER)
    return show(facts, tasks, options, findings_of(names, warm=warm))


def _options(argv):
    parser = argparse.ArgumentParser(
        prog="check.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("task", nargs="*", help="only these tasks")
    for name, about in {
        "--hint": "a hint for the first thing to fix",
        "--picture": "save a picture of it",
        "--watch": "run again whenever a file is saved",
        "--hand-in": "make the zip to hand in",
    }.items():
        parser.add_argument(name, action="store_true", help=about)
    return parser.parse_args(argv)


# What is shown


def show(facts, tasks, options, found):
    """Print the road and the first thing to fix; 0 if nothing is left to do."""
    print(paint(facts["title"], "bold"), end="\n\n")
    standings = [standing(facts, task, found) for task in tasks]
    for task, (state, _, what) in zip(tasks, standings, strict=True):
        number, points = facts["tasks"].index(task) + 1, f"{task['points']:g} points"
        print(f"  {number}  {task['name']:<16} {paint(f'{state:<8}', state)} {points:>10}   {what}")
    print()
    problem = first_to_fix(found)
    if problem:
        _tell(problem, options)
    else:
        for task, (state, _, _) in zip(tasks, standings, strict=True):
            if is_answered_in_words(task) and state != "done":
                print(f"{paint('Next:', 'bold')} answer the questions in {task['file']}.\n")
    for file in taken(FOLDER, facts["given"]):
        name = file.removesuffix(".py")
        print(f"Rename {file}: `import {name}` finds Python's own {name}, here and when graded.\n")
    _say_what_is_known(tasks, standings)
    return 0 if all(state in ("done", "untested") for state, _, _ in standings) else 1


def is_answered_in_words(task):
    """Is it read by a person, and not tested?"""
    return task["graded_by"] == "person"


def standing(facts, task, found):
    """State, the share that is made, and that share in words."""
    if is_answered_in_words(task):
        of, made = task["questions"], answered(FOLDER / task["file"], task["asked"])
        state = "done" if made == of else "started" if made else "to do"
        return state, made / of if of else 0, f"{made} of {of} questions are answered"
    mine = [each for each in found if each.task == task["name"]]
    made, of = sum(each.state == "passed" for each in mine), len(mine)
    if any(each.state == "stopped" for each in mine):
        return "started", 0, "the tests could not run to their end"
    if of:
        state = "done" if made == of else "started"
        if all(each.state == "to do" for each in mine):
            state = "to do"
        return state, made / of, f"{made} of {of} visible tests pass"
    tests = f"tests/test_{task['name']}.py"
    if tests in facts["given"]:
        is_there = (FOLDER / tests).is_file()
        why = "no test in it ran" if is_there else f"{tests} is missing; get it anew"
        return "started", 0, f"the tests did not run: {why}"
    if is_as_given(FOLDER / task["file"], task):
        return "to do", 0, "still as you got it"
    return "untested", 0, "there are no visible tests"


def first_to_fix(found):
    """What is wrong comes before what is still to do; both in the order of the tasks."""
    for states in (("wrong", "stopped"), ("to do",)):
        for each in found:
            if each.state in states:
                return each
    return None


def _tell(problem, options):
    heading, style = ("Next:", "bold") if problem.state == "to do" else ("Fix first:", "wrong")
    print(f"{paint(heading, style)} {problem.task}: {problem.title}")
    for line in filter(None, [*problem.why.splitlines(), problem.where]):
        print(f"  {line}".rstrip())
    if problem.printed:
        print("  Your code printed:")
        print("\n".join(f"    {line[:200]}" for line in problem.printed.splitlines()[-10:]))
    if options.hint:
        print(f"  {problem.hint or 'There is no hint for this one; look at the test itself.'}")
    elif problem.hint:
        print("  (--hint shows a hint.)")
    if options.picture or (_in_notebook() and problem.case):
        print(f"  {draw(problem)}")
    print()


def _say_what_is_known(tasks, standings):
    """Points at stake, as far as the visible tests can tell: no more than that."""
    rows = [(task["points"], share) for task, (_, share, _) in zip(tasks, standings, strict=True)
            if not is_answered_in_words(task)]  # fmt: skip
    stake = sum(points * (1 - share) for points, share in rows)
    if stake:
        total = sum(points for points, _ in rows)
        print(f"As far as these tests can see, {stake:.3g} of {total:g} points are at stake.")
    elif rows:
        print("The visible tests pass. The hidden ones also try other shapes and numbers.")


def draw(problem):
    """Save a picture of the numbers that went wrong; a sentence about it."""
    if not problem.case:
        return "There is nothing to draw: no numbers were compared."
    file = FOLDER / "pictures.py"
    if not file.is_file() or b"def save_case(" not in file.read_bytes():
        return "There is no picture: pictures.py is not the one that you got. Get it anew."
    try:
        found = importlib.util.spec_from_file_location("pictures", file)
        pictures = importlib.util.module_from_spec(found)
        found.loader.exec_module(pictures)
    except ImportError as error:
        return f"A picture needs {error.name}: pip install matplotlib"
    pictures.save_case(problem.case, problem.title, PICTURE)
    if _in_notebook():
        from IPython.display import Image, display

        display(Image(str(PICTURE)))
    return f"The picture is in {PICTURE.name}."


def paint(text, style):
    """Coloured on terminals that want it."""
    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    if plain or (os.name == "nt" and "WT_SESSION" not in os.environ):
        return text
    return f"\033[{STYLES[style]}m{text}\033[0m"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OSError as problem:
        print(f"{problem.filename or 'A file'} can't be read or written: {problem.strerror}.")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit("Stopped.")
