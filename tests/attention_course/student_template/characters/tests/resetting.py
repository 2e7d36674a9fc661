"""Brings back the file of a task as you got it; what you wrote is kept beside it."""


def reset(folder, facts, name):
    """Put the stub back; gives the exit code."""
    tasks = {task["name"]: task for task in facts["tasks"]}
    if name not in tasks or "stub" not in tasks[name]:
        print(f"There is no task {name}; there are: {', '.join(tasks)}.")
        return 1
    file = folder / tasks[name]["file"]
    kept = ""
    if file.is_file():
        number = 1
        # Not .py: it is not to be handed in.
        while (old := file.with_name(f"{file.name}.old{number}")).exists():
            number += 1
        file.rename(old)
        kept = f" What you wrote is in {old.name}."
    file.write_text(tasks[name]["stub"], encoding="utf-8")
    print(f"{file.name} is as you got it.{kept}")
    return 0
