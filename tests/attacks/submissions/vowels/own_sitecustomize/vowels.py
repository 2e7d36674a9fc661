"""Hands in sitecustomize, usercustomize and a .pth, which Python runs when it starts. It must not."""


def count_vowels(text):
    return -1
