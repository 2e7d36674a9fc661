"""Counts which questions have an answer in words, whatever editor saved the file."""

import codecs
import re

MARKER = re.compile(r"[*_]*Your answer:[*_]*", re.IGNORECASE)
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, which begins in the same way
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def answered(path, asked):
    """How many questions have an answer. `asked` is what you got, cut where the answers belong."""
    if not path.is_file():
        return 0
    given = {_plain(line) for part in asked for line in part.splitlines()}
    headings = _headings(asked[:-1])
    # For each question: what was written above the place for the answer, and what below it.
    above, below = ([[] for _ in asked] for _ in range(2))
    question, has_place = -1, [False] * len(asked)
    for line in text_of(path).splitlines():
        if _plain(line) in headings:
            question = headings[_plain(line)]
            continue
        marker = MARKER.search(line)
        if marker:
            if question < 0 or has_place[question]:  # the heading of the next one is gone
                if headings:
                    _forget_a_heading(below[question])
                question = min(question + 1, len(asked) - 1)
            has_place[question] = True
            line = line[marker.end() :]
        if _plain(line) not in given and any(letter.isalnum() for letter in line):
            (below if has_place[question] else above)[question].append(line)
    told = _plain(" ".join(asked))  # above an empty place, the question wrapped anew is no answer
    for number, has in enumerate(has_place):
        if has:
            above[number] = [line for line in above[number] if _plain(line) not in told]
    return sum(bool(before or after) for before, after in zip(above[:-1], below[:-1], strict=True))


def text_of(path):
    """A text file in whatever encoding it was saved."""
    data = path.read_bytes()
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data:  # UTF-16 without a mark: the zeros of plain letters tell the order
        order = "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"
        return data.decode(order, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _headings(asked):
    """Heading → number of the question below it, unless several questions have the same."""
    numbers = {}
    for number, part in enumerate(asked):
        for line in part.splitlines():
            if line.startswith("#"):
                numbers.setdefault(_plain(line), set()).add(number)
    return {line: found.pop() for line, found in numbers.items() if len(found) == 1}


def _forget_a_heading(lines):
    """A heading that was changed is no answer to the question above it."""
    for at in reversed(range(len(lines))):
        if lines[at].startswith("#"):
            del lines[at:]
            return


def _plain(line):
    return " ".join(line.split()).casefold()


def in_words(made, of):
    """'1 of 2 questions are answered'."""
    return f"{made} of {of} {'question is' if of == 1 else 'questions are'} answered"
