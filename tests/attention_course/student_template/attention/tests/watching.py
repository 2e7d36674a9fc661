"""Runs your tests again whenever you save, until q or Ctrl-C."""

import sys
import time

from keys import keys
from own_files import saved
from running import findings_of, warm_up

POLL = 0.1  # seconds between two looks at the files
KEYS = "h: a hint, p: a picture, a: all functions, q: quit"


def watch(folder, names, show, options):
    """Test what was saved first, and show it; then the rest, which may depend on it.

    `show` takes findings, and the names of tasks that are still being tested.
    """
    warm_up(folder)
    found, seen, changed = [], {}, set()
    try:
        with keys() as pressed:
            while True:
                began = time.monotonic()
                now = saved(folder)
                # In a folder of very many files, most of the time still is yours.
                pause = max(POLL, 3 * (time.monotonic() - began))
                changed |= {path.stem for path, _ in now.items() ^ seen.items()}
                seen = now
                if changed:
                    options.hint, options.picture = 0, False
                    found, is_whole = _again(folder, names, found, changed, now, show)
                    if not is_whole:
                        continue
                    changed = set()
                key = pressed(pause)
                if key == "q":
                    return 0
                if _turned(options, key):
                    _clear()
                    show(found)
                    print(f"Watching. {KEYS}\n", flush=True)
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


def _turned(options, key):
    """Does this key change what is shown?"""
    if key == "h":
        options.hint += 1
    elif key == "p":
        options.picture = not options.picture
    elif key == "a":
        options.all = not options.all
    else:
        return False
    return True


def _again(folder, names, found, changed, now, show):
    """What is known now, and whether all of it is from these files."""
    begun = time.monotonic()
    first = [name for name in names if name in changed or not found]
    rest = [name for name in names if name not in first]
    _clear()
    # What was found before is not shown: it was about other files.
    print(f"{time.strftime('%H:%M:%S')} Running {', '.join(first or rest)} …", flush=True)
    for part, still in ((first, rest), (rest, [])):
        if not part:
            continue
        fresh = findings_of(part, warm=True, is_outdated=_look_out(folder, now))
        if fresh is None:
            return found, False
        found = [*(each for each in found if each.task not in part), *fresh]
        found.sort(key=lambda each: names.index(each.task))
        _clear()
        show([each for each in found if each.task not in still], still)
        took = f"{time.strftime('%H:%M:%S')}, after {time.monotonic() - begun:.1f} s."
        keys_too = f"; {KEYS}" if sys.stdin and sys.stdin.isatty() else ""
        print(f"{took} Watching; Ctrl-C stops{keys_too}.\n", flush=True)
    return found, True


def _clear():
    if sys.stdout.isatty():
        print("\033[2J\033[H", end="")


def _look_out(folder, before):
    """Gives a function: is a file saved meanwhile? It looks now and then only."""
    looked = time.monotonic()

    def is_outdated():
        nonlocal looked
        if time.monotonic() - looked < POLL:
            return False
        is_changed = saved(folder) != before
        looked = time.monotonic()
        return is_changed

    return is_outdated
