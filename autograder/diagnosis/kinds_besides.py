"""What holds the numbers of an answer, where they are wrong too, and something explains them.

Who subtracts the bias may also cut the kernel off from gradients: the one is no reason not to say
the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from autograder.diagnosis.evidence import CallGroup
from autograder.diagnosis.executable_layers import is_layer
from autograder.diagnosis.hypotheses_of_kinds import besides, kinds
from autograder.diagnosis.oracle import Oracle
from autograder.diagnosis.search import Explanation, Task, in_order
from autograder.diagnosis.work import OutOfWork

OF_GRADIENT = ":no_gradient"


def with_a_kind(
    found: Explanation, group: CallGroup, task: Task, oracle: Oracle, named: Iterable[str]
) -> Explanation:
    """The explanation, and what changes no number, if the two explain all that came: what is
    `named` already, of what the function uses, or else a kind of its own.

    Only a check that fails although all its numbers are right shows that anything else matters; but
    that a gradient flows matters to whoever asks for it.
    """
    if found.is_exact or is_layer(getattr(task.catalogue.right, group.function, None)):
        return found
    trying = task.trying
    try:
        probe = trying.misfit(found.names, group, exactly=True)
        if probe is None or probe.is_empty:
            return found
        likely = kinds(group.function, group.evidence, task.catalogue)
        oracle.add({name: besides(each) for name, each in likely.items()})
        every = dict.fromkeys((*named, *likely))
        if not _fails_with_right_numbers(group, task):
            every = dict.fromkeys(name for name in every if name.endswith(OF_GRADIENT))
        for name in every:
            names = in_order(dict.fromkeys((*found.names, name)), task.catalogue)
            if trying.fits(names, probe, exactly=True) and trying.is_explanation(
                names, group, exactly=True
            ):
                return replace(found, names=names, is_exact=True)
    except OutOfWork:
        pass
    return found


def _fails_with_right_numbers(group: CallGroup, task: Task) -> bool:
    """Whether a check fails with a call of this group, and none of its answers is wrong in its
    numbers."""
    amiss = {
        each.case
        for other in task.groups
        for each in other.evidence
        if each.has_wrong_numbers or (each.is_wrong and each.is_empty)
    }
    return any(each.is_wrong and each.case not in amiss for each in group.wrong)
