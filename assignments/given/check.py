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

import argparse
import contextlib
import hashlib
import json
import os
import re
import sys
import time
import zipfile
from pathlib import Path

if sys.version_info < (3, 10):  # noqa: UP036 - whoever runs this may have any version
    sys.exit("Python 3.10 or newer is needed.")

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER / "tests"))

from running import findings_of, warm_up  # noqa: E402 - found by the line above

PICTURE = FOLDER / "case.png"
ANSWER = "*Your answer:*"
POLL = 0.1  # seconds between two looks at the files
MB = 1 << 20
STYLES = {"done": "32", "started": "33", "to do": "2", "untested": "2", "bold": "1", "wrong": "31"}


def main(argv=None):
    """Do what the command line says; gives the exit code."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a console may lack × or …
    options = _options(argv)
    facts = json.loads((FOLDER / "assignment.json").read_text(encoding="utf-8"))
    unknown = set(options.task) - {task["name"] for task in facts["tasks"]}
    if unknown:
        names = ", ".join(task["name"] for task in facts["tasks"])
        print(f"There is no task {unknown.pop()}; there are: {names}.")
        return 1
    if options.hand_in:
        return hand_in(facts)
    tasks = [each for each in facts["tasks"] if each["name"] in options.task or not options.task]
    if options.watch:
        return watch(facts, tasks, options)
    names = [task["name"] for task in tasks if not is_answered_in_words(task)]
    return show(facts, tasks, findings_of(names), options)


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


def show(facts, tasks, found, options):
    """Print the road and the first thing to fix; 0 if nothing is left to do."""
    print(paint(facts["title"], "bold"), end="\n\n")
    standings = [standing(task, found) for task in tasks]
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
    _say_what_is_known(tasks, standings)
    return 0 if all(state in ("done", "untested") for state, _, _ in standings) else 1


def is_answered_in_words(task):
    """Is it read by a person, and not tested?"""
    return task["graded_by"] == "person"


def standing(task, found):
    """State, the share that is made, and that share in words."""
    if is_answered_in_words(task):
        of = task["questions"]
        made = of - unanswered(FOLDER / task["file"], of)
        words, untouched = f"{made} of {of} questions are answered", made == 0
    else:
        mine = [each for each in found if each.task == task["name"]]
        made, of = sum(each.state == "passed" for each in mine), len(mine)
        has_tests = (FOLDER / "tests" / f"test_{task['name']}.py").is_file()
        nothing = "the tests did not run" if has_tests else "there are no visible tests"
        words = f"{made} of {of} visible tests pass" if of else nothing
        if any(each.state == "stopped" for each in mine):
            made, words = 0, "the tests could not run to their end"
        untouched = all(each.state == "to do" for each in mine)
    state = "done" if made == of else "to do" if untouched else "started"
    if not of:
        state = "untested"
    return state, made / of if of else 0, words


def unanswered(path, questions):
    """How many places for an answer are still empty, up to the next heading."""
    if not path.is_file():
        return questions
    text = path.read_text(encoding="utf-8")
    return sum(not re.split(r"^#", part, flags=re.M)[0].strip() for part in text.split(ANSWER)[1:])


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
        print("\n".join(f"    {line}" for line in problem.printed.splitlines()[-10:]))
    if options.hint:
        print(f"  {problem.hint or 'There is no hint for this one; look at the test itself.'}")
    elif problem.hint:
        print("  (--hint shows a hint.)")
    if options.picture:
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
    try:
        import pictures
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


def _in_notebook():
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None


# Again on every save


def watch(facts, tasks, options):
    """Show the road again whenever a file is saved, until Ctrl-C."""
    warm_up()
    found, seen = [], {}
    try:
        while True:
            now = _stamps()
            if now != seen:
                changed = {path.stem for path in now if now[path] != seen.get(path)}
                seen = now
                found = _again(facts, tasks, found, changed, seen, options)
            time.sleep(POLL)
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


def _again(facts, tasks, found, changed, seen, options):
    """Run what was saved first, and show it; then the rest, which may depend on it."""
    begun = time.monotonic()
    names = [task["name"] for task in tasks if not is_answered_in_words(task)]
    saved = [name for name in names if name in changed or not found]
    shown = None
    for part in (saved, [name for name in names if name not in saved]):
        fresh = findings_of(part, warm=True, is_outdated=lambda: _stamps() != seen)
        if _stamps() != seen:
            return found
        found = [*(each for each in found if each.task not in part), *fresh]
        found.sort(key=lambda each: names.index(each.task))
        if found != shown:
            clear = "\033[2J\033[H" if sys.stdout.isatty() else ""
            print(clear, end="")
            show(facts, tasks, found, options)
            took = f"{time.strftime('%H:%M:%S')}, after {time.monotonic() - begun:.1f} s."
            print(f"{took} Watching; Ctrl-C stops.\n", flush=True)
            shown = found
    return found


def _stamps():
    """Path → when it was last saved, of every file that could matter."""
    stamps = {}
    for pattern in ("*.py", "*.md", "tests/*.py"):
        for path in FOLDER.glob(pattern):
            with contextlib.suppress(OSError):  # an editor is just replacing it
                stamps[path] = (path.stat().st_mtime_ns, path.stat().st_size)
    return stamps


# Handing in


def hand_in(facts):
    """Make the zip, list what is inside; or say why it would be refused."""
    chosen = _own_files(facts)
    complaint = _refusal(facts, chosen)
    if complaint:
        print(f"No zip was made. {complaint}")
        return 1
    target = FOLDER / f"{facts['assignment']}-hand-in.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in chosen.items():
            archive.write(path, name)
    print(f"Hand in {target.name}. Inside:")
    given = {task["file"]: task["given_as"] for task in facts["tasks"]}
    for name, path in chosen.items():
        content = path.read_bytes().replace(b"\r\n", b"\n")
        is_as_given = hashlib.sha256(content).hexdigest().startswith(given.get(name, "-"))
        note = ", still as you got it" if is_as_given else ""
        print(f"  {path.stat().st_size:>9,} bytes  {name}{note}")
    if "google.colab" in sys.modules:
        sys.modules["google.colab"].files.download(str(target))
    return 0


def _own_files(facts):
    """Name → path of the tasks' files, of what may come with them, and of the student's modules."""
    wanted = [task["file"] for task in facts["tasks"]] + facts["optional"]
    chosen = {name: FOLDER / name for name in wanted if (FOLDER / name).is_file()}
    for path in sorted(FOLDER.rglob("*.py")):
        parts = path.relative_to(FOLDER).parts
        name = "/".join(parts)
        tools = any(
            part.startswith(".") or part in ("venv", "__pycache__", "tests") for part in parts
        )
        if not tools and name not in facts["given"]:
            chosen[name] = path
    return chosen


def _refusal(facts, chosen):
    """A sentence for what would not be accepted."""
    most, sizes = facts["most"], {name: path.stat().st_size for name, path in chosen.items()}
    for task in facts["tasks"]:
        if task["file"] not in chosen:
            return f"{task['file']} is missing; put it back, even if it is unfinished."
    for name, size in sizes.items():
        if size > most["file_mb"] * MB:
            return f"{name} has more than {most['file_mb']} MB, which is the most for one file."
    if sum(sizes.values()) > most["total_mb"] * MB:
        return f"The files together have more than {most['total_mb']} MB, which is the most."
    if len(chosen) > most["files"]:
        return f"There are {len(chosen)} files; at most {most['files']} can be handed in."
    return ""


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped.")
