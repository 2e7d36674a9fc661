"""Fills the heap, to 1.5 GB; the limit of 256 MB must hold."""

held = []
try:
    for _ in range(24):
        held.append(bytearray(b"x") * (64 << 20))
except MemoryError:
    print("held: MemoryError")
megabytes = len(held) * 64
del held
print("ESCAPED:" if megabytes > 512 else "had", megabytes, "MB")


def count_vowels(text):
    return -1
