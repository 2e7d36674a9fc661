"""Joins an answer of the worker's to the trusted process's autograd graph.

    trusted process                                worker

    leaves (requires_grad) ──┐
    anchor (requires_grad) ──┤
                             ▼
                        _Joined node  ◄── answer ── graph number n: arguments → answer
                             │
    loss.backward()          ▼
    gradient of answer ──► _Joined.backward ─────► Backward(n, gradient of answer)
    gradients of leaves ◄──────────────────────── gradients of the arguments

The worker keeps graph n as long as the node lives here: when nobody can go back through it any
more, its number is added to `Worker.forgotten`, and goes out with the next call.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.sandbox.host import Worker


def joined(
    answer: Tensor, leaves: Sequence[Tensor], *, worker: Worker, graph: int, name: str
) -> Tensor:
    """The answer, of the same shape, as a node from which gradients flow back to the `leaves`.

    `leaves` are the tensor arguments that require gradients, in order; `graph` is the number under
    which the worker keeps its own graph; `name` is what error messages call the function. Going
    back raises what `Worker.backward` raises.
    """
    # The anchor makes the answer require gradients where only parameters do.
    anchor = torch.zeros((), requires_grad=True)
    node: Tensor = _Joined.apply(_Graph(worker, graph, name), answer, anchor, *leaves)
    return node


class _Graph:
    """What the worker keeps to go backwards from an answer; let go there when it is let go here."""

    def __init__(self, worker: Worker, number: int, name: str) -> None:
        self.worker, self.number, self.name = worker, number, name

    def __del__(self) -> None:
        self.worker.forgotten.append(self.number)


class _Joined(torch.autograd.Function):
    """An answer of the worker's as a node of our own graph."""

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
