"""Text → Markdown that shows exactly this text: no markup, links, pictures, mentions or HTML.

What GitHub and GitLab would read as markup gets a backslash; what they would read as HTML becomes
an entity; what they would make a link, a mention or an emoji gets an invisible joiner.
"""

from __future__ import annotations

import re

JOINER = "\u2060"  # has no width, and ends no word

_PUNCTUATION = re.compile(r"[\\*{}\[\]~|!]|(?<!&)#|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "`": "&#96;"}
_LIST = re.compile(r"^(\d{1,9})([.)])|^([-+=])")
_LINKS = re.compile(
    r"[@#](?=\w)"  # @user, mail@host, owner/name@commit, #12, owner/name#12
    r"|:(?=//)|(?<=www)(?=\.)|(?<=GH)(?=-\d)"  # addresses; GH-12
    r"|:(?=[\w+-]+:)"  # :emoji:
    r"|[0-9a-f]{6}(?=[0-9a-f])"  # a commit, which takes seven
    r"|[!&%~](?=\d)",  # GitLab: merge requests, epics, milestones, labels
    re.IGNORECASE,
)


def prose(text: str) -> str:
    """One paragraph. Text between backticks is shown as code, all other text as it is."""
    parts = " ".join(text.split()).split("`")
    if len(parts) % 2 == 0:  # the last backtick has no partner: it is only a character
        parts[-2:] = ["`".join(parts[-2:])]
    shown = [code(part) if n % 2 else plain(part) for n, part in enumerate(parts)]
    return _LIST.sub(_no_list, "".join(shown))


def plain(text: str) -> str:
    """A piece of a line, all of it shown as it is."""
    text = _printable(text)
    text = _LINKS.sub(lambda found: found[0] + JOINER, text)
    text = "".join(_ENTITIES.get(character, character) for character in text)
    # After the entities, whose own `#` stays; a `#` of the text can only begin a heading.
    return _PUNCTUATION.sub(lambda found: "\\" + found[0], text)


def code(text: str) -> str:
    """A piece of a line as code, in which nothing is read. Backticks become other quotes."""
    shown = _printable(text).replace("`", "'").replace("|", "¦")
    return f"`{shown}`" if shown.strip() else shown


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in text)


def _no_list(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}"
