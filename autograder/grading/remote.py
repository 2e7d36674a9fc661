"""Answers checks with a submission, in a worker, and joins the answers to our autograd graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from autograder.errors import AnswerRefused, CheckFailed, CourseError, SandboxError
from autograder.grading.attempt import Attempt
from autograder.grading.joined import joined
from autograder.grading.student import Answered
from autograder.sandbox.any_worker import DEFAULT_OPTIONS, AnyWorker
from autograder.sandbox.inside import messages
from autograder.text import tellable

PROBLEMS = (
    *("", "empty", "pointer", "damaged", "holds_a_model"),
    *("no_state_dict", "other_names", "other_shapes"),
)


class RemoteAnswers:
    """The submission's answers, from a worker, with the interface `student.Answers`."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt

    def call(
        self,
        function: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        how: messages.CallOptions,
    ) -> Answered:
        try:
            self._attempt.refuse_hopeless(function)
            if how.module:
                self._attempt.require(f"{how.module}.py")
            answer, reply = call_remotely(
                self._attempt.worker(), function, args, kwargs, name=function, how=how
            )
        except OSError as error:
            # A fault of ours, such as a full disk: a student's code can't cause an OSError here.
            raise SandboxError(f"The sandbox failed: {error}") from error
        # Accept only known argument names, because they become part of sentences.
        given = [*(f"argument {i}" for i, _ in enumerate(args, 1)), *kwargs]
        changed = tuple(name for name in given if name in reply.changed)
        return Answered(answer, changed, was_stopped=reply.stopped, witnessed=reply.witnessed)

    def give_file(self, name: str, data: bytes) -> str:
        worker = self._attempt.worker()
        worker.put({f"given/{name}": data})
        return f"{worker.scratch}/given/{name}"

    def handed_in(self) -> frozenset[str]:
        return self._attempt.files

    def start_over(self, seed: int) -> None:
        self._attempt.start_over(seed)

    def open_reserve(self) -> None:
        self._attempt.worker().open_reserve()

    def printed(self) -> str:
        return self._attempt.worker().printed()


class RemoteObject:
    """An object that stays in the worker and can be called. A layer also has the methods below."""

    def __init__(self, worker: AnyWorker, handle: messages.Handle, name: str) -> None:
        self._worker, self._name = worker, name
        self.handle_ = handle
        self.is_module_ = handle.is_module
        self.description_ = "a layer" if handle.is_module else "an object that can be called"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        number = self.handle_.number
        return call_remotely(self._worker, number, args, kwargs, name=self._name)[0]

    def infer(self, *args: Any) -> Any:
        """Call it without gradients; the worker keeps nothing of the call."""
        number, how = self.handle_.number, messages.CallOptions(inference=True)
        return call_remotely(self._worker, number, args, {}, name=self._name, how=how)[0]

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
        answer, reply = call_remotely(self._worker, number, args, {}, name=self._name, how=how)
        return answer, reply.ablated

    def state_dict(self) -> dict[str, Tensor]:
        """The layer's state dict: names → tensors."""
        return self._tensors("state_dict")

    def load_state_dict(self, state: Mapping[str, Tensor]) -> None:
        """Load a state dict. All names and shapes must match."""
        self._worker.method(self.handle_.number, "load_state_dict", dict(state), name=self._name)

    def load_checkpoint(self, name: str, *others: str) -> Loaded:
        """Load the state dict from a submitted file, and compare it with other submitted files."""
        number, names = self.handle_.number, (name, *others)
        answer = self._worker.method(number, "load_checkpoint", *names, name=self._name)
        match answer:
            case [str(problem), int(count), int(total), list(differ)] if problem in PROBLEMS:
                return Loaded(problem, count, total, tuple(map(bool, differ)))
        raise AnswerRefused(f"What came back for {name} is not an answer in the grader's protocol.")

    def parameters(self) -> dict[str, Tensor]:
        """Names → values of the parameters."""
        return self._tensors("parameters")

    def gradients(self) -> dict[str, Tensor | None]:
        """Names → gradients of the parameters, None where there is none."""
        answer = self._worker.method(self.handle_.number, "gradients", name=self._name)
        return dict(answer) if isinstance(answer, dict) else {}

    def train(self) -> None:
        """Switch to training mode."""
        self._worker.method(self.handle_.number, "train", name=self._name)

    def eval(self) -> None:
        """Switch to evaluation mode."""
        self._worker.method(self.handle_.number, "eval", name=self._name)

    def cpu(self) -> None:
        """Move the layer to the CPU."""
        self._worker.method(self.handle_.number, "cpu", name=self._name)

    def zero_grad(self) -> None:
        """Reset the gradients."""
        self._worker.method(self.handle_.number, "zero_grad", name=self._name)

    def _tensors(self, method: messages.MethodName) -> dict[str, Tensor]:
        answer = self._worker.method(self.handle_.number, method, name=self._name)
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


def call_remotely(
    worker: AnyWorker,
    target: str | int,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    *,
    name: str,
    how: messages.CallOptions = DEFAULT_OPTIONS,
) -> tuple[Any, messages.Returned]:
    """Call in the worker; returns the answer and the reply.

    An answer that requires gradients is joined to its arguments in our autograd graph: its backward
    pass runs in the worker.
    """

    def resolve(thing: messages.Handle | messages.Opaque) -> object:
        if isinstance(thing, messages.Handle):
            return RemoteObject(worker, thing, name)
        return Unsendable(thing.description)

    answer, reply = worker.call(
        target, args, kwargs, name=name, refer=_handle, resolve=resolve, how=how
    )
    if isinstance(answer, Tensor):
        answer = answer.detach()
        if reply.graph is not None and answer.is_floating_point():
            leaves = [v for v in (*args, *kwargs.values()) if _is_leaf(v)]
            answer = joined(answer, leaves, worker=worker, graph=reply.graph, name=name)
    return answer, reply


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
    raise CourseError(f"A check gives the student a {type(value).__name__}, which can't be sent.")


def _is_leaf(value: object) -> bool:
    return isinstance(value, Tensor) and value.requires_grad
