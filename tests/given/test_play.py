"""The page "See it slide" in a real browser: right numbers, by keys, on phones, for all."""

from __future__ import annotations

import random
import re
import runpy
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from playwright.sync_api import Page, expect
from support.pages import PLAY, choose
from support.paths import PROJECT
from torch.nn import functional as F

SIDES = {"kernel": (1, 4), "stride": (1, 4), "padding": (0, 2)}


def numbers(page: Page, where: str) -> torch.Tensor:
    """The numbers that a grid of the page draws, as (H, W)."""
    found = page.eval_on_selector_all(
        f"#{where} rect[data-number]",
        "all => all.map(r => ['y', 'x', 'data-number'].map(name => Number(r.getAttribute(name))))",
    )
    rows, columns = (int(max(place[axis] for place in found)) + 1 for axis in (0, 1))
    assert len(found) == rows * columns
    return torch.tensor([number for *_, number in found], dtype=torch.float64).reshape(
        rows, columns
    )


def weigh(page: Page, weight: torch.Tensor) -> None:
    """Type a kernel, number by number."""
    page.evaluate(
        """weights => document.querySelectorAll('#kernel input').forEach((field, place) => {
            field.value = weights[place];
            field.dispatchEvent(new Event('input'));
        })""",
        weight.flatten().tolist(),
    )


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A colour picture of 9 × 11 pixels, to be taken as it is."""
    pixels = np.random.default_rng(5).integers(0, 256, (9, 11, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "mine.png")
    return tmp_path / "mine.png"


def take(page: Page, picture: Path) -> None:
    """Choose a picture of one's own, and wait until it is drawn."""
    page.select_option("#which", "own")
    page.set_input_files("#file", picture)
    expect(page.locator("#picture rect[data-number]")).to_have_count(9 * 11)


def test_50_settings_give_what_torch_gives(page, picture):
    chance = random.Random(7)  # noqa: S311 - no secret
    take(page, picture)

    tried = 0
    while tried < 50:
        which = chance.choice(["zebra", "checkerboard", "bee", "own"])
        layer = chance.choice(["convolution", "convolution", "max", "average"])
        setting = {
            f"{name}{axis}": chance.randint(*span)
            for name, span in SIDES.items()
            for axis in (0, 1)
        }
        kernel, stride, padding = (
            (setting[f"{name}0"], setting[f"{name}1"]) for name in ("kernel", "stride", "padding")
        )
        weight = torch.randint(-30, 30, kernel, dtype=torch.float64) / 8
        page.select_option("#which", which)
        choose(page, {"layer": layer, **setting, "padding0": 0, "padding1": 0})
        image = numbers(page, "picture")[None, None]
        choose(page, setting)
        weigh(page, weight)
        page.click("#fill")
        if layer == "max":
            wanted = F.max_pool2d(image, kernel, stride)
        elif layer == "average":
            wanted = F.avg_pool2d(image, kernel, stride)
        else:
            wanted = F.conv2d(image, weight[None, None], stride=stride, padding=padding)

        torch.testing.assert_close(numbers(page, "result"), wanted[0, 0], rtol=0, atol=1e-12)
        tried += 1


def test_the_pictures_are_those_of_the_lesson(page, picture, monkeypatch):
    monkeypatch.syspath_prepend(PROJECT / "autograder" / "template" / "given")
    bee = runpy.run_path(str(PROJECT / "assignments" / "given" / "pictures.py"))["bee"]()
    small = bee[:, :, :3].astype(float).mean(-1).reshape(16, 10, 24, 10).mean((1, 3))

    page.select_option("#which", "bee")
    as_drawn = numbers(page, "picture").numpy() * 255
    take(page, picture)
    own = numbers(page, "picture").numpy() * 255

    assert np.abs(as_drawn - small).max() <= 1  # painted by another NumPy, a level may differ
    assert np.allclose(own, np.array(Image.open(picture)).astype(float).mean(-1))


def test_a_file_that_is_no_picture_gets_a_sentence(page, tmp_path):
    (tmp_path / "words.png").write_text("no picture")

    page.select_option("#which", "own")
    page.set_input_files("#file", tmp_path / "words.png")

    sentence = "words.png is not a picture that this browser can read; choose another file."
    expect(page.locator("#says")).to_have_text(sentence)


def test_the_size_is_told_with_its_formula_and_what_does_not_fit(page):
    choose(page, {"kernel0": 3, "stride0": 2, "padding0": 1})
    formula = page.inner_text("#sizes")
    choose(page, {"kernel1": 7})

    assert "height: ⌊(6 + 2 · 1 − 3) / 2⌋ + 1 = 3\n" in formula
    assert "width: a kernel of 7 does not fit on 6" in page.inner_text("#sizes")
    assert page.is_hidden("#play")
    choose(page, {"kernel1": 2})
    assert page.is_visible("#play")


def test_keys_move_the_window_and_fill_the_result(page):
    page.focus("#picture")
    places = []
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowLeft", "End", "ArrowDown", "Home"):
        page.keyboard.press(key)
        places.append(re.match(r"Row (\d), column (\d)", page.inner_text("#says")).groups())

    assert places == [
        ("0", "1"), ("1", "1"), ("1", "0"), ("1", "0"), ("4", "4"), ("4", "4"), ("0", "0"),
    ]  # fmt: skip
    assert "5 of 25 answers are known" in page.get_attribute("#result", "aria-label")


def corners(page: Page) -> list[dict[str, float]]:
    """Three points on a way across the picture and out of it, all of them in sight."""
    page.locator("#keys").scroll_into_view_if_needed()
    box = page.locator("#picture svg").bounding_box()
    return [
        {"x": box["x"] + share * box["width"], "y": box["y"] + share * box["height"]}
        for share in (0.05, 0.5, 1.03)
    ]


def test_the_window_can_be_dragged(page):
    first, middle, last = corners(page)

    page.mouse.move(**first)
    page.mouse.down()
    page.mouse.move(**middle)
    page.mouse.move(**last)
    page.mouse.up()
    page.mouse.move(**first)

    assert page.inner_text("#says").startswith("Row 4, column 4 of 5 × 5 places")


def test_a_finger_drags_the_window(page):
    touch = page.context.new_cdp_session(page)
    steps = corners(page)

    for kind, points in zip(
        ("touchStart", "touchMove", "touchMove", "touchEnd"),
        ([steps[0]], [steps[1]], [steps[2]], []),
        strict=True,
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    expect(page.locator("#says")).to_contain_text("Row 4, column 4 of 5 × 5 places")


def test_guess_first_then_look(page):
    page.check("#guessing")
    before = page.inner_text("#says")
    page.fill("#guessed", "7")
    page.keyboard.press("Enter")
    wrong = page.inner_text("#says")
    page.click("#next")
    page.fill("#guessed", "2")
    page.click("#guess button")

    assert before == "Row 0, column 0 of 5 × 5 places. What comes out here?"
    assert wrong.startswith("You guessed 7; it is another number. Row 0, column 0")
    assert wrong.endswith("0 · 1 + 1 · 0 + 1 · 0 + 0 · 1 = 0.")
    assert page.inner_text("#says").startswith("Right! Row 0, column 1")


def test_it_slides_by_itself_to_the_last_place(page):
    page.clock.install()
    page.click("#slide")

    page.clock.run_for(60_000)

    assert page.inner_text("#says").startswith("Row 4, column 4")
    assert page.get_attribute("#slide", "aria-pressed") == "false"
    assert "25 of 25" in page.get_attribute("#result", "aria-label")


def test_nothing_in_it_names_another_address():
    text = PLAY.read_text(encoding="utf-8")

    assert re.findall(r"(?:https?:)?//[\w.-]+\.\w+", text) == ["http://www.w3.org"]
