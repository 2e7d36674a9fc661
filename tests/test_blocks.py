"""Tests that every block in the documents does what it says, but for those that are listed."""

from __future__ import annotations

import pytest
from support.blocks import Page, blocks, name_of, not_printed
from support.pages_of_blocks import PAGES
from support.paths import PROJECT

DOCUMENTS = [
    path.relative_to(PROJECT).as_posix()
    for path in (PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *PROJECT.glob("docs/*.md"))
]
HAVE_BLOCKS = sorted(name for name in DOCUMENTS if "```" in (PROJECT / name).read_text())


@pytest.mark.slow(90, per="test")
@pytest.mark.torch
@pytest.mark.warm_programs("autograder", "check.py", "-c", "pytest")
@pytest.mark.parametrize("name", HAVE_BLOCKS)
def test_its_blocks_do_what_they_say(name, tmp_path):
    for block in blocks(PROJECT / name, PAGES[name], tmp_path):
        block.evaluate()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_what_is_listed_is_there(name, tmp_path):
    page = PAGES[name]
    names = {name_of(block) for block in blocks(PROJECT / name, page, tmp_path)}

    assert {*page.shown, *page.before, *page.read, *page.left_out} <= names


@pytest.mark.parametrize(
    "block",
    ["text\nnobody prints this", "sh\nexit 3", "yaml\nkey: 1", "rust\nfn main() {}", "\nplain"],
)
def test_a_block_that_is_neither_run_nor_listed_fails(block, tmp_path):
    document = tmp_path / "page.md"
    document.write_text(f"```sh\necho this\n```\n\n```{block}\n```\n")
    said, unknown = blocks(document, Page(), tmp_path)
    said.evaluate()

    with pytest.raises((AssertionError, KeyError)):
        unknown.evaluate()


def test_a_sample_that_was_not_printed_is_found():
    said = "a: 1 of 2\nb:   3 of 4, in 0.7 s\nc: none\n"

    assert not_printed(said, "a: … of 2\nb: 3 of 4,\n  in 0.2 s\n") == ""
    assert not_printed(said, "a: 1 of 2\n…\nc: none\n") == ""
    assert not_printed(said, "a: 1 of 2\nc: none\n") == "a: 1 of 2 c: none"
    assert not_printed(said, "c: none\n…\na: 1 of 2") == "a: 1 of 2"
