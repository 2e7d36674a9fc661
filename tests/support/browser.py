"""The Chromium or Chrome of this machine, as a person's browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "google-chrome", "chromium-browser")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


@contextmanager
def started() -> Iterator[Browser]:
    """A browser that asks for nothing by itself. Fails if none is installed."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "The tests need a browser: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
