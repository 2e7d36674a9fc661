"""Compares names of people as platforms write them: in any order, case and alphabet of accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Letters that Unicode does not take apart into a plain letter and a mark.
UNMARKED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
MAX_WORDS = 8


def forms(name: str) -> Iterator[frozenset[str]]:
    """The name in ever less exact forms: two names that share a form of the same rank may be one.

    As written; then the letters alone, with any of its words first, since some platforms write
    `lovelaceada` for Lovelace, Ada; then the same without accents.
    """
    yield frozenset({" ".join(_composed(name).split())})
    turned = frozenset(_turned(_composed(name)))
    yield turned
    yield frozenset(map(without_marks, turned))


def without_marks(text: str) -> str:
    """The text without accents: 'josé' → 'jose'."""
    parts = unicodedata.normalize("NFKD", text.translate(UNMARKED))
    return "".join(c for c in parts if not unicodedata.combining(c)).translate(UNMARKED)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFC", text).casefold())


def _turned(name: str) -> Iterator[str]:
    """The words of the name without gaps, beginning with each of them in turn.

    Where a comma stands, what follows it comes first as well: "Lovelace, Ada King" is "Ada King
    Lovelace", and "King" is never first.
    """
    pieces = [_words(piece) for piece in name.split(",", 1)]
    words = [word for piece in pieces for word in piece]
    if len(pieces) == 2 and all(pieces):
        yield "".join(words)
        yield "".join([*pieces[1], *pieces[0]])
        return
    for first in range(min(len(words), MAX_WORDS)):
        yield "".join([*words[first:], *words[:first]])


def _words(text: str) -> list[str]:
    # An apostrophe or a hyphen is left out by some platforms: O'Brien is obrien.
    kept = re.sub(r"['’`´-]", "", text)
    return re.findall(r"[^\W_]+", kept)
