"""Task 1 of 2: momentum. A ball that rolls downhill keeps its speed."""

import torch


class SGD:
    """Gradient descent with momentum. The attribute `parameters` holds them; they change in place.

    Raises ValueError unless 0 <= momentum < 1.

    Example: with the same gradient twice, the second step is larger by the momentum.
        >>> weight = torch.tensor([1.0])
        >>> optimiser = SGD([weight], lr=0.5, momentum=0.5)
        >>> optimiser.step([torch.tensor([1.0])])
        >>> optimiser.step([torch.tensor([1.0])])
        >>> weight
        tensor([-0.2500])
    """

    def __init__(self, parameters: list[torch.Tensor], lr: float, momentum: float = 0.0) -> None:
        """Keep the parameters; each has a velocity of its own, which is zero at first."""
        # BEGIN SOLUTION: keep what `step` needs.
        if not 0 <= momentum < 1:
            raise ValueError("The momentum should be at least 0 and less than 1.")
        self.parameters, self.lr, self.momentum = parameters, lr, momentum
        self.velocities = [torch.zeros_like(each) for each in parameters]
        self._steps = 0
        # END SOLUTION

    def step(self, gradients: list[torch.Tensor]) -> None:
        """velocity ← momentum · velocity + gradient; parameter ← parameter - lr · velocity"""
        # BEGIN SOLUTION: change velocities and parameters.
        self._steps += 1
        for parameter, velocity, gradient in zip(
            self.parameters, self.velocities, gradients, strict=True
        ):
            velocity.mul_(self.momentum).add_(gradient)
            parameter.sub_(self.lr * velocity)
        # END SOLUTION

    @property
    def steps(self) -> int:
        """How many steps were made."""
        # BEGIN SOLUTION: return their number.
        return self._steps
        # END SOLUTION
