"""The page "See it slide" for all: by keys, with a screen reader, on a phone, without motion."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from support.pages import choose


def test_everything_can_be_reached_by_the_tab_key(page):
    fields = page.eval_on_selector_all(
        "input:enabled, select:enabled, button, #picture",
        "all => all.filter(e => e.offsetParent !== null).length",
    )
    reached = set()
    for _ in range(fields + 5):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.id || document.activeElement.ariaLabel || ''")
        )

    assert {"which", "layer", "kernel0", "padding1", "next", "fill", "picture"} <= reached
    assert "weight in row 1, column 1" in reached


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("layer", ["convolution", "max"])
def test_axe_finds_nothing(page, scheme, layer):
    page.emulate_media(color_scheme=scheme)
    choose(page, {"layer": layer})
    page.check("#guessing")

    found = Axe().run(page)

    assert found.response["violations"] == [], found.generate_report()
    assert len(found.response["passes"]) > 10


def test_a_phone_needs_no_sideways_scrolling(page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.select_option("#which", "bee")
    page.select_option("#ready", "mean")

    width = page.evaluate("document.documentElement.scrollWidth")

    assert width <= 360


def test_who_wants_no_motion_sees_none(page):
    page.emulate_media(reduced_motion="no-preference")
    moving = page.is_visible("#slide")
    page.emulate_media(reduced_motion="reduce")

    lasting = page.eval_on_selector(
        "#picture .frame", "frame => getComputedStyle(frame).transitionDuration"
    )

    assert moving
    assert page.is_hidden("#slide")
    assert lasting == "0s"
