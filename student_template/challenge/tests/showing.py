"""Says where you are and what to do next: the table of tasks and the first thing to fix."""

import importlib.util
import os
import sys
from pathlib import Path

import answers
from examples import EXAMPLE
from forecast import in_words, share
from handing_in import is_as_given
from own_first import taken

FOLDER = Path(__file__).resolve().parent.parent
PICTURE = FOLDER / "case.png"
STYLES = {
    "running": "2",
    "done": "32",
    "started": "33",
    "to do": "2",
    "untested": "2",
    "bold": "1",
    "wrong": "31",
}


def in_notebook():
    """Is this one of a notebook's cells?"""
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None


def show(facts, tasks, options, found, still=()):
    """Print the table and the first thing to fix; 0 if nothing is left to do.

    `still` are the names of tasks whose tests have not ended yet.
    """
    print(paint(facts["title"], "bold"), end="\n\n")
    standings = progress(facts, tasks, found, still=still, with_functions=options.all)
    print()
    # What comes on top has to be done by nobody, unless it was asked for alone.
    optional = {task["name"] for task in tasks if task.get("bonus")}
    optional -= {task["name"] for task in tasks} if len(optional) == len(tasks) else set()
    left = [each for each in found if each.state != "to do" or each.task not in optional]
    problem = first_to_fix(left)
    if problem:
        _tell(problem, options)
    elif not still:  # what runs may have something to fix, which comes first
        for task, (state, _) in zip(tasks, standings, strict=True):
            if is_answered_in_words(task) and state != "done":
                print(f"{paint('Next:', 'bold')} answer the questions in {task['file']}.\n")
    elsewhere = next((each for each in found if each.printed), None)
    if elsewhere and not (problem and problem.printed):
        _printed(
            f"Your code printed, in the test `{elsewhere.title}` of {elsewhere.task}:", elsewhere
        )
        print()
    for file in taken(FOLDER, facts["given"]):
        name = file.removesuffix(".py")
        print(f"Rename {file}: `import {name}` finds Python's own {name}, here and when graded.\n")
    if not still and not any(function for _, function in options.functions):
        _forecast(tasks, found)
    open_tasks = [
        task["name"]
        for task, (state, _) in zip(tasks, standings, strict=True)
        if state not in ("done", "untested")
    ]
    is_done = not set(open_tasks) - {each for each in optional if each not in _begun(found)}
    if is_done and len(tasks) == len(facts["tasks"]):
        more = f" For a bonus, there is {' and '.join(open_tasks)}." if open_tasks else ""
        print(f"Nothing is left to do here.{more} Now hand in: python check.py --hand-in")
    return 0 if is_done else 1


def _begun(found):
    """The tasks of which a test has come to something else than a stub."""
    return {each.task for each in found if each.state != "to do"}


def progress(facts, tasks, found, *, still=(), with_functions=False):
    """Print a row for each task; gives the state of each, and what there is in words."""
    standings = [
        ("running", "…") if task["name"] in still else progress_of(facts, task, found)
        for task in tasks
    ]
    for task, (state, what) in zip(tasks, standings, strict=True):
        number = facts["tasks"].index(task) + 1
        points = f"{task['points']:g} {'bonus' if task.get('bonus') else 'points'}"
        print(f"  {number}  {task['name']:<16} {paint(f'{state:<8}', state)} {points:>10}   {what}")
        if with_functions:
            _functions([each for each in found if each.task == task["name"]])
    return standings


def _functions(mine):
    """A row for each function that the tests of a task use."""
    mine = [each for each in mine if not _is_example(each)]
    for function in dict.fromkeys(name for each in mine for name in each.uses):
        made, of = counted([each for each in mine if function in each.uses])
        print(f"     {function:<35}   {made} of {of} visible tests pass")


def _forecast(tasks, found):
    tested = [task for task in tasks if not is_answered_in_words(task)]
    shares = [share(task, [each for each in found if each.task == task["name"]]) for task in tested]
    by_person = sum(task["points"] for task in tasks
                    if is_answered_in_words(task) and not task.get("bonus"))  # fmt: skip
    print("\n".join(in_words(tested, shares, by_person)))


def counted(found):
    """How many tests pass, and how many there are; a test passes if all of its cases do.

    Examples are found only where they fail, so they are no tests.
    """
    tests = {}
    for each in found:
        if not _is_example(each):
            tests.setdefault(each.test, []).append(each.state == "passed")
    return sum(map(all, tests.values())), len(tests)


def _is_example(found):
    """Is it an example of a docstring?"""
    return found.test.startswith(EXAMPLE)


def is_answered_in_words(task):
    """Is it read by a person, and not tested?"""
    return task["graded_by"] == "person"


def progress_of(facts, task, found):
    """State, and what there is in words."""
    if is_answered_in_words(task):
        of, made = task["questions"], answers.answered(FOLDER / task["file"], task["asked"])
        state = "done" if made == of else "started" if made else "to do"
        return state, answers.in_words(made, of)
    mine = [each for each in found if each.task == task["name"]]
    made, of = counted(mine)
    stopped = {each.test for each in mine if each.state == "stopped"}
    if "" in stopped:
        return "started", "the tests could not run to their end"
    if stopped:
        return "started", f"{made} of {of} visible tests pass, {len(stopped)} did not end"
    if of:
        wrong = sum(map(_is_example, mine))
        state = "done" if made == of and not wrong else "started"
        if all(each.state == "to do" for each in mine):
            state = "to do"
        more = f", {wrong} example{'s do' if wrong > 1 else ' does'} not" if wrong else ""
        return state, f"{made} of {of} visible tests pass{more}"
    tests = f"tests/test_{task['name']}.py"
    if tests in facts["given"]:
        is_there = (FOLDER / tests).is_file()
        why = "no test in it ran" if is_there else f"{tests} is missing; get it anew"
        return "started", f"the tests did not run: {why}"
    if is_as_given(FOLDER / task["file"], task):
        return "to do", "still as you got it"
    return "untested", "there are no visible tests"


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
        _printed("  Your code printed:", problem)
    _hint(problem.hints, options.hint)
    if options.picture or (in_notebook() and problem.case):
        print(f"  {draw(problem)}")
    print()


def _printed(heading, each):
    """The last lines that your code printed in a test."""
    print(heading)
    print("\n".join(f"    {line[:200]}" for line in each.printed.splitlines()[-10:]))


def _hint(steps, wanted):
    """The first steps of a hint, and how to get the next one."""
    for number, step in enumerate(steps[:wanted], start=1):
        print(f"  Hint {number} of {len(steps)}: {step}")
    if wanted and not steps:
        print("  There is no hint for this.")
    elif wanted < len(steps):
        print(f"  (--hint {wanted + 1} shows one more.)" if wanted else "  (--hint shows a hint.)")


def draw(problem):
    """Save a picture of the numbers that went wrong; a sentence about it."""
    if not problem.case:
        return "There is nothing to draw: no numbers were compared."
    file = FOLDER / "drawing.py"
    if not file.is_file() or b"def save_case(" not in file.read_bytes():
        return "There is no picture: drawing.py is not the one that you got. Get it anew."
    try:
        found = importlib.util.spec_from_file_location("drawing", file)
        drawing = importlib.util.module_from_spec(found)
        found.loader.exec_module(drawing)
    except ImportError as error:
        return f"A picture needs {error.name}: pip install matplotlib"
    drawing.save_case(problem.case, problem.title, PICTURE)
    if in_notebook():
        from IPython.display import Image, display

        display(Image(str(PICTURE)))
    return f"The picture is in {PICTURE.name}."


def paint(text, style):
    """Coloured on terminals that want it."""
    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    if plain or (os.name == "nt" and "WT_SESSION" not in os.environ):
        return text
    return f"\033[{STYLES[style]}m{text}\033[0m"
