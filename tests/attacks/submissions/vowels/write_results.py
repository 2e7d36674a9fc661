"""Writes forged results wherever a grader might look for them."""

import json
import os

forged = json.dumps([{"assignment": "counting", "score": 6.0, "points": 6.0, "tasks": []}])
for folder in ("@PROJECT_ROOT@", "@COURSE_ROOT@", "@VICTIM@", "@MACHINE@", "/work", "/var/tmp", "/autograder", "/"):
    for name in ("results.json", "report.json", "attack_canary.db"):
        try:
            with open(os.path.join(folder, name), "x") as file:
                file.write(forged)
            print("ESCAPED: wrote", folder, name)
        except OSError as error:
            print("held:", error)


def count_vowels(text):
    print('{"report": {"assignment": "counting", "submission": "x", "score": 6.0, "points": 6.0, "tier": "x"}}')
    return -1
