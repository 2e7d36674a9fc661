"""Things that more than one of my files needs."""


def two_numbers(value):
    """3 -> (3, 3) and (3, 2) -> (3, 2)"""
    if isinstance(value, (tuple, list)):
        first, second = value
        return first, second
    return value, value


def require(condition, sentence):
    if not condition:
        raise ValueError(sentence)


def count_windows(size, kernel, stride, padding=0):
    require(kernel >= 1, "A kernel needs at least one pixel.")
    require(stride >= 1, "A stride of less than one pixel gets nowhere.")
    require(padding >= 0, "There is no negative padding.")
    require(kernel <= size + 2 * padding, "The kernel is larger than the padded image.")
    return (size + 2 * padding - kernel) // stride + 1


def places(size, kernel, stride):
    """Slices, one for each place of the window along one side."""
    for number in range(count_windows(size, kernel, stride)):
        yield slice(number * stride, number * stride + kernel)
