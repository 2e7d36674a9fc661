"""Hidden checks of `momentum`. Each makes objects of its own, and asks them."""

from __future__ import annotations

import pytest
import torch

from autograder import expect


@pytest.mark.weight(2)
def test_one_step_goes_downhill(student):
    """The first step goes against the gradient, as far as the learning rate says."""
    optimiser = student.SGD([torch.tensor([1.0, -2.0])], lr=0.25)
    optimiser.step([torch.tensor([4.0, 2.0])])

    expect.close(optimiser.parameters[0], torch.tensor([0.0, -2.5]))


@pytest.mark.weight(2)
@pytest.mark.parametrize("steps", [2, 3])
def test_the_speed_is_kept(student, reference, rng, steps):
    """Of the velocity before, as much is kept as the momentum says."""
    weight, start = torch.randn(2, 3, generator=rng), torch.randn(4, generator=rng)
    mine = student.SGD([weight, start], lr=0.1, momentum=0.75)
    right = reference.SGD([weight.clone(), start.clone()], lr=0.1, momentum=0.75)
    for _ in range(steps):
        gradients = [torch.randn(2, 3, generator=rng), torch.randn(4, generator=rng)]
        mine.step(gradients)
        right.step(gradients)

    for answer, wanted in zip(mine.parameters, right.parameters, strict=True):
        expect.close(answer, wanted)


def test_gradients_are_left_as_they_were(student):
    """A step changes parameters, and not the gradients."""
    optimiser = student.SGD([torch.tensor([3.0])], lr=1.0, momentum=0.5)
    optimiser.step([torch.tensor([1.0])])
    optimiser.step([torch.tensor([2.0])])

    expect.inputs_unchanged(student)
    expect.close(optimiser.parameters[0], torch.tensor([-0.5]))


def test_steps_are_counted(student):
    """An optimiser knows how many steps it has made, and nothing of another one's."""
    one, other = (student.SGD([torch.tensor([0.5])], lr=0.5) for _ in range(2))
    for _ in range(3):
        one.step([torch.tensor([1.0])])
    other.step([torch.tensor([1.0])])

    expect.integer(one.steps, 3, name="The number of steps")
    expect.integer(other.steps, 1, name="The number of the other's steps")
    expect.close(other.parameters[0], torch.tensor([0.0]))
    expect.close(one.parameters[0], torch.tensor([-1.0]))


def test_momentum_has_bounds(student):
    """A momentum of 1 or less than 0 is a ValueError; one of a half is none."""
    for momentum in (1.0, -0.5):
        with expect.raises(ValueError, when="the momentum is out of its bounds"):
            student.SGD([torch.tensor([1.0])], lr=1.0, momentum=momentum)
    optimiser = student.SGD([torch.tensor([7.0])], lr=1.0, momentum=0.5)
    optimiser.step([torch.tensor([2.0])])

    expect.close(optimiser.parameters[0], torch.tensor([5.0]))
