"""Connects to a listener on the machine's loopback, by TCP and UDP; no connection may arrive."""

import socket

for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        try:
            with socket.socket(family, kind) as connection:
                connection.settimeout(0.5)
                connection.connect((address, int("@TCP_PORT@")))
                connection.send(b"answers")
                print("ESCAPED: sent to", address)
        except OSError as error:
            print("held:", error)


def count_vowels(text):
    return -1
