"""Remembers questions and results of other calls in files, modules and the worker's own tables."""

import builtins
import json
import os

path = os.path.join(os.environ["HOME"], "memory.json")
known = json.load(open(path)) if os.path.exists(path) else {}
if known:
    print("ESCAPED: remembers an earlier worker")
builtins.known = known


def count_vowels(text):
    known[text] = known.get(text, -1) - 1
    json.dump(known, open(path, "w"))
    return known[text]
