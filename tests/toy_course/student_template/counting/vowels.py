"""Task 1 of 3: vowels. How many vowels a text has."""


def count_vowels(text: str) -> int:
    """How many letters of `text` are vowels: a, e, i, o, u and y, small or capital.

    Example: a fruit.
        >>> count_vowels("kiwi")
        2

    Hint: what does `text.lower()` do?
    """
    # TODO: return the number of vowels.
    raise NotImplementedError("count_vowels is still to do")
