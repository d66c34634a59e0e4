"""A workspace of the tests, grown: many more systems and tasks, called by the words of the glossary."""

import random
import tomllib
from pathlib import Path
from typing import Any

from commands.language import glossary

SYSTEMS, TASKS = 1_000, 20_000
_SHAPES = ("{verb} {noun} for {other}", "{verb} {noun}", "{noun} og {other}", "{verb} {noun} til {other} i {third}")


def grown(workspace: dict[str, Any], seed: int = 1) -> dict[str, Any]:
    """The workspace of a file with systems and tasks put in, up to 1,000 and 20,000. The same ones each time."""
    rng = random.Random(seed)  # noqa: S311
    verbs, nouns = _words("verbs"), _words("nouns")
    systems, tasks = list(workspace["systems"]), list(workspace["tasks"])
    groups = [group["id"] for group in workspace["groups"]]
    members = [member["id"] for member in workspace["members"]]
    for number in range(len(systems), SYSTEMS):
        name = f"{rng.choice(nouns)}{rng.choice(nouns)}".capitalize()
        called = {"name": f"{name} {number}", "product": f"{name[:6]}ix {number}"}
        systems.append({"id": f"x{number}", **called, "group": rng.choice(groups)})
    first = max(int(task["id"].lstrip("T")) for task in tasks) + 1
    for number in range(first, first + TASKS - len(tasks)):
        noun, other, third = rng.sample(nouns, 3)
        title = rng.choice(_SHAPES).format(verb=rng.choice(verbs), noun=noun, other=other, third=third)
        task = {"id": f"T{number}", "system": rng.choice(systems)["id"], "title": f"{title[0].upper()}{title[1:]}"}
        tasks.append({**task, "owner": rng.choice(members), "status": rng.choice(("todo", "todo", "doing", "done"))})
    return {**workspace, "systems": systems, "tasks": tasks}


def _words(section: str) -> list[str]:
    """The first word of each line of the glossary: that which is commonest in bokmål."""
    path = Path(glossary.__file__).with_name("glossary.toml")
    themes = tomllib.loads(path.read_text(encoding="utf-8"))[section]
    return [group[0] for groups in themes.values() for group in groups if group[0].isalpha()]
