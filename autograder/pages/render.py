"""Pages as HTML: one file each, without anything from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.pages import words
from autograder.pages.class_view import ClassPage
from autograder.pages.student_view import StudentPage


def student(page: StudentPage) -> str:
    """A student's page."""
    return _environment().get_template("student.html").render(page=page, style=_style())


def class_(page: ClassPage) -> str:
    """The page of a class, whose only script sorts tables: its policy allows no other."""
    script = _file("sortable.min.js") + "\n" + _file("sortable.a11y.min.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    template = _environment().get_template("class.html")
    return template.render(page=page, style=_style(), script=Markup(script), digest=digest)  # noqa: S704


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("autograder.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "prose": words.prose,
        "name": words.name,
        "code": words.code,
        "points": words.points,
    }
    return environment


def _style() -> Markup:
    return Markup(_file("page.css"))  # noqa: S704 - a file of ours


@cache
def _file(name: str) -> str:
    environment = _environment()
    assert environment.loader is not None  # noqa: S101 - for the type checker
    source, _, _ = environment.loader.get_source(environment, name)
    return source
