"""Reads files of checks and of known mistakes: which code decides what, and what is only declared.

A check depends on its own code, on everything at the top of its file that the code names, and on
what that names in turn; and on what always runs, such as an import. A name counts at every place,
in a text as well. Where code may reach what it does not name, or checks may give each other
something, they depend on the whole file.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

DECLARED = ("pytest.mark.weight", "pytest.mark.visibility")  # read anew whenever a check is judged
WORD = re.compile(r"[^\W\d]\w*")
# By these, code may reach what it does not name, or something may outlive a check.
REACHING = frozenset(
    {"__dict__", "__import__", "autouse", "eval", "exec", "f_globals", "f_locals", "globals"}
    | {"import_module", "importlib", "inspect", "locals", "modules", "request", "scope", "shared"}
    | {"vars"}
)
CALLED_BY_PYTEST = ("pytest", "setup", "teardown")  # how such names begin
HARMLESS = ("pytest.", "functools.", "cache")  # how decorators begin that change nothing elsewhere


def undeclared(source: bytes) -> bytes:
    """The code of a file of checks, without what its checks declare of themselves."""
    return ast.dump(_undeclared(source)).encode()


def code_of_checks(source: bytes) -> Mapping[str, bytes]:
    """Name of a check → all code of its file that decides how it judges.

    It is empty where the checks can't be told apart.
    """
    tree = _undeclared(source)
    if any(isinstance(node, ast.Global) for node in ast.walk(tree)) or REACHING & _words(tree):
        return {}
    named: dict[str, list[ast.stmt]] = {}
    always = []
    for statement in tree.body:
        if name := _defined(statement):
            named.setdefault(name, []).append(statement)
        else:
            always.append(statement)
    words = {id(statement): _words(statement) for statement in tree.body}
    found = {}
    for name in named:
        if name.startswith("test"):
            reached = {id(each) for each in _reached(name, always, named, words)}
            code = [ast.dump(each) for each in tree.body if id(each) in reached]
            found[name] = "\n".join(code).encode()
    return found


def code_and_sentences(source: bytes) -> tuple[bytes, Mapping[str, str]]:
    """A file of known mistakes: its code without the sentences, and mistake → its sentence."""
    tree = ast.parse(source)
    sentences = {}
    if "__doc__" in _words(tree):
        return ast.dump(tree).encode(), {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and (text := ast.get_docstring(node, clean=False)):
            sentences[node.name] = text
            node.body = node.body[1:] or [ast.Pass()]
    return ast.dump(tree).encode(), sentences


def _undeclared(source: bytes) -> ast.Module:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            kept = [each for each in node.decorator_list if not _is_declaration(each)]
            node.decorator_list = kept
            if ast.get_docstring(node, clean=False) is not None:
                node.body = node.body[1:] or [ast.Pass()]
    return tree


def _is_declaration(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(called) in DECLARED


def _defined(statement: ast.stmt) -> str:
    """The one name that a statement defines, if it does nothing else; '' if it may."""
    match statement:
        case ast.FunctionDef(name=name, decorator_list=decorators):
            is_plain = all(ast.unparse(each).startswith(HARMLESS) for each in decorators)
            return name if is_plain and not name.startswith(CALLED_BY_PYTEST) else ""
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            is_plain = not any(isinstance(node, ast.Call) for node in ast.walk(statement))
            return name if is_plain and not name.startswith(CALLED_BY_PYTEST) else ""
    return ""


def _reached(
    check: str,
    always: list[ast.stmt],
    named: Mapping[str, list[ast.stmt]],
    words: Mapping[int, frozenset[str]],
) -> Iterator[ast.stmt]:
    waiting = [*always, *named[check]]
    known = {check}
    while waiting:
        statement = waiting.pop()
        yield statement
        for word in words[id(statement)] & named.keys():
            if word not in known:
                known.add(word)
                waiting += named[word]


def _words(tree: ast.AST) -> frozenset[str]:
    """All names in the code, and all words of its texts, which may be names."""
    return frozenset(word for node in ast.walk(tree) for word in _words_of(node))


def _words_of(node: ast.AST) -> Iterator[str]:
    for _, value in ast.iter_fields(node):
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, bytes):
                each = each.decode(errors="replace")
            if isinstance(each, str):
                yield from WORD.findall(each)
