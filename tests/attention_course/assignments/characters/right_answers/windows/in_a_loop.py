"""The same, window by window."""


def windows(codes, length):
    starts = range(len(codes) - length)
    if len(starts) == 0:
        raise ValueError("No window is followed by anything.")
    contexts = [codes[start : start + length] for start in starts]
    return torch.stack(contexts), torch.stack([codes[start + length] for start in starts])  # noqa: F821
