"""Files → zip: the same bytes each time, so that two bundles can be compared by their hashes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can hold
REGULAR, EXECUTABLE = 0o100644, 0o100755


def write(path: Path, files: Mapping[str, bytes]) -> None:
    """Write `files`, by name, to a zip at `path`; what starts with `#!` is made executable."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (EXECUTABLE if content.startswith(b"#!") else REGULAR) << 16
            archive.writestr(entry, content)
