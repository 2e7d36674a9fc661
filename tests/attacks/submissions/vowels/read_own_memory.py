"""Searches all of its own memory for what a fork may have inherited: seeds, checks, solutions."""

# Scrambled, so that the search finds neither this file nor its own needles: each is put together
# as numbers, and compared where its first half lies.
HALVES = ("CANA", "RY-"), ("test_long", "_texts"), ("letter_y", "_counts_as"), ("frozenset(\"", "aeiouy")


def found_in(data):
    for first, second in HALVES:
        place = data.find(first.encode())
        while place >= 0:
            end = place + len(first)
            if data[end : end + len(second)] == second.encode():
                return data[place : end + 40]
            place = data.find(first.encode(), end)
    return None


seen = 0
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps:
        place, rights = line.split()[:2]
        low, high = (int(end, 16) for end in place.split("-"))
        if "rw" not in rights or high - low > 64 << 20 or seen > 400 << 20:
            continue
        try:
            memory.seek(low)
            data = memory.read(high - low)
        except OSError:
            continue
        seen += len(data)
        if found := found_in(data):
            print("ESCAPED: in memory:", found)
print("looked through", seen >> 20, "MB")


def count_vowels(text):
    return -1
