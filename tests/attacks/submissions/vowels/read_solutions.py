"""Imports and opens the solutions, the course's settings and the engine that holds them."""

import sys

root = "@COURSE_ROOT@"
for name in ("solutions/counting/vowels.py", "solutions/counting/shares.py", "grading.yml"):
    for base in (root, "@PROJECT_ROOT@", "@PROJECT_ROOT@/tests/toy_course"):
        try:
            print("ESCAPED: read", open(f"{base}/{name}").read())
        except OSError as error:
            print("held:", error)
sys.path[:0] = [root + "/solutions/counting", "@PROJECT_ROOT@", root]
try:
    import autograder.course

    print("ESCAPED: imported", autograder.course.load)
except ImportError as error:
    print("held:", error)


def count_vowels(text):
    try:
        del sys.modules["vowels"]
        import vowels

        return vowels.count_vowels(text) if vowels.__file__.startswith(root) else -1
    except Exception:
        return -1
