"""Reads single keys from a terminal, without waiting for Enter; elsewhere, it only waits."""

import contextlib
import os
import sys
import time


@contextlib.contextmanager
def keys():
    """Gives a function of seconds: the key pressed within that time, or an empty text."""
    try:
        import select  # noqa: PLC0415 - not everywhere
        import termios  # noqa: PLC0415 - Windows has none
        import tty  # noqa: PLC0415

        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
    except (ImportError, OSError, ValueError, AttributeError):  # no terminal, or none of this kind
        yield _wait
        return
    except termios.error:
        yield _wait
        return

    def pressed(seconds):
        ready, _, _ = select.select([descriptor], [], [], seconds)
        # Not `sys.stdin.read`, which takes all that was typed and keeps it from `select`.
        return os.read(descriptor, 1).decode("ascii", errors="replace") if ready else ""

    try:
        tty.setcbreak(descriptor)
        yield pressed
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _wait(seconds):
    time.sleep(seconds)
    return ""
