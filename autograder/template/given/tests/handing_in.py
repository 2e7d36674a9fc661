"""Makes the zip to hand in, or says why it would be refused."""

import hashlib
import os
import re
import sys
import zipfile

import answers
from own_files import own_files

MB = 1 << 20


def hand_in(folder, facts):
    """Make the zip, list what is inside; gives the exit code."""
    chosen = _chosen(folder, facts)
    complaint = _refusal(facts, chosen)
    if complaint:
        print(f"No zip was made. {complaint}")
        return 1
    target = folder / f"{facts['assignment']}-hand-in.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for name, path in chosen.items():
            # Zips hold UTF-8; a file's name may be other bytes.
            archive.write(path, os.fsencode(name).decode("utf-8", errors="replace"))
    print(f"Hand in {target.name}. Inside:")
    tasks = {task["file"]: task for task in facts["tasks"]}
    for name, path in chosen.items():
        note = _note(path, tasks[name]) if name in tasks else ""
        print(f"  {path.stat().st_size:>9,} bytes  {name}{note}")
    if "google.colab" in sys.modules:
        sys.modules["google.colab"].files.download(str(target))
    return 0


def is_as_given(path, task):
    """Is a task's file still as you got it?"""
    content = path.read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha256(content).hexdigest().startswith(task["given_as"])


def _note(path, task):
    if is_as_given(path, task):
        return ", still as you got it"
    if not path.read_bytes().strip():
        return ", empty"
    if task["graded_by"] == "person":
        return f", {answers.in_words(answers.answered(path, task['asked']), task['questions'])}"
    return ""


def _chosen(folder, facts):
    """Name → path of the tasks' files, of what may come with them, and of your own modules."""
    wanted = [task["file"] for task in facts["tasks"]] + facts["optional"]
    chosen = {name: folder / name for name in wanted if (folder / name).is_file()}
    given = {}
    for path in own_files(folder, ".py"):
        name = path.relative_to(folder).as_posix()
        if name in facts["given"]:
            given[name] = path
        elif not name.startswith("tests/"):
            chosen[name] = path
    # A module that you were given, or wrote in its place, comes along if yours import it.
    sources = b"\n".join(path.read_bytes() for path in chosen.values() if path.suffix == ".py")
    for name, path in given.items():
        imported = rf"^\s*(import|from)\s+{re.escape(path.stem)}\b".encode()
        if "/" not in name and re.search(imported, sources, re.MULTILINE):
            chosen[name] = path
    return chosen


def _refusal(facts, chosen):
    """A sentence for what would not be accepted."""
    most, sizes = facts["most"], {name: path.stat().st_size for name, path in chosen.items()}
    for task in facts["tasks"]:
        if task["file"] not in chosen and not task.get("bonus"):
            return f"{task['file']} is missing; put it back, even if it is unfinished."
    for name, size in sizes.items():
        if size > most["file_mb"] * MB:
            return f"{name} has more than {most['file_mb']} MB, which is the most for one file."
    if sum(sizes.values()) > most["total_mb"] * MB:
        return f"The files together have more than {most['total_mb']} MB, which is the most."
    if len(chosen) > most["files"]:
        return f"There are {len(chosen)} files; at most {most['files']} can be handed in."
    return ""
