"""Layers that are made as the solution's, and then changed."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from autograder.diagnosis.executable import function_of
from autograder.diagnosis.misconceptions import Misconception

Change = Callable[[Any, Mapping[str, Any]], None]


def changed_once_made(name: str, sentence: str, change: Change) -> Misconception:
    """A layer that is changed once it is made; `change` takes it, and what it was made with."""

    def wrong(right: Any) -> Any:
        signature = inspect.signature(right)

        class Mapped(right):  # type: ignore[misc]  # a layer of the course's
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                change(self, signature.bind(*args, **kwargs).arguments)

        return Mapped

    return Misconception(name, function_of(name), sentence, wrong)
