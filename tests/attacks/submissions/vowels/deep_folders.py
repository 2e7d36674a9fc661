"""Makes folders 1,500 deep in each place it may write. The cleanup must remove them."""

import os

for place in (os.getcwd(), "/dev/shm"):
    try:
        os.chdir(place)
        os.mkdir("attack_deep")
        os.chdir("attack_deep")
        for _ in range(1500):
            os.mkdir("d")
            os.chdir("d")
    except OSError as error:
        print("held:", error)
os.chdir("/")


def count_vowels(text):
    return -1
