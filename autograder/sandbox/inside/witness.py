"""Observes a training: which examples the network gets, what the loss gets, what optimizers do.

It counts calls, and reads nothing that is printed. It serves to explain a low accuracy after it has
been measured, never to grade, so it may slow the training down. Not covered: code that deceives it
on purpose; that only gives its own author a wrong explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.nn.modules.module import (
    register_module_forward_hook,
    register_module_forward_pre_hook,
)
from torch.optim.optimizer import (
    Optimizer,
    register_optimizer_step_post_hook,
    register_optimizer_step_pre_hook,
)
from torch.overrides import TorchFunctionMode

from .recognising import Album
from .witnessed import MAX_LOSSES, Witnessed

LOOKED_AT = 64  # in so many calls, each example is compared with the given ones
BACKWARD: Any = Tensor.backward
Says = Callable[[bool], Witnessed]


@contextmanager
def watched(args: Sequence[object], stride: float) -> Iterator[Says]:
    """Observe the training in the block.

    `args` are the arguments of the student's training function: a network, examples (N, …), labels
    (N,) if there are any, and others. `stride` multiplies each step of an optimizer. Yields a
    function that takes whether the training was stopped, and returns the observations.
    """
    network = next((each for each in args if isinstance(each, torch.nn.Module)), None)
    tensors = [each for each in args if isinstance(each, Tensor)]
    if network is None or not tensors:
        yield lambda was_stopped: Witnessed(was_stopped=was_stopped)
        return
    witness = _Witness(network, Album(tensors[0]), [*tensors, None][1], stride)
    handles = [
        register_module_forward_pre_hook(witness.before_call),
        register_module_forward_hook(witness.after_call),
        register_optimizer_step_pre_hook(witness.before_step),
        register_optimizer_step_post_hook(witness.after_step),
    ]
    try:
        with _Losses(witness):
            yield witness.says
    finally:
        for handle in handles:
            handle.remove()


class _Losses(TorchFunctionMode):
    """Reports every cross-entropy and every backward pass of the current thread."""

    def __init__(self, witness: _Witness) -> None:
        super().__init__()
        self._witness = witness

    def __torch_function__(
        self,
        func: Any,
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        given = dict(kwargs or {})
        if func is BACKWARD:
            self._witness.before_backward(args[0])
            answer = func(*args, **given)
            self._witness.after_backward()
            return answer
        answer = func(*args, **given)
        if func is F.cross_entropy and torch.is_grad_enabled():
            self._witness.of_loss(*_two(args, given), answer)
        return answer


def _two(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[Any, Any]:
    both = (*args, *(kwargs[name] for name in ("input", "target") if name in kwargs))
    return both[0], both[1]


class _Witness:
    def __init__(
        self, network: torch.nn.Module, album: Album, labels: Tensor | None, stride: float
    ) -> None:
        self._network, self._album, self._labels, self._stride = network, album, labels, stride
        self._mine = set(network.modules())
        self._first = {name: p.detach().clone() for name, p in network.named_parameters()}
        self._answer: Tensor | None = None
        self._places: Tensor | None = None
        self._seen_places: set[int] = set()
        self._stepped: set[int] = set()  # parameters that an optimizer has stepped
        self._reached: set[str] = set()  # parameters that a gradient has reached
        self._left_by_step: list[Tensor] | None = None
        self._old: dict[Tensor, Tensor] = {}
        self._since_step = [0, 0]  # calls and examples
        self._between: list[tuple[int, int]] = []
        self._seen: dict[str, Any] = dict.fromkeys(
            ("calls", "in_evaluation", "others", "examples", "known", "known_reshaped", "pairs",
             "pairs_right", "losses_of_shares", "backwards", "uphill", "after_steps", "piled_up",
             "steps", "own_steps", "steps_without_gradient"), 0
        )  # fmt: skip
        self._losses: list[float] = []
        self._peaks: list[float] = []
        self._largest_batch = 0

    def before_call(self, module: torch.nn.Module, args: Any) -> None:
        if not torch.is_grad_enabled():
            return
        if module not in self._mine:
            self._seen["others"] += type(module) is type(self._network)
            return
        if module is not self._network or not args or not isinstance(args[0], Tensor):
            return
        examples = args[0].detach()
        self._seen["calls"] += 1
        self._seen["in_evaluation"] += not module.training
        self._since_step = [self._since_step[0] + 1, self._since_step[1] + len(examples)]
        self._largest_batch = max(self._largest_batch, len(examples))
        self._places = None
        if self._seen["calls"] <= LOOKED_AT:
            self._look_at(examples)

    def _look_at(self, examples: Tensor) -> None:
        self._peaks.append(float(examples.abs().max()))
        self._places = self._album.find(examples)
        found = self._places[self._places >= 0]
        self._seen["examples"] += len(examples)
        self._seen["known"] += len(found)
        self._seen_places.update(found.tolist())
        if not len(found):
            self._seen["known_reshaped"] += int((self._album.find_reshaped(examples) >= 0).sum())

    def after_call(self, module: torch.nn.Module, args: Any, answer: Any) -> None:
        if module is self._network and isinstance(answer, Tensor) and torch.is_grad_enabled():
            self._answer = answer.detach()

    def of_loss(self, given: Tensor, targets: Tensor, loss: Tensor) -> None:
        """Cross-entropy was computed, of `given` (N, classes) and `targets` (N,)."""
        self._losses.append(float(loss.detach().mean()))
        made = self._answer is not None and not _are_shares(self._answer)
        self._seen["losses_of_shares"] += made and _are_shares(given.detach())
        places = self._places
        labels = self._labels
        if labels is None or labels.dim() != 1:
            return
        if places is not None and targets.dim() == 1 and len(targets) == len(places):
            known = places >= 0
            right = labels[places[known]] == targets.detach().cpu()[known]
            self._seen["pairs"] += int(known.sum())
            self._seen["pairs_right"] += int(right.sum())
            self._places = None

    def before_backward(self, loss: Tensor) -> None:
        self._seen["backwards"] += 1
        self._seen["uphill"] += loss.dim() == 0 and float(loss.detach()) < 0
        if self._left_by_step is not None:
            self._seen["after_steps"] += 1
            here = [p.grad for p in self._network.parameters() if p.grad is not None]
            same = len(here) == len(self._left_by_step) > 0 and all(
                torch.equal(one, other) and bool(one.any())
                for one, other in zip(here, self._left_by_step, strict=True)
            )
            self._seen["piled_up"] += same
            self._left_by_step = None

    def after_backward(self) -> None:
        for name, value in self._network.named_parameters():
            if name not in self._reached and value.grad is not None and bool(value.grad.any()):
                self._reached.add(name)

    def before_step(self, optimizer: Optimizer, args: Any, kwargs: Any) -> None:
        known = [p for group in optimizer.param_groups for p in group["params"]]
        self._stepped.update(map(id, known))
        mine = {id(p) for p in self._network.parameters()}
        own = [p for p in known if id(p) in mine]
        self._seen["steps"] += 1
        self._seen["uphill"] += any(group.get("maximize") for group in optimizer.param_groups)
        if own:
            self._seen["own_steps"] += 1
            silent = all(p.grad is None or not bool(p.grad.any()) for p in own)
            self._seen["steps_without_gradient"] += silent
            self._between.append((self._since_step[0], self._since_step[1]))
            self._since_step = [0, 0]
        if self._stride != 1:
            self._old = {p: p.detach().clone() for p in known}

    def after_step(self, optimizer: Optimizer, args: Any, kwargs: Any) -> None:
        left = [p.grad for p in self._network.parameters() if p.grad is not None]
        self._left_by_step = [gradient.clone() for gradient in left]
        with torch.no_grad():
            for parameter, old in self._old.items():
                parameter += (self._stride - 1) * (parameter - old)
        self._old = {}

    def says(self, was_stopped: bool) -> Witnessed:
        parameters = dict(self._network.named_parameters())
        between = [*self._between, (self._since_step[0], self._since_step[1])]
        full = between if not self._between else between[:-1]
        moved = [n for n, p in parameters.items() if not torch.equal(p.cpu(), self._first[n].cpu())]
        unknown = [n for n in self._reached if n in parameters
                   and id(parameters[n]) not in self._stepped]  # fmt: skip
        return Witnessed(
            **{name: int(count) for name, count in self._seen.items()},
            was_stopped=was_stopped,
            losses=self._losses[:MAX_LOSSES],
            dimmest=min(self._peaks, default=0.0),
            distinct=len(self._seen_places),
            largest_batch=self._largest_batch,
            reached=len(self._reached),
            unknown_to_optimizers=len(unknown),
            moved=len(moved),
            calls_between=min((calls for calls, _ in full), default=0),
            examples_between=min((examples for _, examples in full), default=0),
        )


def _are_shares(numbers: Tensor) -> bool:
    """Whether (N, classes) are probabilities: rows that add up to 1, or all between 0 and 1."""
    if numbers.dim() != 2 or not bool((numbers >= 0).all()):
        return False
    sums = numbers.sum(1)
    if torch.allclose(sums, torch.ones_like(sums), atol=1e-3):
        return True
    return bool((numbers > 0).all()) and bool((numbers < 1).all())
