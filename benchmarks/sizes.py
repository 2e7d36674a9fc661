"""How large what is kept and shown of a submission is."""

from __future__ import annotations

from pathlib import Path

from benchmarks.commands import AUTOGRADER, PROJECT, run
from benchmarks.counts import Counts
from benchmarks.figures import KILOBYTES, Figure, Measured
from benchmarks.progress import Progress
from benchmarks.submissions import cycle


def measure(counts: Counts, folder: Path, progress: Progress) -> Measured:
    """The page, and the recording, of some submissions of the workbook."""
    members, pages = cycle()[:2], []
    for number, member in enumerate(members):
        page = folder / f"{number}.html"
        grade = [*AUTOGRADER, "grade", "--course", str(PROJECT), str(member)]
        run([*grade, "--page", str(page), "--record", str(folder / "recordings")], folder)
        pages.append(page.stat().st_size / 1000)
        progress.tell(f"submission {number + 1} of {len(members)}")
    recordings = [
        path.stat().st_size / 1000 for path in (folder / "recordings").rglob("*") if path.is_file()
    ]
    return Measured(
        {
            "kept.page": Figure("a student's page", KILOBYTES, tuple(pages)),
            "kept.recording": Figure("a submission's recording", KILOBYTES, tuple(recordings)),
        }
    )
