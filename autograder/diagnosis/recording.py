"""What a check asked and what came of it, kept so that the same can be asked of others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from torch import Tensor

from autograder.diagnosis import script_lines
from autograder.diagnosis.scripts import Script
from autograder.sandbox.inside.messages import MAX_GRAPHS_OF_PARTS

Gradients = tuple[Tensor | None, ...]
Asked = Literal["call", "parameters", "gradients", "state_dict", "member"]
LONGEST_SHOWN = 80  # characters of an argument
MOST_SHOWN = 4  # parts of a list of tensors
MOST_LINES = 3  # calls, of those that led to one


@dataclass(frozen=True)
class LayerConstruction:
    """How the layer that was asked had come about; `state` is None while nobody knows it. It may be
    known `of_parameters` alone: then the layer may have buffers as well.
    """

    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    state: Mapping[str, Tensor] | None = None
    of_parameters: bool = False


@dataclass(frozen=True)
class BackwardPass:
    """One way back from an answer: what flowed in, and what came out at each leaf.

    `part` is the place in a list or tuple from which it went; an answer that is a tensor has 0.
    """

    inflow: Tensor
    gradients: tuple[Tensor | None, ...]
    part: int = 0


@dataclass(frozen=True)
class RecordedCall:
    """One call of a check: what was asked, and what came of it (an answer, or an exception).

    For a call of a layer, `function` is the layer's class and `made` how the layer was made; where
    its gradients were asked, the arguments are those of its last call before. For one that asks or
    is given another object, `function` is what made the object, and `made` the script of the calls
    before; `asked` is "member". Where gradients of a layer were asked, they flowed back from these
    `parts` of its answer; None if that is no list or tuple.
    `files` are the files that were given by then: path → data.
    """

    function: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    answer: object = None
    error: Exception | None = None
    changed: tuple[str, ...] = ()
    made: LayerConstruction | Script | None = None
    asked: Asked = "call"
    files: Mapping[str, bytes] = field(default_factory=dict)
    backwards: list[BackwardPass] = field(default_factory=list)
    parts: tuple[int, ...] | None = None

    def __str__(self) -> str:
        """The call with the shapes of its arguments: `conv2d(float32 (2, 3, 8, 7), stride=2)`."""
        given = _listed(self.args, self.kwargs)
        if isinstance(self.made, Script):
            return _in_one_line(self, self.made)
        if self.made is None:
            return f"{self.function}({given})"
        layer = f"{self.function}({_listed(self.made.args, self.made.kwargs)})"
        if self.asked == "gradients" and self.parts is not None:
            return "; ".join(f"{layer}({given})[{part}].sum().backward()" for part in self.parts)
        if self.asked == "gradients":
            return f"{layer}({given}).sum().backward()"
        return f"{layer}({given})" if self.asked == "call" else f"{layer}.{self.asked}()"


def leaves(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> list[Tensor]:
    """The arguments that want a gradient, in order."""
    values = (*args, *kwargs.values())
    return [value for value in values if isinstance(value, Tensor) and value.requires_grad]


def gradients_of(wanting: Sequence[Tensor]) -> dict[str, Tensor | None]:
    """The gradients of arguments, in order, after going backwards."""
    return {f"argument {number}": each.grad for number, each in enumerate(wanting, 1)}


def tracked(answer: object) -> list[tuple[int, Tensor]]:
    """The tensors from which gradients flow back, and their places: the answer itself, or the first
    ones of a list or a tuple, as many as a worker keeps."""
    parts: Iterable[tuple[int, object]] = ()
    if isinstance(answer, Tensor):
        parts = [(0, answer)]
    elif isinstance(answer, list | tuple):
        parts = enumerate(answer)
    found = ((n, part) for n, part in parts if isinstance(part, Tensor) and part.requires_grad)
    return list(islice(found, MAX_GRAPHS_OF_PARTS))


def record_backward(call: RecordedCall) -> None:
    """Record what flows back from the call's answer, if anything ever does."""
    wanted = len(leaves(call.args, call.kwargs))
    # Not `call`: it holds the answer, and Python frees no circle that leads through torch's graph.
    backwards = call.backwards

    def heard(part: int, outflow: Gradients, inflow: Gradients) -> None:
        if inflow[0] is not None:
            backwards.append(BackwardPass(inflow[0], outflow[-wanted:], part))

    if wanted:
        _listen(call.answer, heard)


def _listen(answer: object, heard: Callable[[int, Gradients, Gradients], None]) -> None:
    for part, tensor in tracked(answer):
        if tensor.grad_fn is not None:
            tensor.grad_fn.register_hook(partial(heard, part))


class OnlyTheLast(list[RecordedCall]):
    """Keeps the last call only, and no answer: for checks whose calls are not asked again."""

    def append(self, call: RecordedCall) -> None:
        """Keep this call in place of the one before."""
        self[:] = [replace(call, answer=None)]


class WatchedLayer:
    """A student's layer, as checks see it: passes everything on and records what is asked."""

    is_module_ = True

    def __init__(
        self, layer: Any, name: str, made: LayerConstruction, calls: list[RecordedCall]
    ) -> None:
        self._layer, self._name, self._made, self._calls = layer, name, made, calls
        self._last: RecordedCall | None = None
        self._went_back: set[int] = set()  # parts of the answer of the last call

    def __getattr__(self, name: str) -> Any:
        return getattr(self._layer, name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("call", self._layer, *args, **kwargs)

    def infer(self, *args: Any) -> Any:
        """Call it for its answer alone."""
        return self._ask("call", self._layer.infer, *args)

    def load_state_dict(self, state: Mapping[str, Tensor]) -> None:
        """Load a state dict, strictly."""
        self._layer.load_state_dict(state)
        self._knows({name: value.detach().clone() for name, value in state.items()})

    def state_dict(self) -> dict[str, Tensor]:
        """Names → tensors, as the layer gives them."""
        state: dict[str, Tensor] = self._ask("state_dict", self._layer.state_dict)
        self._knows(state)
        return state

    def parameters(self) -> dict[str, Tensor]:
        """Names → values of the parameters."""
        parameters: dict[str, Tensor] = self._ask("parameters", self._layer.parameters)
        if self._made.state is None:
            self._knows(parameters, of_parameters=True)
        return parameters

    def gradients(self) -> dict[str, Tensor | None]:
        """Names → gradients of the parameters, after going backwards."""
        gradients: dict[str, Tensor | None] = self._layer.gradients()
        if (last := self._last) is not None:
            all_ = {**gradients, **gradients_of(leaves(last.args, last.kwargs))}
            parts = None if last.parts is None else tuple(sorted(self._went_back))
            call = replace(last, answer=all_, asked="gradients", changed=(), parts=parts)
            self._calls.append(call)
        return gradients

    def _knows(self, state: Mapping[str, Tensor], *, of_parameters: bool = False) -> None:
        self._made = replace(self._made, state=state, of_parameters=of_parameters)

    def _recorded(self, value: Any) -> Any:
        """What was given or came, as it is recorded."""
        return value

    def _ask(self, asked: Asked, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        given = self._recorded(args), self._recorded(kwargs)
        call = RecordedCall(self._name, *given, made=self._made, asked=asked)
        try:
            answer = function(*args, **kwargs)
        except Exception as error:
            self._calls.append(replace(call, error=error))
            raise
        call = replace(call, answer=self._recorded(answer))
        record_backward(call)
        self._calls.append(call)
        if asked == "call":
            # Its graph may be freed.
            parts = () if isinstance(answer, list | tuple) else None
            self._last = replace(call, answer=None, backwards=[], parts=parts)
            went_back = self._went_back = set()
            if parts is not None:
                _listen(call.answer, lambda part, *_: went_back.add(part))
        return answer


def _in_one_line(call: RecordedCall, script: Script) -> str:
    """The script's first line, its last ones, and the call."""
    names = script_lines.variables(script, [*call.args, *call.kwargs.values()], set())
    found = script_lines.lines(
        script, call.function, call.args, call.kwargs, names, lambda value, *_: _shown(value)
    )
    if len(found) > MOST_LINES:
        found = [found[0], "…", *found[-MOST_LINES + 1 :]]
    return "; ".join(found)


def _listed(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    named = [f"{name}={_shown(value)}" for name, value in kwargs.items()]
    return ", ".join([*(_shown(value) for value in args), *named])


def _shown(value: Any) -> str:
    if hasattr(value, "dtype"):
        return f"{str(value.dtype).removeprefix('torch.')} {tuple(value.shape)}"
    if isinstance(value, list | tuple) and any(map(_holds_numbers, value)):
        shown = [_shown(each) for each in value[:MOST_SHOWN]]
        more = ["…"] if len(value) > MOST_SHOWN else []
        parts = ", ".join([*shown, *more])
        if isinstance(value, list):
            return f"[{parts}]"
        return f"({parts},)" if len(value) == 1 else f"({parts})"
    text = repr(Path(value).name if isinstance(value, str) else value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _holds_numbers(value: Any) -> bool:
    """Whether it is a tensor or an array, or holds one at any depth."""
    nested = isinstance(value, list | tuple) and any(map(_holds_numbers, value))
    return nested or hasattr(value, "dtype")
