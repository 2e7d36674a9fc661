"""Names for files and lines of many submissions: as short as keeps them different."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

KINDS = (".zip", ".ipynb", ".py")
LONGEST = 100


def file_names(paths: Sequence[str]) -> Mapping[str, str]:
    """Path → name: of 'a/workbook' and 'b/workbook', 'a-workbook' and 'b-workbook'."""
    parts = {path: _parts(path) for path in paths}
    deepest = max(map(len, parts.values()), default=0)
    names: dict[str, str] = {}
    for depth in range(1, deepest + 1):
        tails = {path: "-".join(parts[path][-depth:]) for path in paths if path not in names}
        alike = Counter(map(_key, tails.values()))
        for path, tail in tails.items():
            # `ada` and `ada.zip` are alike even as whole paths: short names, then.
            if alike[_key(tail)] == 1 or depth == deepest:
                names[path] = _plain(tail if depth < deepest else parts[path][-1])
    return _numbered({path: names[path] for path in paths})


def _numbered(names: Mapping[str, str]) -> Mapping[str, str]:
    """Give a number to names that are still alike."""
    taken: set[str] = set()
    numbered = {}
    for path, name in names.items():
        number, own = 1, name
        while _key(own) in taken:
            number += 1
            own = f"{name}-{number}"
        taken.add(_key(own))
        numbered[path] = own
    return numbered


def _parts(path: str) -> list[str]:
    """The parts of a path from its root, the last one without the ending of a submission."""
    place = Path(os.path.abspath(path))
    last = place.stem if place.suffix.lower() in KINDS else place.name
    return [*place.parent.parts[1:], last]


def _plain(name: str) -> str:
    return "".join(sign if sign.isprintable() else "_" for sign in name[-LONGEST:])


def _key(name: str) -> str:
    return name.casefold()  # on some systems one file
