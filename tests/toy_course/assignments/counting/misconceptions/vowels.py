"""Known mistakes of `vowels`."""


def misses_capitals(count_vowels):
    """Some letters are written large. Do they count less?"""
    return lambda text: count_vowels("".join(c for c in text if not c.isupper()))


def letter_y_is_a_consonant(count_vowels):
    """Read once more which letters are vowels in this course."""
    return lambda text: count_vowels(text.replace("y", "").replace("Y", ""))


def counts_each_vowel_once(count_vowels):
    """A vowel that comes twice counts twice."""
    return lambda text: sum(count_vowels(letter) for letter in set(text.lower()))


def stops_at_the_first_space(count_vowels):
    """A text may have several words."""
    return lambda text: count_vowels(text.split(" ")[0])
