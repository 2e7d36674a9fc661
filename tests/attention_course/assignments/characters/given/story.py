"""A short text, and its characters as whole numbers."""

import torch

LETTERS = " .abcdefghijklmnopqrstuvwxyz"
LENGTH = 16  # how many characters a model sees
TEXT = (
    "bruno remembers the old umbrella behind the station. dimitri paints the old umbrella "
    "behind the station. clara feeds the small lighthouse in the morning. bruno feeds the small "
    "piano at the river. anna follows the old lighthouse in the morning. bruno paints the quiet "
    "horse behind the station. dimitri feeds the old horse at the river. clara remembers the "
    "yellow horse behind the station. bruno remembers the old umbrella at the river. clara "
    "paints the quiet umbrella at the river. dimitri feeds the small umbrella in the morning. "
    "dimitri remembers the old horse behind the station. dimitri feeds the quiet lighthouse "
    "behind the station. dimitri follows the quiet lighthouse at the river. anna remembers the "
    "old horse behind the station. anna feeds the yellow lighthouse at the river. dimitri "
    "paints the small lighthouse in the morning. dimitri paints the quiet umbrella behind the "
    "station. anna follows the quiet horse behind the station. anna feeds the old lighthouse at "
    "the river. bruno remembers the small piano behind the station. clara feeds the quiet "
    "umbrella behind the station. clara follows the quiet horse in the morning. clara remembers "
    "the yellow piano at the river. dimitri feeds the yellow umbrella behind the station. anna "
    "paints the small horse in the morning. clara paints the yellow lighthouse in the morning. "
    "bruno remembers the small horse at the river. clara follows the quiet garden at the river. "
    "dimitri remembers the small piano at the river. anna paints the yellow lighthouse in the "
    "morning. anna feeds the small horse behind the station. bruno feeds the yellow piano "
    "behind the station. bruno remembers the yellow lighthouse behind the station. anna paints "
    "the quiet garden at the river. anna follows the yellow horse at the river. anna follows "
    "the old garden in the morning. bruno paints the old horse in the morning. dimitri follows "
    "the yellow lighthouse in the morning. dimitri follows the old piano in the morning. clara "
    "follows the quiet horse at the river. anna remembers the quiet umbrella behind the "
    "station. bruno remembers the small umbrella at the river. dimitri paints the small horse "
    "in the morning. dimitri paints the yellow piano behind the station. bruno remembers the "
    "small garden in the morning. dimitri paints the quiet horse behind the station. anna "
    "paints the quiet lighthouse at the river. anna follows the yellow garden behind the "
    "station. clara follows the old lighthouse at the river. clara follows the quiet garden "
    "behind the station. bruno remembers the quiet horse in the morning. dimitri feeds the "
    "small garden behind the station. clara feeds the small umbrella at the river. anna paints "
    "the small lighthouse in the morning. dimitri paints the old garden at the river. clara "
    "paints the yellow horse behind the station. dimitri feeds the yellow piano at the river. "
    "bruno remembers the yellow horse behind the station. clara feeds the small horse in the "
    "morning. anna paints the quiet garden behind the station. bruno follows the old horse at "
    "the river. bruno paints the yellow garden behind the station. dimitri feeds the small "
    "piano at the river. dimitri follows the quiet horse behind the station. bruno feeds the "
    "quiet horse in the morning. dimitri feeds the yellow garden at the river. clara remembers "
    "the quiet lighthouse in the morning. dimitri follows the quiet umbrella in the morning. "
    "dimitri paints the small lighthouse at the river. "
)


def encode(text):
    """The number of each character: a tensor (len(text),) of whole numbers."""
    return torch.tensor([LETTERS.index(letter) for letter in text])


def decode(codes):
    """The text that these numbers stand for."""
    return "".join(LETTERS[code] for code in codes)
