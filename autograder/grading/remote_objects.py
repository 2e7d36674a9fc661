"""What stays in a worker and can be asked: layers, and objects of other classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from autograder.errors import AnswerRefused, CheckFailed, CourseError, Ours
from autograder.grading.answered import Answered
from autograder.grading.given_to import refusal
from autograder.grading.joined import joined
from autograder.grading.things import Held, Layer, Thing
from autograder.sandbox.any_worker import DEFAULT_OPTIONS, AnyWorker
from autograder.sandbox.inside import messages
from autograder.text import tellable

PROBLEMS = (
    *("", "empty", "pointer", "damaged", "holds_a_model"),
    *("no_state_dict", "other_names", "other_shapes"),
)


class _Remote(Held):
    """What a worker keeps: it can be asked until the next check begins."""

    _worker: AnyWorker
    _check: int
    _how: messages.CallOptions
    handle_: messages.Handle

    def ask_(self, member: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Answered:
        self._require_kept()
        is_call = member == "__call__"
        name = self.name_ if is_call else f"{self.name_}.{member}"
        number, asked = self.handle_.number, None if is_call else member
        answered, _ = call_remotely(
            self._worker, number, args, kwargs, name=name, how=self._how, member=asked
        )
        if member == "__len__" and not _is_length(answered.answer):
            raise AnswerRefused(Ours(f"What came back from `{name}` is not a length."))
        return answered

    def read_(self, member: str) -> Answered:
        self._require_kept()
        resolve = Resolving(self._worker, f"{self.name_}.{member}", self._how)
        number = self.handle_.number
        answer = self._worker.attribute(number, member, name=self.name_, resolve=resolve)
        if isinstance(answer, Tensor):
            answer = answer.detach()
        return Answered(answer, holds_objects=resolve.holds_objects)

    def _require_kept(self) -> None:
        if self._check != self._worker.checks_begun:
            raise CourseError(
                f"A check asks `{self.name_}`, which was made in another check or process."
            )


class RemoteLayer(_Remote, Layer):
    """A layer that stays in the worker: it can be called, has the methods below, and its own."""

    def __init__(
        self, worker: AnyWorker, handle: messages.Handle, name: str, how: messages.CallOptions
    ) -> None:
        """`how` is how the call was made that gave it: its own methods are called so as well."""
        super().__init__(name, frozenset(handle.methods))
        self._worker, self._check, self._how = worker, worker.checks_begun, how
        self.handle_ = messages.Handle(handle.number, is_module=True)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        number = self.handle_.number
        return call_remotely(self._worker, number, args, kwargs, name=self.name_)[0].answer

    def infer(self, *args: Any) -> Any:
        """Call it without gradients; the worker keeps nothing of the call."""
        number, how = self.handle_.number, messages.CallOptions(inference=True)
        return call_remotely(self._worker, number, args, {}, name=self.name_, how=how)[0].answer

    def ablate(
        self,
        *args: Any,
        operators: Sequence[str],
        reductions: Sequence[str] = (),
        first_axis: int = 2,
    ) -> tuple[Any, int]:
        """Call it with some operators replaced by zeros: see `messages.Ablation`.

        Returns the answer, and how many calls of operators were replaced.
        """
        ablation = messages.Ablation(list(operators), list(reductions), first_axis)
        number, how = self.handle_.number, messages.CallOptions(ablation=ablation, inference=True)
        found, reply = call_remotely(self._worker, number, args, {}, name=self.name_, how=how)
        return found.answer, reply.ablated

    def state_dict(self) -> dict[str, Tensor]:
        """The layer's state dict: names → tensors."""
        return self._tensors("state_dict")

    def load_state_dict(self, state: Mapping[str, Tensor]) -> None:
        """Load a state dict. All names and shapes must match."""
        self._worker.method(self.handle_.number, "load_state_dict", dict(state), name=self.name_)

    def load_checkpoint(self, name: str, *others: str) -> Loaded:
        """Load the state dict from a submitted file, and compare it with other submitted files."""
        number, names = self.handle_.number, (name, *others)
        answer = self._worker.method(number, "load_checkpoint", *names, name=self.name_)
        match answer:
            case [str(problem), int(count), int(total), list(differ)] if problem in PROBLEMS:
                return Loaded(problem, count, total, tuple(map(bool, differ)))
        raise AnswerRefused(f"What came back for {name} is not an answer in the grader's protocol.")

    def parameters(self) -> dict[str, Tensor]:
        """Names → values of the parameters."""
        return self._tensors("parameters")

    def gradients(self) -> dict[str, Tensor | None]:
        """Names → gradients of the parameters, None where there is none."""
        answer = self._worker.method(self.handle_.number, "gradients", name=self.name_)
        return dict(answer) if isinstance(answer, dict) else {}

    def train(self) -> None:
        """Switch to training mode."""
        self._worker.method(self.handle_.number, "train", name=self.name_)

    def eval(self) -> None:
        """Switch to evaluation mode."""
        self._worker.method(self.handle_.number, "eval", name=self.name_)

    def cpu(self) -> None:
        """Move the layer to the CPU."""
        self._worker.method(self.handle_.number, "cpu", name=self.name_)

    def zero_grad(self) -> None:
        """Reset the gradients."""
        self._worker.method(self.handle_.number, "zero_grad", name=self.name_)

    def _tensors(self, method: messages.MethodName) -> dict[str, Tensor]:
        answer = self._worker.method(self.handle_.number, method, name=self.name_)
        pairs = answer.items() if isinstance(answer, dict) else ()
        return {name: value for name, value in pairs if isinstance(value, Tensor)}


@dataclass(frozen=True)
class Loaded:
    """The result of loading a checkpoint: a problem or ''; how many of how many tensors have it;
    and for each of the other files, whether its content differs.
    """

    problem: str
    count: int
    total: int
    differ: tuple[bool, ...]


@dataclass(frozen=True)
class Unsendable:
    """An answer that can't be sent. Only its description is known."""

    description_: str


class RemoteThing(_Remote, Thing):
    """An object of a class of the student's own, or a function: it stays in the worker."""

    def __init__(
        self, worker: AnyWorker, handle: messages.Handle, name: str, how: messages.CallOptions
    ) -> None:
        """`how` is how the call was made that gave it: its methods are called so as well."""
        super().__init__(name, handle.description, frozenset(handle.methods))
        self._worker, self._check, self._how = worker, worker.checks_begun, how
        self.handle_ = messages.Handle(handle.number)


class Resolving:
    """Makes an object for each handle that comes back, and notes whether there was any."""

    def __init__(self, worker: AnyWorker, name: str, how: messages.CallOptions) -> None:
        self._worker, self._name, self._how = worker, name, how
        self.holds_objects = False

    def __call__(self, thing: messages.Handle | messages.Opaque) -> object:
        if isinstance(thing, messages.Opaque):
            return Unsendable(thing.description)
        if thing.is_module:
            return RemoteLayer(self._worker, thing, self._name, self._how)
        self.holds_objects = True
        return RemoteThing(self._worker, thing, self._name, self._how)


def call_remotely(
    worker: AnyWorker,
    target: str | int,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    *,
    name: str,
    how: messages.CallOptions = DEFAULT_OPTIONS,
    member: str | None = None,
) -> tuple[Answered, messages.Returned]:
    """Call in the worker a function, a kept object or its `member`; returns what came, and the
    reply.

    An answer that requires gradients is joined to its arguments in our autograd graph: its backward
    pass runs in the worker. So are the first tensors of a tuple or a list.
    """

    resolve = Resolving(worker, name, how)
    answer, reply = worker.call(
        target, args, kwargs, name=name, refer=_handle, resolve=resolve, how=how, member=member
    )

    def tracked(part: Any, graph: int | None) -> Any:
        if not isinstance(part, Tensor):
            return part
        if graph is None or not part.is_floating_point():
            return part.detach()
        leaves = [v for v in (*args, *kwargs.values()) if _is_leaf(v)]
        return joined(part.detach(), leaves, worker=worker, graph=graph, name=name)

    if type(answer) in (list, tuple) and reply.graphs:
        parts = (tracked(part, reply.graphs.get(place)) for place, part in enumerate(answer))
        answer = type(answer)(parts)
    else:
        answer = tracked(answer, reply.graph)
    # Accept only known argument names, because they become part of sentences.
    given = [*(f"argument {i}" for i, _ in enumerate(args, 1)), *kwargs]
    changed = tuple(name for name in given if name in reply.changed)
    answered = Answered(
        answer,
        changed,
        was_stopped=reply.stopped,
        witnessed=reply.witnessed,
        holds_objects=resolve.holds_objects,
    )
    return answered, reply


def _handle(value: object) -> messages.Handle:
    handle = getattr(value, "handle_", None)
    if isinstance(handle, messages.Handle):
        return handle
    if isinstance(value, Unsendable):
        raise CheckFailed(
            f"An answer is {value.description_}, of which nothing more can be asked.",
            told=f"An answer is {tellable.kind(value.description_)}, of which nothing more "
            "can be asked.",
        )
    raise refusal(value)


def _is_leaf(value: object) -> bool:
    return isinstance(value, Tensor) and value.requires_grad


def _is_length(answer: object) -> bool:
    return type(answer) is int and answer >= 0
