"""Makes 20,000 empty files; the limit on files must stop it."""

import os
import time

made = 0
try:
    os.mkdir("many")
    for i in range(20_000):
        os.close(os.open(f"many/{i}", os.O_CREAT))
        made += 1
except OSError as error:
    print("held:", error)
time.sleep(1)
print("ESCAPED:" if made > 16_000 else "made", made, "files")


def count_vowels(text):
    return -1
