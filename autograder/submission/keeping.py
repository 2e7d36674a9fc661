"""Whether code may keep something from one call to the next, outside of the objects that it makes:
in a global, a class, a default argument, a cache, a file.

Found are honest mistakes, by the look of the source, and more than these: where it can't be told,
the answer is yes. Not found is what hides on purpose; that harms only whoever hides it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import PurePath

# Calls whose results nothing can change.
CONSTANTS = ("frozenset", "int", "float", "str", "bool", "torch.device", "namedtuple", "TypeVar")
DECORATORS = (
    *("property", "staticmethod", "classmethod", "dataclass", "override", "abstractmethod"),
    *("no_grad", "inference_mode", "setter", "overload", "total_ordering", "wraps"),
)
REACHING = (
    *("globals", "vars", "locals", "setattr", "delattr", "exec", "eval", "gc", "inspect"),
    *("builtins", "type", "importlib", "import_module", "__import__", "modules"),
    *("meta_path", "__dict__", "__class__", "__defaults__", "__kwdefaults__"),
    *("__globals__", "__mro__", "environ", "putenv", "chdir", "makedirs", "mkdir"),
    *("rename", "symlink_to", "tempfile", "write", "write_text", "write_bytes", "save"),
    *("pickle", "shelve", "cache", "lru_cache", "manual_seed", "setrecursionlimit"),
)
CHANGING = (
    *("append", "appendleft", "extend", "insert", "add", "update", "setdefault", "pop"),
    *("popitem", "remove", "discard", "clear", "sort", "register"),
)
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def may_keep(files: Mapping[str, bytes], file: str) -> bool:
    """Whether a Python file may keep something, or one that it imports. Files that Python can't
    read keep nothing.
    """
    todo, seen = [file], {file}
    while todo:
        tree = _read(files.get(todo.pop(), b""))
        if tree is not None and _of_module(tree):
            return True
        names = _imported_by(tree) if tree is not None else set()
        found = {name for name in files if PurePath(name.removesuffix(".py")).parts[0] in names}
        found = {name for name in found - seen if name.endswith(".py")}
        todo, seen = [*todo, *found], seen | found
    return False


def _read(data: bytes) -> ast.Module | None:
    try:
        return ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _imported_by(tree: ast.Module) -> set[str]:
    """The first parts of all names from which something is imported."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            found |= {name.partition(".")[0] for name in names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def _of_module(tree: ast.Module) -> bool:
    imported = {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    try:
        return _of_body(tree.body) or any(_of_node(n, imported) for n in ast.walk(tree))
    except RecursionError:
        return True


def _of_body(body: list[ast.stmt]) -> bool:
    """Whether statements of a module or a class make something that can be changed later."""
    for statement in body:
        match statement:
            case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.FunctionDef():
                pass
            case ast.Expr(value=ast.Constant() | ast.Call(func=ast.Name(id="print"))):
                pass
            case ast.AnnAssign(value=None):
                pass
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                if not _is_constant(value):
                    return True
            case ast.ClassDef():
                if statement.keywords or _of_body(statement.body):
                    return True
            case ast.If() if ast.unparse(statement.test) == "__name__ == '__main__'":
                pass  # it does not run here
            case _:
                return True
    return False


def _of_node(node: ast.AST, imported: set[str]) -> bool:
    """Whether something is reached, wherever it stands, that outlives a call."""
    match node:
        case ast.Global() | ast.Nonlocal():
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in REACHING:
            return True
        case ast.ImportFrom():
            return any(alias.name in REACHING for alias in node.names)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return _has_changing_default(node) or not all(map(_is_plain, node.decorator_list))
        case ast.Lambda():
            return _has_changing_default(node)
        case ast.ClassDef():
            return not all(map(_is_plain, node.decorator_list))
        case ast.Attribute(ctx=ast.Store() | ast.Del(), value=owner):
            return not (isinstance(owner, ast.Name) and owner.id in ("self", "ctx"))
        case ast.Call(func=ast.Name(id="open") | ast.Attribute(attr="open"), args=[_, *modes]):
            modes += [each.value for each in node.keywords if each.arg == "mode"]
            return any(not _is_reading(mode) for mode in modes)
        case ast.Call(func=ast.Attribute(attr=attr, value=owner)) if attr in CHANGING:
            return _root(owner) in imported
        case ast.Subscript(ctx=ast.Store() | ast.Del(), value=owner):
            return _root(owner) in imported
    return False


def _has_changing_default(function: Function) -> bool:
    defaults = (*function.args.defaults, *filter(None, function.args.kw_defaults))
    return not all(map(_is_constant, defaults))


def _is_plain(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(called).rpartition(".")[2] in DECORATORS


def _is_constant(value: ast.expr) -> bool:
    """Whether nothing can change it: numbers, words, names of such, tuples, types, functions."""
    match value:
        case ast.Constant():
            return True
        case ast.Name() | ast.Attribute():
            return True  # what it is a name of is judged where it is made
        case ast.Lambda() | ast.JoinedStr():
            return True
        case ast.Call(func=function):
            return ast.unparse(function) in CONSTANTS
        case ast.Subscript(value=inner):  # a type, such as `list[int]`, or a part of a constant
            return _is_constant(inner)
    parts = [each for each in ast.iter_child_nodes(value) if isinstance(each, ast.expr)]
    is_computed = isinstance(value, ast.Tuple | ast.UnaryOp | ast.BinOp | ast.Compare | ast.BoolOp)
    return is_computed and all(map(_is_constant, parts))


def _is_reading(mode: ast.expr) -> bool:
    return isinstance(mode, ast.Constant) and mode.value in ("r", "rb", "rt")


def _root(owner: ast.expr) -> str:
    names: Iterator[ast.AST] = ast.walk(owner)
    return next((each.id for each in names if isinstance(each, ast.Name)), "")
