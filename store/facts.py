"""What readiness and the digest count, straight from the indexes: one pass each, whatever the number of tasks.

Everything here takes `within`: all systems, those of one group, or one system.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from sqlite3 import Connection
from typing import Literal, TypeAlias

import msgspec

from store.records import OPEN, TrainingNeed
from store.sums import (
    EVERYTHING,
    AttendedNumber,
    FirstTask,
    GateRow,
    Link,
    RiskSums,
    Session,
    SystemRow,
    TaskCounts,
    Within,
)

_OPEN = "status IN ('todo', 'doing', 'blocked')"


class Facts:
    """The sums over one workspace."""

    def __init__(self, connection: Connection, workspace: int) -> None:
        self._db = connection
        self._workspace = workspace

    def systems(self, within: Within = EVERYTHING) -> list[SystemRow]:
        """The systems, by id."""
        where, values = self._condition("id", within)
        rows = self._db.execute(
            'SELECT id, name, "group", owner, vendor, cutover, archive FROM systems'
            f" WHERE workspace = ?{where} ORDER BY id",
            values,
        )
        return [
            SystemRow(id_, name, group, owner, vendor, _day(cutover), bool(archive))
            for id_, name, group, owner, vendor, cutover, archive in rows
        ]

    def tasks(self, today: date, heard_since: datetime, within: Within = EVERYTHING) -> dict[str, TaskCounts]:
        """The tasks of each system that has any. Overdue is what is open and due before `today`."""
        where, values = self._condition("system", within)
        rows = self._db.execute(
            "SELECT system, status, count(*), sum(percent), sum(due < ?), sum(heard_at >= ?), max(due), max(duration)"
            f" FROM tasks INDEXED BY tasks_counted WHERE workspace = ?{where} GROUP BY system, status",
            (today.isoformat(), _stored(heard_since), *values),
        )
        found: dict[str, list[_Counted]] = defaultdict(list)
        for system, *counted in rows:
            found[system].append(tuple(counted))
        return {system: _counts(by_status) for system, by_status in found.items()}

    def gates(self, within: Within = EVERYTHING) -> dict[str, dict[str, GateRow]]:
        """The gates of each system, by gate."""
        where, values = self._condition("system", within)
        # A system's gates as one value: a third of the time that a row for each takes.
        rows = self._db.execute(
            "SELECT system, json_group_array(json_array(gate, state, owner, waived_by)) FROM gates"
            f" WHERE workspace = ?{where} GROUP BY system",
            values,
        )
        return {system: {gate.gate: gate for gate in _GATES.decode(gates)} for system, gates in rows}

    def risks(self, within: Within = EVERYTHING) -> dict[str, RiskSums]:
        """The risks of each system that has any."""
        where, values = self._condition("system", within)
        rows = self._db.execute(
            "SELECT system, sum(likelihood * consequence * (NOT open)), sum(likelihood * consequence), sum(open)"
            f" FROM risks WHERE workspace = ?{where} GROUP BY system",
            values,
        )
        return {system: RiskSums(closed, total, open_) for system, closed, total, open_ in rows}

    def needs(self, within: Within = EVERYTHING) -> dict[str, list[TrainingNeed]]:
        """What training each system needs, by role and municipality."""
        where, values = self._condition("system", within)
        found: dict[str, list[TrainingNeed]] = defaultdict(list)
        for system, role, municipality, people in self._db.execute(
            "SELECT system, role, municipality, people FROM needs"
            f" WHERE workspace = ?{where} ORDER BY system, role, municipality",
            values,
        ):
            found[system].append(TrainingNeed(system, role, municipality or None, people))
        return found

    def sessions(self, since: date, within: Within = EVERYTHING) -> dict[str, list[Session]]:
        """Who came to each system's trainings, where they were named; lately is from `since` on.

        Trainings with a number of their own are left out here: `attended_numbers` has them.
        """
        where, values = self._condition("t.system", within)
        found: dict[str, list[Session]] = defaultdict(list)
        for system, audience, lately, members in self._db.execute(
            "SELECT t.system, t.audience, t.start >= ?, json_group_array(e.member) FROM trainings t"
            # In this order: a training is looked up once, not once for everybody who came.
            " CROSS JOIN enrolments e INDEXED BY enrolments_attended ON e.workspace = t.workspace AND e.training = t.id"
            " WHERE t.workspace = ? AND e.state = 'attended' AND t.attended_count IS NULL AND t.status <> 'cancelled'"
            f"{where} GROUP BY t.id",
            (since.isoformat(), *values),
        ):
            found[system].append(Session(audience, bool(lately), _MEMBERS.decode(members)))
        return found

    def roles(self) -> dict[str, str]:
        """What everybody's role is, by member."""
        return dict(self._db.execute("SELECT id, role FROM members WHERE workspace = ?", (self._workspace,)).fetchall())

    def attended_numbers(self, since: date, within: Within = EVERYTHING) -> dict[str, list[AttendedNumber]]:
        """How many came to each system's trainings, where that is given as a number."""
        where, values = self._condition("system", within)
        found: dict[str, list[AttendedNumber]] = defaultdict(list)
        for system, people, audience, lately, id_ in self._db.execute(
            "SELECT system, attended_count, audience, start >= ?, id FROM trainings"
            f" WHERE workspace = ? AND attended_count IS NOT NULL AND status <> 'cancelled'{where} ORDER BY start, id",
            (since.isoformat(), *values),
        ):
            found[system].append(AttendedNumber(people, audience, bool(lately), id_))
        return found

    def municipalities(self) -> dict[str, str]:
        """What each municipality is called, by id."""
        rows = self._db.execute("SELECT id, name FROM municipalities WHERE workspace = ?", (self._workspace,))
        return dict(rows.fetchall())

    def links(self, within: Within = EVERYTHING) -> dict[str, Link]:
        """The open tasks that wait for others, and all that they wait for, also in other systems, by id."""
        where, values = self._condition("system", within)
        hint = "INDEXED BY tasks_chained" if within == EVERYTHING else ""
        found: dict[str, Link] = {}
        fresh = self._links(f"{hint} WHERE workspace = ?{where} AND depends_on <> '[]'", values)
        while fresh:
            found.update((link.id, link) for link in fresh)
            wanted = {dependency.task for link in fresh for dependency in link.depends_on} - found.keys()
            # Each round asks only for ids not yet met; a circle of dependencies therefore ends by itself.
            fresh = self._links(
                "WHERE workspace = ? AND id IN (SELECT value FROM json_each(?))",
                (self._workspace, _json(wanted)),
            ) if wanted else []  # fmt: skip
        return found

    def names_of(self, members: Iterable[str]) -> dict[str, str]:
        """What these members are called; ids that do not exist are left out."""
        rows = self._db.execute(
            "SELECT id, name FROM members WHERE workspace = ? AND id IN (SELECT value FROM json_each(?))",
            (self._workspace, _json(members)),
        )
        return dict(rows.fetchall())

    def first_in_the_way(self, system: str, today: date, kind: Literal["blocked", "overdue"]) -> FirstTask | None:
        """A system's blocked or overdue task that is due first."""
        condition, values = (
            ("status = 'blocked'", ()) if kind == "blocked" else (f"{_OPEN} AND due < ?", (today.isoformat(),))
        )
        row = self._db.execute(
            "SELECT id, owner FROM tasks INDEXED BY tasks_counted"
            f" WHERE workspace = ? AND system = ? AND {condition} ORDER BY due IS NULL, due, id LIMIT 1",
            (self._workspace, system, *values),
        ).fetchone()
        return row and FirstTask._make(row)

    def _links(self, condition: str, values: tuple[str | int, ...]) -> list[Link]:
        # All as one value: half the time that a row for each takes.
        ((links,),) = self._db.execute(
            "SELECT json_group_array(json_array(id, system, due, duration, json(depends_on)))"
            f" FROM tasks {condition} AND {_OPEN}",
            values,
        )
        return _LINKS.decode(links)

    def _condition(self, column: str, within: Within) -> tuple[str, tuple[str | int, ...]]:
        """The condition that follows `workspace = ?`, and the values of both."""
        if within.system is not None:
            return f" AND {column} = ?", (self._workspace, within.system)
        if within.group is not None:
            mine = '(SELECT id FROM systems WHERE workspace = ? AND "group" = ?)'
            return f" AND {column} IN {mine}", (self._workspace, self._workspace, within.group)
        return "", (self._workspace,)


_GATES = msgspec.json.Decoder(list[GateRow])
_MEMBERS = msgspec.json.Decoder(tuple[str, ...])
_LINKS = msgspec.json.Decoder(list[Link])


# Status, number, per cents, overdue, heard, latest due date, longest duration.
_Counted: TypeAlias = tuple[str, int, int | None, int | None, int | None, str | None, int | None]


def _counts(by_status: Iterable[_Counted]) -> TaskCounts:
    numbers: dict[str, int] = {}
    percents = overdue = heard = longest = 0
    latest = ""
    for status, number, its_percents, its_overdue, its_heard, its_latest, its_longest in by_status:
        numbers[status] = number
        if status in OPEN:
            percents += its_percents or 0
            overdue += its_overdue or 0
            heard += its_heard or 0
            latest = max(latest, its_latest or "")
            longest = max(longest, its_longest or 0)
    return TaskCounts(
        **numbers,
        percents=percents,
        overdue=overdue,
        heard=heard,
        latest_due=_day(latest or None),
        longest=longest or None,
    )


def _json(values: Iterable[str]) -> str:
    """Values as one parameter, however many they are."""
    return msgspec.json.encode(sorted(set(values))).decode()


@lru_cache(maxsize=4096)
def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _stored(moment: datetime) -> str:
    """A moment as the beginning of what is stored, whichever way the zone (`Z`, `+00:00`) is written there."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
