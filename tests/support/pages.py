"""The pages that students get, opened in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from support.paths import PROJECT

PLAY = PROJECT / "assignments" / "given" / "play.html"


@contextmanager
def opened(browser: Browser) -> Iterator[Page]:
    """ "See it slide", freshly opened. It may ask for nothing but itself, and make no error."""
    context = browser.new_context(viewport={"width": 1100, "height": 900}, has_touch=True)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(PLAY.as_uri())
    yield page
    context.close()
    assert asked == [PLAY.as_uri()]
    assert errors == []


def choose(page: Page, values: dict[str, float]) -> None:
    """Set the fields of the form, as somebody who types."""
    page.evaluate(
        """values => { for (const [id, value] of Object.entries(values)) {
            const field = document.getElementById(id);
            field.value = value;
            field.dispatchEvent(new Event('input'));
        } }""",
        values,
    )
