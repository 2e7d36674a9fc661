"""Known mistakes of `training`: the checks observe them."""

OBSERVED = True


def never_steps(train):
    """Your training leaves the network as it was. What changes parameters, after `backward`?"""
    return lambda model, lines, device: None


def trains_on_one_line(train):
    """Your network knows little more than one line. How many does it get to see?"""
    return lambda model, lines, device: train(model, lines[:1].repeat(800, 1), device)
