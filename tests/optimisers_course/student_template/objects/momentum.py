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
        # TODO: keep what `step` needs.
        raise NotImplementedError("SGD.__init__ is still to do")

    def step(self, gradients: list[torch.Tensor]) -> None:
        """velocity ← momentum · velocity + gradient; parameter ← parameter - lr · velocity"""
        # TODO: change velocities and parameters.
        raise NotImplementedError("SGD.step is still to do")

    @property
    def steps(self) -> int:
        """How many steps were made."""
        # TODO: return their number.
        raise NotImplementedError("SGD.steps is still to do")
