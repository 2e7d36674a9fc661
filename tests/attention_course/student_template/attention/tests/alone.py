"""Prepares the process of the tests: nothing of what else is done on this machine has a say."""

import os
import signal
import sys
import threading
import time


def prepare():
    """For this process: no settings of other runs, and an end when check.py ends."""
    for name in [each for each in os.environ if each.startswith("PYTEST_")]:
        del os.environ[name]  # it is meant for another run of pytest
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    # Line by line, so that nothing is lost when this process is ended.
    sys.stdout = open(  # noqa: SIM115 - for as long as this process runs
        1, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
    )
    sys.stderr = sys.stdout
    if hasattr(os, "killpg"):
        threading.Thread(target=_end_with, args=[os.getppid()], daemon=True).start()


def _end_with(parent):
    """Nobody waits for this process any more once check.py is gone."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.killpg(0, signal.SIGKILL)


def settings_of(file):
    """Only what is said here counts: no settings and no conftest.py of this folder or above."""
    file.write_text("[pytest]\n", encoding="utf-8")  # or pytest would look for other settings
    yield from ("-c", str(file), "--rootdir", ".", "--noconftest", "--capture=no")
    yield f"--basetemp={file.with_suffix('.tmp')}"  # with the rest of what is removed in the end
    # To collect garbage, all of torch's modules too, only costs time; the others say things that
    # nobody asked for.
    unneeded = "terminal cacheprovider unraisableexception threadexception faulthandler warnings "
    unneeded += "logging"
    yield from (f"-pno:{plugin}" for plugin in unneeded.split())
