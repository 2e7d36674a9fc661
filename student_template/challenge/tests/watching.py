"""Runs your tests again whenever you save, until Ctrl-C."""

import sys
import time

from own_files import saved
from running import findings_of, warm_up

POLL = 0.1  # seconds between two looks at the files


def watch(folder, names, show):
    """Test what was saved first, and show it; then the rest, which may depend on it."""
    warm_up(folder)
    found, seen, changed = [], {}, set()
    try:
        while True:
            began = time.monotonic()
            now = saved(folder)
            # In a folder of very many files, most of the time still is yours.
            pause = max(POLL, 3 * (time.monotonic() - began))
            changed |= {path.stem for path, _ in now.items() ^ seen.items()}
            seen = now
            if changed:
                found, is_whole = _again(folder, names, found, changed, now, show)
                if not is_whole:
                    continue
                changed = set()
            time.sleep(pause)
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


def _again(folder, names, found, changed, now, show):
    """What is known now, and whether all of it is from these files."""
    begun = time.monotonic()
    first = [name for name in names if name in changed or not found]
    shown = None
    for part in (first, [name for name in names if name not in first]):
        fresh = findings_of(part, warm=True, is_outdated=_look_out(folder, now))
        if fresh is None:
            return found, False
        found = [*(each for each in found if each.task not in part), *fresh]
        found.sort(key=lambda each: names.index(each.task))
        if found != shown:
            clear = "\033[2J\033[H" if sys.stdout.isatty() else ""
            print(clear, end="")
            show(found)
            took = f"{time.strftime('%H:%M:%S')}, after {time.monotonic() - begun:.1f} s."
            print(f"{took} Watching; Ctrl-C stops.\n", flush=True)
            shown = found
    return found, True


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
