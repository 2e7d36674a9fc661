"""Asks a copy of the solution what a check asked the student."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.backwards import pulled_back
from autograder.diagnosis import copies
from autograder.diagnosis.outcomes import CallOutcome, Described, same_numbers
from autograder.diagnosis.recording import (
    BackwardPass,
    LayerConstruction,
    RecordedCall,
    gradients_of,
    leaves,
    tracked,
)
from autograder.diagnosis.retelling import NotReplayable, retold
from autograder.diagnosis.scripts import OBJECT, Made, Script, without_objects
from autograder.errors import StudentError, StudentRaised, StudentUnfinished
from autograder.files import leftovers
from autograder.results import Status
from autograder.sandbox.inside import members

LAYER = Described("a layer")
SEED = 3  # of what layers draw at random, so that it is the same each time
Args = tuple[Any, ...]
Kwargs = Mapping[str, Any]
Asked = Callable[[Args, Kwargs], Any]


def of_student(call: RecordedCall) -> CallOutcome | None:
    """What came of it in the student's hands; None where that tells nothing of a mistake."""
    if call.error is not None:
        is_crash = isinstance(call.error, StudentRaised) and call.error.status is Status.CRASHED
        if not is_crash or isinstance(call.error, StudentUnfinished):
            return None
        assert isinstance(call.error, StudentRaised)  # noqa: S101 - for the type checker
        return CallOutcome(error=call.error.type_names)
    return CallOutcome(
        _plain(call, call.answer),
        is_changed=bool(call.changed),
        needs_grad=_needs_grad(call, call.answer),
        gradients=tuple(back.gradients for back in call.backwards),
    )


class Replayer:
    """Replays calls; keeps the files that go with them until it is closed."""

    def __init__(self) -> None:
        self._folder = leftovers.temporary_folder()

    def close(self) -> None:
        """Remove the files."""
        self._folder.cleanup()

    def replay(self, call: RecordedCall, module: ModuleType) -> CallOutcome:
        """What comes of it in the hands of `module`. Raises NotReplayable."""
        try:
            # What is made may draw random numbers, which are others' too.
            is_made = call.made is not None or isinstance(getattr(module, call.function), type)
            with torch.random.fork_rng(devices=[], enabled=is_made), no_warnings():
                if is_made:
                    torch.default_generator.manual_seed(SEED)
                args, kwargs, ask = self._made(call, module)
                answer = ask(args, kwargs)
            gradients = tuple(_gradients(answer, args, kwargs, back) for back in call.backwards)
        except NotReplayable:
            raise
        except StudentError:
            raise  # never from a solution
        except Exception as error:  # noqa: BLE001 - a wrong answer may raise anything
            return CallOutcome(error=tuple(kind.__name__ for kind in type(error).__mro__))
        return CallOutcome(
            _plain(call, answer, getattr(module, call.function, None)),
            is_changed=_is_changed(call, args, kwargs),
            needs_grad=_needs_grad(call, answer),
            gradients=gradients,
        )

    def _made(self, call: RecordedCall, module: ModuleType) -> tuple[Args, Kwargs, Asked]:
        """The arguments, and what is to be asked; of a script, all that came before has been."""
        script = call.made
        if isinstance(script, Script):
            following = retold(script, module, lambda value: self._copied(value, call.files))
            filled = following.filled(call.args), following.filled(dict(call.kwargs))
            return *filled, partial(following.ask, script, call.function)
        args = tuple(self._copied(value, call.files) for value in call.args)
        kwargs = {name: self._copied(value, call.files) for name, value in call.kwargs.items()}
        return args, kwargs, partial(_ask, call, module)

    def numbers(self, call: RecordedCall, module: ModuleType) -> CallOutcome:
        """The same as far as numbers go, faster: no gradients, and layouts may be others.

        Raises NotReplayable.
        """
        if call.made is not None or call.files:
            return self.replay(call, module)
        args = [copies.plain(value) for value in call.args]
        kwargs = {name: copies.plain(value) for name, value in call.kwargs.items()}
        try:
            with torch.no_grad(), no_warnings():
                asked = getattr(module, call.function)
                return CallOutcome(_plain(call, asked(*args, **kwargs), asked))
        except Exception as error:  # noqa: BLE001 - a wrong answer may raise anything
            return CallOutcome(error=tuple(kind.__name__ for kind in type(error).__mro__))

    def _copied(self, value: Any, files: Mapping[str, bytes]) -> Any:
        """The argument as the student's process gets it: same numbers, same kind of layout."""
        if isinstance(value, Tensor | np.ndarray):
            return copies.faithful(value)
        if isinstance(value, list | tuple):
            return type(value)(self._copied(item, files) for item in value)
        if isinstance(value, dict):
            return {key: self._copied(item, files) for key, item in value.items()}
        if isinstance(value, str) and value in files:
            return self._file(value, files[value])
        if value is None or isinstance(value, str | int | float | complex | np.generic):
            return value
        raise NotReplayable(type(value).__name__)

    def _file(self, given: str, data: bytes) -> str:
        path = Path(tempfile.mkdtemp(dir=self._folder.name)) / Path(given).name
        path.write_bytes(data)
        return str(path)


@contextmanager
def no_warnings() -> Iterator[None]:
    """What Python, torch or NumPy warns of, such as a layer without numbers, is of calls that
    nobody has written; it would stand between the lines that people read.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _ask(call: RecordedCall, module: ModuleType, args: Args, kwargs: Kwargs) -> Any:
    if call.made is None:
        return getattr(module, call.function)(*args, **kwargs)
    assert not isinstance(call.made, Script)  # noqa: S101 - for the type checker; it is followed
    layer = getattr(module, call.function)(*call.made.args, **call.made.kwargs)
    if call.made.state is not None:
        others = layer.state_dict() if call.made.of_parameters else {}
        layer.load_state_dict({**others, **call.made.state})
    elif call.asked in ("call", "gradients"):
        raise NotReplayable("nobody knows the layer's parameters")
    if call.asked == "call":
        return layer(*args, **kwargs)
    if call.asked == "gradients":
        answer, wanting = layer(*args, **kwargs), leaves(args, kwargs)
        return _gradients_after(answer, layer, wanting, call.parts)
    if call.asked == "parameters":
        return {name: value.detach() for name, value in layer.named_parameters()}
    return layer.state_dict()


def _gradients_after(
    answer: object, layer: nn.Module, wanting: Sequence[Tensor], parts: tuple[int, ...] | None
) -> dict[str, Tensor | None]:
    """The gradients of parameters and of arguments, if the sum of the answer goes backwards, or the
    sums of these parts of it."""
    is_as_asked = (parts is None) == isinstance(answer, Tensor)
    for place, tensor in tracked(answer) if is_as_asked else ():
        if parts is None or place in parts:
            tensor.sum().backward(retain_graph=True)  # type: ignore[no-untyped-call]  # torch's
    parameters = {name: value.grad for name, value in layer.named_parameters()}
    return {**parameters, **gradients_of(wanting)}


def _gradients(
    answer: object, args: tuple[Any, ...], kwargs: Mapping[str, Any], back: BackwardPass
) -> tuple[Tensor | None, ...]:
    wanted, there = leaves(args, kwargs), dict(tracked(answer))
    if back.part not in there:
        return (None,) * len(wanted)
    return pulled_back(there[back.part], wanted, back.inflow)


def _needs_grad(call: RecordedCall, answer: object) -> tuple[int, ...]:
    """The places from which gradients flow back to the arguments that want one."""
    is_asked = bool(leaves(call.args, call.kwargs))
    return tuple(place for place, _ in tracked(answer)) if is_asked else ()


def _is_changed(call: RecordedCall, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
    before, after = [*call.args, *call.kwargs.values()], [*args, *kwargs.values()]
    return not all(map(_is_as_before, before, after))


def _is_as_before(value: object, now: object) -> bool:
    if isinstance(value, Tensor | np.ndarray):
        if not isinstance(now, Tensor | np.ndarray) or now.shape != value.shape:
            return False
        return same_numbers(value, now)
    if isinstance(value, list | tuple) and isinstance(now, list | tuple):
        return len(value) == len(now) and all(map(_is_as_before, value, now))
    if isinstance(value, Made):
        return True  # an object may change when it is asked
    if isinstance(value, dict) and isinstance(now, dict):
        return value.keys() == now.keys() and all(_is_as_before(value[k], now[k]) for k in value)
    # The path of a file is another one when it is replayed. NaN differs from itself.
    return isinstance(value, str) or repr(value) == repr(now)


def _plain(call: RecordedCall, answer: object, asked: object = None) -> object:
    """The answer as it can be compared: a layer is a layer; fresh parameters are random.

    `asked` is the function or class of this process that gave it.
    """
    if isinstance(answer, Tensor):
        return answer.detach()
    if isinstance(answer, nn.Module) or getattr(answer, "is_module_", False):
        return LAYER
    if members.is_made_by(asked, answer):
        return Described(OBJECT.description_)
    if call.asked in ("call", "member"):
        plain = without_objects(answer)
        return Described(plain.description_) if hasattr(plain, "description_") else plain
    if call.asked == "gradients" and isinstance(answer, dict):
        return {name: value is not None for name, value in answer.items()}  # whether any came
    if isinstance(answer, dict):
        state = {name: value.detach() for name, value in answer.items()}
        is_fresh = isinstance(call.made, LayerConstruction) and call.made.state is None
        return {name: _look(value) for name, value in state.items()} if is_fresh else state
    return answer


def _look(fresh: Tensor) -> object:
    """What can be said of random numbers. Biases may start equal; kernels may not."""
    is_constant = (
        fresh.dim() > 1 and fresh.numel() > 1 and bool((fresh == fresh.flatten()[0]).all())
    )
    about = (tuple(fresh.shape), str(fresh.dtype), bool(fresh.isfinite().all()))
    return (*about, is_constant)
