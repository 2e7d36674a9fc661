"""A student's layer, as checks see it, of which also is recorded what its own methods are asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from torch import Tensor

from autograder.diagnosis.recording import LayerConstruction, WatchedLayer
from autograder.diagnosis.scripts import Made, stand_in
from autograder.grading.answered import Answered
from autograder.grading.things import Held, Layer, OnlyAsked

if TYPE_CHECKING:
    from autograder.grading.watching import Watching


class StoriedLayer(OnlyAsked, WatchedLayer):
    """Until a method of its own is asked, a layer is what it was made with and what its parameters
    are; from then on, its whole story tells what it is.

    A function that is given the layer may change it, and nobody tells how: from then on, what its
    own methods are asked is not recorded.
    """

    own_ = frozenset(
        (
            *("_layer", "_name", "_made", "_calls", "_last", "_went_back"),
            *("_watching", "made_", "_is_by_story", "_is_lost"),
        )
    )
    __iter__: ClassVar[None] = None  # as of other objects
    __contains__: ClassVar[None] = None

    def __init__(
        self,
        layer: Layer,
        function: str,
        made: LayerConstruction | None,
        watching: Watching,
        place: Made,
    ) -> None:
        """Without `made`, it came of another object: only the story from `place` on tells."""
        super().__init__(layer, function, made or LayerConstruction((), {}), watching.calls)
        self._watching, self.made_ = watching, place
        self._is_by_story, self._is_lost = made is None, False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or "_layer" not in vars(self):
            raise AttributeError(name)
        layer = self._layer
        if name in vars(layer) or hasattr(type(layer), name):
            return getattr(layer, name)
        layer.require_askable_(name)
        if name in layer.methods_:
            return partial(self._own, name)
        return self._asked(name, (), {}, lambda: layer.read_(name), is_read=True)

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> Any:
        return self._asked("__len__", (), {})

    def __getitem__(self, key: Any) -> Any:
        return self._asked("__getitem__", (key,), {})

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._is_by_story:
            call = partial(self._layer, *args, **kwargs)
            return self._asked("__call__", args, kwargs, lambda: Answered(call()))
        self._happened("__call__", args, kwargs)
        return super().__call__(*args, **kwargs)

    def infer(self, *args: Any) -> Any:
        """Call it for its answer alone."""
        if self._is_by_story:
            infer = partial(self._layer.infer, *args)
            return self._asked("__call__", args, {}, lambda: Answered(infer()))
        self._happened("__call__", args, {})
        return super().infer(*args)

    def state_dict(self) -> dict[str, Tensor]:
        """Names → tensors, as the layer gives them."""
        if self._is_by_story:
            return self._layer.state_dict()  # type: ignore[no-any-return]  # a layer's
        return super().state_dict()

    def parameters(self) -> dict[str, Tensor]:
        """Names → values of the parameters."""
        if self._is_by_story:
            return self._layer.parameters()  # type: ignore[no-any-return]  # a layer's
        return super().parameters()

    def train(self) -> None:
        """Switch to training mode."""
        self._layer.train()
        self._happened("train", (), {})

    def eval(self) -> None:
        """Switch to evaluation mode."""
        self._layer.eval()
        self._happened("eval", (), {})

    def was_given_(self) -> None:
        """A function was given it."""
        self._is_lost = True

    def _knows(self, state: Mapping[str, Tensor], *, of_parameters: bool = False) -> None:
        super()._knows(state, of_parameters=of_parameters)
        self._happened("load_state_dict", (dict(state),), {})

    def _recorded(self, value: Any) -> Any:
        return inert(value)

    def _own(self, member: str, /, *args: Any, **kwargs: Any) -> Any:
        # What flows back into parameters from here on did not come of the last call.
        self._is_by_story, self._last = True, None
        return self._asked(member, args, kwargs)

    def _asked(
        self,
        member: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        ask: Callable[[], Answered] | None = None,
        *,
        is_read: bool = False,
    ) -> Any:
        ask = ask or partial(self._layer.ask_, member, args, kwargs)
        if self._is_lost:
            return ask().answer
        return self._watching.asked(
            self._name, args, kwargs, ask, of=self.made_, member=member, is_read=is_read
        )

    def _happened(self, member: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
        """A step of the story that is not asked again by itself. What a layer without methods of
        its own answers depends on its parameters alone, so that its calls are none."""
        if member != "__call__" or self._layer.methods_:
            self._watching.happened(self._name, args, kwargs, of=self.made_, member=member)


# As of other objects, in Python's own sentences.
StoriedLayer.__name__ = "layer of the student"


def inert(value: Any) -> Any:
    """What was given or came, as it is recorded where no story is told: objects among it can't be
    asked any more. What was told of a layer holds no longer."""
    if isinstance(value, StoriedLayer):
        value.was_given_()
    if isinstance(value, StoriedLayer | Held):
        return stand_in(value)
    if type(value) in (list, tuple):
        parts = list(map(inert, value))
        is_same = all(new is old for new, old in zip(parts, value, strict=True))
        return value if is_same else type(value)(parts)
    if isinstance(value, dict):
        return {key: inert(part) for key, part in value.items()}
    return value
