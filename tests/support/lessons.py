"""A lesson for the toy course, and notebooks as the template holds them."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat

from autograder.course.load import load_course
from autograder.course.model import Course
from autograder.template import build
from support.paths import TOY_COURSE

LESSON = """\
# Letters

Some text.

<!-- setup -->

```python
letters = "abc"
```

<!-- task: vowels -->

More text.

<!-- task: shares -->
<!-- task: reflection -->

<!-- hand in -->

The end.
"""


def toy_with_lesson(place: Path) -> Course:
    """A copy of the toy course, with a lesson."""
    root = shutil.copytree(TOY_COURSE, place / "course")
    (root / "assignments" / "counting" / "lesson.md").write_text(LESSON)
    return load_course(root)


def built(course: Course, name: str = "counting") -> nbformat.NotebookNode:
    """The notebook of an assignment, read and found valid."""
    files = build.template(course, course.assignment(name))
    read = nbformat.reads(files[f"{name}.ipynb"].decode(), as_version=4)
    nbformat.validate(read)
    return read
