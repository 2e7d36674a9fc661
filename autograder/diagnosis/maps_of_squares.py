"""Maps of an answer that is cut along two axes to a square."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from torch import Tensor

from autograder.diagnosis.maps import Change, Map
from autograder.diagnosis.maps_of_axes import of_tensor, stem_of
from autograder.text.axes import as_many


def of_squares(one: int, other: int, words: Sequence[str]) -> Iterator[Map]:
    """A tensor cut along two axes to as many entries along both: where the part that is kept is."""
    both = as_many(words[one], words[other])
    stem = f"{stem_of(words[one])}_{stem_of(words[other])}"
    for name, where, start in (
        ("start", "the first ones", lambda spare: 0),
        ("middle", "those in the middle", lambda spare: spare // 2),
        ("end", "the last ones", lambda spare: spare),
    ):
        yield Map(
            f"{stem}:square_from_{name}",
            f"{{it}} were cut to {both}: {where}",
            _square(one, other, start),
        )


def _square(one: int, other: int, start: Callable[[int], int]) -> Change:
    def change(tensor: Tensor) -> Tensor:
        side = min(tensor.shape[one], tensor.shape[other])
        for axis in (one, other):
            tensor = tensor.narrow(axis, start(tensor.shape[axis] - side), side)
        return tensor

    return of_tensor(change)
