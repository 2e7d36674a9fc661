"""Sends descriptors to the host over its own connection, hundreds of them, sockets in sockets among them."""

import os
import socket


def count_vowels(text):
    host = socket.socket(fileno=os.dup(3))
    left, right = socket.socketpair()
    socket.send_fds(left, [b"x"], [right.fileno()])
    for _ in range(20):
        socket.send_fds(host, [b"x"], [left.fileno(), 0, 1, 3] * 10)
    return -1
