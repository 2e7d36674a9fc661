"""Known mistakes of `neighbours`."""

# ruff: noqa: N803 - a parameter has the name of what it replaces, and that is a class

import torch


def keeps_the_old_examples(KNearest):
    """Your model goes on to know what it saw before. What does `fit` begin with?"""

    class Wrong(KNearest):
        def fit(self, inputs, targets):
            if len(self):
                inputs = torch.cat([self.inputs, inputs])
                targets = torch.cat([self.targets, targets])
            return super().fit(inputs, targets)

    return Wrong


def takes_the_farthest(KNearest):
    """You take the neighbours that are farthest away. In which order are they sorted?"""

    class Wrong(KNearest):
        def predict(self, inputs):
            super().predict(inputs)
            distances = (inputs[:, None] - self.inputs[None]).square().sum(dim=-1)
            farthest = distances.argsort(dim=1, stable=True, descending=True)[:, : self.k]
            return self.targets[farthest].mean(dim=1)

    return Wrong


def sums_instead_of_averaging(KNearest):
    """Your predictions grow with the number of neighbours. What is a mean?"""

    class Wrong(KNearest):
        def predict(self, inputs):
            return super().predict(inputs) * self.k

    return Wrong


def answers_without_enough(KNearest):
    """What does your model say if it has seen fewer examples than it looks for?"""

    class Wrong(KNearest):
        def predict(self, inputs):
            if len(self) < self.k:
                return torch.zeros(len(inputs))
            return super().predict(inputs)

    return Wrong


def sums_the_errors(error_of):
    """Your error is larger the more examples there are. Sum or mean?"""
    return lambda model, inputs, targets: error_of(model, inputs, targets) * len(targets)
