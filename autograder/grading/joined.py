"""Joins a worker's answer to the autograd graph of the trusted process.

    trusted process                                worker

    leaves (requires_grad) ──┐
    anchor (requires_grad) ──┤
                             ▼
                        _Joined node  ◄── answer ── graph number n: arguments → answer
                             │
    loss.backward()          ▼
    gradient of answer ──► _Joined.backward ─────► Backward(n, gradient of answer)
    gradients of leaves ◄──────────────────────── gradients of the arguments

The worker keeps graph n as long as the node exists here. When no backward pass can reach the node
any more, its number is added to `AnyWorker.forgotten` and sent with the next call.
https://docs.pytorch.org/docs/stable/notes/extending.html#extending-torch-autograd
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.sandbox.any_worker import AnyWorker


def joined(
    answer: Tensor, leaves: Sequence[Tensor], *, worker: AnyWorker, graph: int, name: str
) -> Tensor:
    """The answer, of the same shape, as a node from which gradients flow back to the `leaves`.

    `leaves` are the tensor arguments that require gradients, in order; `graph` is the number under
    which the worker keeps its own graph; `name` is the function's name in error messages. The
    backward pass raises what `AnyWorker.backward` raises.
    """
    # The anchor makes the answer require gradients even if only parameters of a layer do.
    anchor = torch.zeros((), requires_grad=True)
    node: Tensor = _Joined.apply(_Graph(worker, graph, name), answer, anchor, *leaves)
    return node


class _Graph:
    """A graph that the worker keeps for a backward pass, and frees when this object is freed."""

    def __init__(self, worker: AnyWorker, number: int, name: str) -> None:
        self.worker, self.number, self.name = worker, number, name

    def __del__(self) -> None:
        self.worker.forgotten.append(self.number)


class _Joined(torch.autograd.Function):
    """A worker's answer as a node of our graph."""

    @staticmethod
    def forward(ctx: Any, graph: _Graph, answer: Tensor, *_: Tensor) -> Any:
        ctx.remote = graph
        return answer.view_as(answer)

    @staticmethod
    def backward(ctx: Any, *inflow: Any) -> Any:
        graph = ctx.remote
        wanted = ctx.needs_input_grad[3:]
        answer = graph.worker.backward(graph.number, inflow[0], name=graph.name)
        given = answer if isinstance(answer, list) else []
        gradients = [g if isinstance(g, Tensor) else None for g in given[: len(wanted)]]
        gradients += [None] * (len(wanted) - len(gradients))
        return None, None, None, *gradients
