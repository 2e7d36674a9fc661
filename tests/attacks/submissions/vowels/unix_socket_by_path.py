"""Connects to a socket of the machine that lies open to everybody in its file system."""

import socket

for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    try:
        with socket.socket(socket.AF_UNIX, kind) as connection:
            connection.settimeout(0.5)
            connection.connect("@UNIX_SOCKET@")
            connection.send(b"answers")
            print("ESCAPED: connected by path")
    except OSError as error:
        print("held:", error)


def count_vowels(text):
    return -1
