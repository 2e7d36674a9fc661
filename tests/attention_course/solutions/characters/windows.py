"""Task 1 of 2: windows. A text becomes examples: some characters, and the one that comes next."""

import torch


def windows(codes: torch.Tensor, length: int) -> tuple[torch.Tensor, torch.Tensor]:
    """All examples that a text holds, in their order.

    Shapes: codes (T,) → contexts (T - length, length), targets (T - length,)
        contexts[i] == codes[i], codes[i + 1], … of `length` characters
        targets[i] == the character that follows these

    Raises ValueError if the text is too short for one example.

    Example: a text of four characters, windows of two.
        >>> windows(torch.tensor([5, 6, 7, 8]), 2)
        (tensor([[5, 6],
                [6, 7]]), tensor([7, 8]))

    Hint: `codes.unfold(0, length, 1)` gives all windows, the last one included.
    """
    # BEGIN SOLUTION: return contexts and targets.
    if len(codes) <= length:
        raise ValueError("The text is too short for a window and what follows.")
    return codes.unfold(0, length, 1)[:-1], codes[length:]
    # END SOLUTION
