"""Known mistakes of `momentum`: each takes the right class and returns the wrong one."""

# ruff: noqa: N803 - a parameter has the name of what it replaces, and that is a class

import torch


def forgets_the_velocity(SGD):
    """Each of your steps begins anew. What is left of the step before?"""

    class Wrong(SGD):
        def step(self, gradients):
            self.velocities = [torch.zeros_like(each) for each in self.parameters]
            super().step(gradients)

    return Wrong


def goes_uphill(SGD):
    """Your parameters go where the function grows. Which way does a gradient point?"""

    class Wrong(SGD):
        def step(self, gradients):
            super().step([-each for each in gradients])

    return Wrong


def damps_the_gradient(SGD):
    """You take less of each gradient when there is momentum. Compare your update with the text's:
    what is multiplied by what?"""

    class Wrong(SGD):
        def step(self, gradients):
            super().step([(1 - self.momentum) * each for each in gradients])

    return Wrong


def writes_into_the_gradients(SGD):
    """You change the gradients that you were given, and nobody else can use them any more."""

    class Wrong(SGD):
        def step(self, gradients):
            super().step(gradients)
            for each, velocity in zip(gradients, self.velocities, strict=True):
                each.copy_(velocity)

    return Wrong


def takes_any_momentum(SGD):
    """What becomes of the velocity if the momentum is 1, or less than 0?"""

    class Wrong(SGD):
        def __init__(self, parameters, lr, momentum=0.0):
            super().__init__(parameters, lr)
            self.momentum = momentum

    return Wrong
