"""Pages as HTML: one file each, without anything from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.pages import words
from autograder.pages.class_view import ClassPage
from autograder.pages.student_view import StudentPage


def student(page: StudentPage) -> str:
    """A student's page."""
    return environment().get_template("student.html").render(page=page, style=style())


def class_(page: ClassPage) -> str:
    """The page of a class, whose only script sorts tables: its policy allows no other."""
    script = _file("sortable.min.js") + "\n" + _file("sortable.a11y.min.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    template = environment().get_template("class.html")
    return template.render(page=page, style=style(), script=Markup(script), digest=digest)  # noqa: S704


@cache
def environment(package: str = "autograder.pages") -> Environment:
    """The templates of a package, which may extend those of pages."""
    places = dict.fromkeys((package, "autograder.pages"))
    made = Environment(
        loader=ChoiceLoader([PackageLoader(each) for each in places]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "prose": words.prose,
        "name": words.name,
        "code": words.code,
        "points": words.points,
    }
    return made


def style() -> Markup:
    """The look of all pages."""
    return Markup(_file("page.css"))  # noqa: S704 - a file of ours


@cache
def _file(name: str) -> str:
    ours = environment()
    assert ours.loader is not None  # noqa: S101 - for the type checker
    source, _, _ = ours.loader.get_source(ours, name)
    return source
