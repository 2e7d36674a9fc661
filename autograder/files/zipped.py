"""Files → zip: the same bytes each time, so that two zips can be compared by their hashes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can hold
REGULAR, EXECUTABLE = 0o100644, 0o100755


def zipped(files: Mapping[str, bytes], *, with_programs: bool = False) -> bytes:
    """A zip of `files` (name → bytes), by name. `with_programs`, what starts with `#!` is made
    executable.
    """
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in sorted(files.items()):
            is_program = with_programs and content.startswith(b"#!")
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (EXECUTABLE if is_program else REGULAR) << 16
            archive.writestr(entry, content)
    return data.getvalue()
