"""Task 1 of 3: vowels. How many vowels a text has."""

# BEGIN SOLUTION
VOWELS = frozenset("aeiouy")


# END SOLUTION
def count_vowels(text: str) -> int:
    """How many letters of `text` are vowels: a, e, i, o, u and y, small or capital.

    Example: a fruit.
        >>> count_vowels("kiwi")
        2

    Hint: what does `text.lower()` do?
    """
    # BEGIN SOLUTION: return the number of vowels.
    return sum(letter in VOWELS for letter in text.lower())
    # END SOLUTION
