"""Reads YAML into plain data and keeps the lines, so that a fault is reported with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import yaml

from autograder.course.faults import CourseFault, raise_any
from autograder.errors import CourseError

# The keys that lead to a value: ("assignments", "workbook", "tasks", "pooling", "points").
Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """One YAML file: dicts, tuples and scalars in `data`, and the line of each value."""

    name: str
    data: object
    lines: Mapping[Location, int]

    def line(self, location: Location) -> int:
        """The line of `location`, or of the nearest enclosing key that is in the file."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)

    def fault(self, location: Location, sentence: str) -> CourseFault:
        """A fault at the line of `location`."""
        return CourseFault(self.name, self.line(location), sentence)


def parse(text: str, name: str) -> Document:
    """Read one YAML document. `name` is the file's name in messages.

    Raises CourseError for text that is not YAML, duplicate keys, keys that are not text, values of
    YAML's rarer types, and aliases that contain themselves.
    """
    reader = _Reader(name, text)
    try:
        root = reader.loader.get_single_node()
        data = None if root is None else reader.value(root, (), ())
    except yaml.YAMLError as error:
        raise CourseError(str(_syntax_fault(error, name, text))) from None
    finally:
        reader.loader.dispose()
    raise_any(reader.faults)
    return Document(name, data, MappingProxyType(reader.lines))


class _Reader:
    """Converts PyYAML's nodes, which have lines, because the data that PyYAML loads has none."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        try:
            self.loader = yaml.SafeLoader(text)
        except yaml.YAMLError as error:  # a character that YAML does not allow
            raise CourseError(str(_syntax_fault(error, name, text))) from None
        self.lines: dict[Location, int] = {}
        self.faults: list[CourseFault] = []

    def value(self, node: yaml.Node, place: Location, around: tuple[yaml.Node, ...]) -> object:
        """The data in `node`. Sequences become tuples, because the result is immutable."""
        self.lines.setdefault(place, node.start_mark.line + 1)
        if node in around:
            self._wrong(node, "this alias contains itself; write the values out.")
            return None
        around = (*around, node)
        if isinstance(node, yaml.MappingNode):
            return {
                key: self.value(child, (*place, key), around)
                for key, child in self._entries(node, place)
            }
        if isinstance(node, yaml.SequenceNode):
            return tuple(
                self.value(child, (*place, index), around) for index, child in enumerate(node.value)
            )
        return self._scalar(node)

    def _entries(self, node: yaml.MappingNode, place: Location) -> Iterator[tuple[str, yaml.Node]]:
        """The keys of a mapping with their values. Reports duplicate keys."""
        seen: dict[str, int] = {}
        for key_node, child in node.value:
            key = self._scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str):
                self._wrong(key_node, "a key should be text; put it in quotes.")
            elif key in seen:
                first = seen[key]
                self._wrong(
                    key_node, f"{key!r} is written twice (first in line {first}); keep one."
                )
            else:
                seen[key] = self.lines[(*place, key)] = key_node.start_mark.line + 1
                yield key, child

    def _scalar(self, node: yaml.Node) -> object:
        try:
            value: object = self.loader.construct_object(node)
        except (yaml.constructor.ConstructorError, ValueError):
            self._wrong(node, f"{node.value!r} can't be read; put it in quotes if it is text.")
            return None
        return value

    def _wrong(self, node: yaml.Node, sentence: str) -> None:
        self.faults.append(CourseFault(self.name, node.start_mark.line + 1, sentence))


def _syntax_fault(error: yaml.YAMLError, name: str, text: str) -> CourseFault:
    """The fault at the line where the text stops being YAML, with PyYAML's reason."""
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line, why = (mark.line + 1 if mark else 1), error.problem or error.context
    else:
        line, why = text.count("\n", 0, getattr(error, "position", 0)) + 1, "a forbidden character"
    return CourseFault(
        name, line, f"this is not YAML ({why}); check indentation, quotes and colons."
    )
