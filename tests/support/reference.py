"""Makes the reference in documents of the code: `python -m support.reference` writes it.

Between `<!-- generated: NAME -->` and `<!-- end -->` stands what is made of the code.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic_core import PydanticUndefined

from autograder import expect
from autograder.course.policy_entry import CoursePolicyEntry, LatePenalty, PolicyEntry
from autograder.course.rubric import Item, Question
from autograder.course.schema import (
    AssignmentEntry,
    GradingFile,
    IntakeLimits,
    Limits,
    TaskEntry,
)
from autograder.course.section import Section
from autograder.course.training import Level, Training
from autograder.grading import accuracy, trained
from autograder.grading.fixtures import Fixtures
from autograder.grading.plugin import MARKS
from autograder.grading.remote_objects import RemoteLayer
from autograder.grading.student import Student
from autograder.skeleton.new import HERE
from autograder.template.build import STUDENT_FILES
from support.paths import PROJECT, TESTS

PAGES = [PROJECT / "docs" / name for name in ("write-a-task.md", "trained-networks.md")]
FOLDERS = {
    "file": HERE / "assignment",
    "letters": TESTS / "letters_course" / "assignments" / "letters",
    "objects": TESTS / "optimisers_course" / "assignments" / "objects",
}
PART = re.compile(r"(<!-- generated: ([^>]+) -->\n).*?(<!-- end -->)", re.DOTALL)
SECTIONS: Mapping[str, type[Section]] = {
    "The file": GradingFile,
    "`limits`": Limits,
    "`intake`": IntakeLimits,
    "Each of `assignments`": AssignmentEntry,
    "Each of `tasks`": TaskEntry,
    "Each of `rubric`": Question,
    "Each of a question's `items`": Item,
    "`training`": Training,
    "Each of `levels`": Level,
    "`policy` of the course": CoursePolicyEntry,
    "`policy` of an assignment": PolicyEntry,
    "`late`": LatePenalty,
}


def written(page: str) -> str:
    """The page with every generated part written anew."""
    return PART.sub(lambda found: f"{found[1]}{_part(found[2])}\n{found[3]}", page)


def _part(name: str) -> str:
    if name in PARTS:
        return "\n".join(PARTS[name]())
    folder, file, *functions = name.split(" ")
    text = (FOLDERS[folder] / file).read_text().rstrip("\n")
    if functions:
        text = "\n\n\n".join(_function(text, function) for function in functions)
    return f"```python\n{text}\n```"


def _function(text: str, name: str) -> str:
    """A function of a module, with its decorators."""
    (found,) = (
        node
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef) and node.name == name
    )
    first = min([found.lineno, *(each.lineno for each in found.decorator_list)])
    return "\n".join(text.split("\n")[first - 1 : found.end_lineno])


def _grading_yml() -> Iterator[str]:
    for title, section in SECTIONS.items():
        yield from ("", f"**{title}**", "", "| key | without it | what it says |", "|---|---|---|")
        texts = _below_the_keys(section)
        for key, field in section.model_fields.items():
            says = f"{' '.join(texts[key].split())}{_choices(field.annotation)}"
            yield f"| `{key}` | {_default(field)} | {says} |"
    yield ""


def _below_the_keys(section: type[Section]) -> dict[str, str]:
    """Key → the text below it in the code. pydantic could keep them, at each start of a command."""
    (written,) = ast.parse(inspect.getsource(section)).body
    assert isinstance(written, ast.ClassDef)
    pairs = zip(written.body, written.body[1:], strict=False)
    return {
        key.target.id: text.value.value
        for key, text in pairs
        if isinstance(key, ast.AnnAssign)
        and isinstance(key.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def _default(field: Any) -> str:
    if field.default is PydanticUndefined:
        return "required"
    if field.default is None or field.default in ("", (), {}) or isinstance(field.default, Section):
        return "–"
    return f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"


def _choices(annotation: Any) -> str:
    """The values that a key may have, if they are a few words."""
    kinds = (annotation, *get_args(annotation))
    words = [word for kind in kinds if get_origin(kind) is Literal for word in get_args(kind)]
    return f" One of {', '.join(f'`{word}`' for word in words)}." if words else ""


def _functions(owner: Any, names: Iterable[str], prefix: str) -> Iterator[str]:
    for name in names:
        thing = getattr(owner, name)
        if name == "ours":
            yield f"- `{prefix}ours(sentence)`: {_first_paragraph(thing.__doc__)}"
            continue
        signature = inspect.signature(thing)
        shown = [p for p in signature.parameters.values() if p.name != "self"]
        bare = [p.replace(annotation=inspect.Parameter.empty) for p in map(_without_code, shown)]
        call = str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))
        call = call.replace("=Ellipsis", "=…")
        yield f"- `{prefix}{name}{call}`: {_first_paragraph(thing.__doc__)}"


def _without_code(parameter: inspect.Parameter) -> inspect.Parameter:
    """The parameter; a default that is a function is only said to be there."""
    return (
        parameter.replace(default=...)
        if callable(parameter.default) and (parameter.default is not inspect.Parameter.empty)
        else parameter
    )


def _expect() -> Iterator[str]:
    return _functions(expect, expect.__all__, "expect.")


def _fixtures() -> Iterator[str]:
    for name, thing in vars(Fixtures).items():
        if not name.startswith("_"):
            yield f"- `{name}`: {_all(thing.__doc__)}"


def _marks() -> Iterator[str]:
    yield from (f"- `@pytest.mark.{mark}`: {about}" for mark, about in MARKS.items())


def _student() -> Iterator[str]:
    names = [n for n in vars(Student) if n.endswith("_") and not n.startswith("_")]
    methods = [n for n in names if callable(getattr(Student, n)) and n != "ask_again_"]
    yield from _functions(Student, methods, "student.")


def _layer() -> Iterator[str]:
    methods = [n for n, m in vars(RemoteLayer).items() if callable(m) and not n.startswith("_")]
    yield from _functions(RemoteLayer, methods, "layer.")


def _trained() -> Iterator[str]:
    yield from _functions(trained, ("train", "answers"), "trained.")
    yield from _functions(accuracy, ("judge",), "")


def _grids() -> Iterator[str]:
    tree = ast.parse((STUDENT_FILES / "tests" / "grids.py").read_text())
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield f"- `{node.name}({ast.unparse(node.args)})`: {_all(ast.get_docstring(node))}"


def _first_paragraph(text: str | None) -> str:
    return " ".join(inspect.cleandoc(text or "").split("\n\n")[0].split())


def _all(text: str | None) -> str:
    return " ".join(inspect.cleandoc(text or "").split())


PARTS: Mapping[str, Callable[[], Iterable[str]]] = {
    "grading.yml": _grading_yml,
    "expect": _expect,
    "fixtures": _fixtures,
    "marks": _marks,
    "student": _student,
    "layer": _layer,
    "grids": _grids,
    "trained": _trained,
}

if __name__ == "__main__":
    for page in PAGES:
        page.write_text(written(page.read_text()))
