"""Tests what is seen of a process's tree while it changes."""

from __future__ import annotations

import os
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

from autograder.sandbox.watch import children_of


def test_a_thread_that_ends_hides_no_child_of_a_later_thread():
    unseen = 0
    for _ in range(40):
        is_seen = threading.Event()
        ending = [threading.Thread(target=is_seen.wait) for _ in range(40)]
        for thread in ending:
            thread.start()
        with ThreadPoolExecutor(1) as later:  # it has started the child, and stays
            child = later.submit(subprocess.Popen, ["sleep", "60"]).result()
            is_seen.set()  # now the threads before it end, one by one
            unseen += sum(child.pid not in children_of(os.getpid()) for _ in range(20))
            child.kill()
            child.wait()
        for thread in ending:
            thread.join()

    assert unseen == 0
