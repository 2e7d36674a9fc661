"""The sentences about windows: every one, to be read aloud; and that grids differ as they say."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
import torch

from autograder.diagnosis.grids import Grid, merged
from autograder.diagnosis.maps_of_kinds import of_kinds
from autograder.diagnosis.maps_of_windows import NamedGrid, of_windows, said
from autograder.diagnosis.windows import answer_of, places_of

WORDS = ("row", "column")
SUM = (
    "images",
    lambda window, stride, padding: (window, stride, padding),
    lambda windows: windows.nan_to_num(0.0).sum((-2, -1)),
)
# Begin of a sentence → what it is about, for some that students meet most.
READ_ALOUD = {
    "both:apart_by_1": "windows started one pixel apart, whatever the stride is",
    "rows:late_by_1": "each window started one pixel too late (for rows only)",
    "columns:other_stride": "the stride in rows were used for columns",
    "both:other_window": (
        "the window's length in the other direction were used for rows and columns"
    ),
    "both:count_unpadded": "the padding did not count in the number of windows",
    "columns:padding_once_behind": (
        "padding were added at the end of the side only (for columns only)"
    ),
    "both:end_one_early": "each slice ended one pixel too early",
    "pitch_height": "a row of the picture were as long in memory as a column is",
    "padding:ones": "the padding were ones",
}


@pytest.fixture(scope="module")
def grids() -> Mapping[str, NamedGrid]:
    return {grid.name: grid for grid in of_windows(WORDS)}


def arguments(**changes: object) -> dict[str, object]:
    images = torch.arange(2 * 2 * 7 * 9.0).reshape(2, 2, 7, 9).sin()
    return {"images": images, "window": (3, 2), "stride": (2, 1), "padding": (1, 2), **changes}


def test_sentences_are_as_they_were_read(grids: Mapping[str, NamedGrid]) -> None:
    assert {name: grids[name].words for name in READ_ALOUD} == READ_ALOUD


def test_every_sentence_is_complete_and_plain(grids: Mapping[str, NamedGrid]) -> None:
    for grid in grids.values():
        assert not re.search(r"[{}]", grid.words), grid
        assert not re.search(r"\bhere\b", grid.words), grid
        assert not grid.words[0].isupper(), grid
        assert not grid.words.endswith("."), grid
        assert len(grid.words) < 170, grid


def test_a_sentence_says_which_direction_it_is_about(grids: Mapping[str, NamedGrid]) -> None:
    for grid in grids.values():
        for only, other in (("rows", "columns"), ("columns", "rows")):
            if grid.name.startswith(f"{only}:"):
                assert re.search(rf"(for|in) {only}\b", grid.words), grid
                assert f"for {other} only" not in grid.words


def test_words_of_one_direction_are_put_behind() -> None:
    names = {"lines": "rows", "other": "columns", "only": "for rows only"}

    assert said("each window were {other}", names) == "each window were columns (for rows only)"
    assert said("as many {lines} as {other}", names) == "as many rows as columns"


def test_no_two_grids_have_one_name() -> None:
    names = [grid.name for grid in of_windows(WORDS)]

    assert len(names) == len(set(names))


def test_the_size_is_known_before_the_answer(grids: Mapping[str, NamedGrid]) -> None:
    given = arguments()
    compared = 0
    for grid in grids.values():
        try:
            answer = answer_of(SUM, grid.grid, given)
        except (ValueError, RuntimeError, IndexError):
            continue
        places = places_of(SUM, grid.grid, given)
        assert places is None or places == tuple(answer.shape[2:4]), grid
        compared += places is not None

    assert compared > 500


def test_the_right_grid_gives_the_right_answer() -> None:
    given = arguments()
    images = torch.nn.functional.pad(given["images"], (2, 2, 1, 1))  # type: ignore[arg-type]
    right = images.unfold(2, 3, 2).unfold(3, 2, 1).sum((-2, -1))

    torch.testing.assert_close(answer_of(SUM, Grid(), given), right)


def test_two_grids_are_one_where_they_differ_in_other_things(
    grids: Mapping[str, NamedGrid],
) -> None:
    ones, late = grids["padding:ones"].grid, grids["rows:late_by_1"].grid

    both = merged(ones, late)

    assert both is not None
    assert both.fill == 1.0
    assert both.index == late.index
    assert merged(late, grids["rows:early_by_1"].grid) is None


def test_an_answer_of_another_kind_blames_no_number() -> None:
    for each in of_kinds():
        assert each.words.startswith(("{it} are", "no gradient flows")), each.words
