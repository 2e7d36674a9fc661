"""The forbidden operator under vmap and grad of torch.func, where other keys dispatch it."""

import torch


def shares(numbers):
    logs = numbers.log()
    try:
        return torch.func.vmap(lambda x: torch.softmax(x, 0))(logs[None])[0]
    except RuntimeError as error:
        print("held:", str(error)[:100])
    return torch.func.jacrev(lambda x: torch.log_softmax(x, 0))(logs)
