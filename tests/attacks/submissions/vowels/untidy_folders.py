"""Leaves folders without rights, pipes, sockets and links that lead out, to hinder the cleanup."""

import os
import socket

WAYS = [
    lambda: os.symlink("@MACHINE@", "attack_out"),
    lambda: os.symlink("@WRITABLE_CANARY@", "attack_link"),
    lambda: os.symlink("attack_loop", "attack_loop"),
    lambda: os.mkdir("attack_name\n\x1b[31m" + "x" * 200),
    lambda: os.makedirs("attack_closed/folder"),
    lambda: os.chmod("attack_closed", 0),
    lambda: os.mkfifo("attack_fifo"),
    lambda: socket.socket(socket.AF_UNIX).bind("attack_socket"),
]
for place in (os.getcwd(), "/dev/shm"):
    os.chdir(place)
    for way in WAYS:
        try:
            way()
        except OSError as error:
            print("held:", error)


def count_vowels(text):
    return -1
