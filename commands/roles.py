"""Who may do what: deny by default.

Members change their own tasks and those of their group's systems. Group leaders also assign and move deadlines there.
Project leaders and admins do all, but only a project leader waives a gate. (Settled with the users.)
"""

from collections.abc import Iterable
from functools import lru_cache

from store.records import Access, Member, System, Task
from store.rows import name_key

# The roles that give an access by themselves, in the three languages.
_ACCESS_WORDS: dict[Access, tuple[str, ...]] = {
    "reader": ("reader", "leser", "lesar"),
    "member": ("member", "medlem"),
    "group_leader": ("group leader", "group lead", "gruppeleder", "gruppeleiar", "gruppeledar"),
    "trainer": ("trainer", "kursholder", "kursansvarlig", "kurshaldar", "kursansvarleg"),
    "project_leader": (
        "project leader", "project manager", "programme manager", "program manager",
        "prosjektleder", "prosjektleiar", "programleder", "programleiar",
    ),
    "admin": ("admin", "administrator"),
}  # fmt: skip
_ACCESS_OF_WORD: dict[str, Access] = {word: access for access, words in _ACCESS_WORDS.items() for word in words}

_EVERYWHERE = ("project_leader", "admin")


def access_of(member: Member) -> Access:
    """The access set for a member, else the one their role is the word for, else `member`."""
    return member.access or access_named(member.role) or "member"


@lru_cache
def access_named(word: str) -> Access | None:
    """The access that a word in any of the languages means."""
    return _ACCESS_OF_WORD.get(name_key(word).replace("_", " "))


def may_report(member: Member, system: System | None, task: Task | None = None) -> bool:
    """Whether a member may say how far something has come, add to it, or let it wait for something else."""
    access = access_of(member)
    if access in _EVERYWHERE:
        return True
    if access == "reader":
        return False
    return _is_theirs(member, task) or _in_their_group(member, system)


def may_lead(member: Member, system: System | None) -> bool:
    """Whether a member may assign the tasks of a system and move its deadlines."""
    access = access_of(member)
    return access in _EVERYWHERE or (access == "group_leader" and _in_their_group(member, system))


def may_waive(member: Member) -> bool:
    """Whether a member may waive a gate."""
    return access_of(member) == "project_leader"


def may_teach(member: Member) -> bool:
    """Whether a member may teach Klar other words for systems and people."""
    return access_of(member) in _EVERYWHERE


def may_undo(member: Member, made_by: str, systems: Iterable[System | None]) -> bool:
    """Whether a member may take back a change that `made_by` made to these systems or their tasks."""
    if access_of(member) == "reader":
        return False
    touched = list(systems)
    return member.id == made_by or (bool(touched) and all(may_lead(member, system) for system in touched))


def leaders_of(system: System | None, members: Iterable[Member]) -> list[Member]:
    """Those who lead a system: its group's leaders, else the project leaders, else the admins."""
    by_access: dict[Access, list[Member]] = {}
    for member in members:
        by_access.setdefault(access_of(member), []).append(member)
    in_group = [m for m in by_access.get("group_leader", []) if _in_their_group(m, system)]
    return in_group or by_access.get("project_leader", []) or by_access.get("admin", [])


def _is_theirs(member: Member, task: Task | None) -> bool:
    return task is not None and (task.owner == member.id or member.id in task.helpers)


def _in_their_group(member: Member, system: System | None) -> bool:
    return system is not None and system.group is not None and system.group == member.group
