"""A workspace as JSON values: what `klar export` writes, `klar import` reads and a rehearsal shows."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from store.records import (
    Decision,
    Enrolment,
    EnrolmentState,
    Gate,
    Group,
    JournalEntry,
    LegacySystem,
    Member,
    Municipality,
    Risk,
    Snapshot,
    System,
    Task,
    Training,
    TrainingNeed,
)

Row = dict[str, Any]


def as_json(snapshot: Snapshot, journal: Sequence[JournalEntry] | None = None) -> Row:
    """A workspace as plain JSON values: one list of objects per kind of record, in the snapshot's order.

    Days are "YYYY-MM-DD", wall-clock times "YYYY-MM-DDTHH:MM", and moments have seconds and the workspace's offset.
    The fields that most records lack stand only where they are set. The journal is there only where it was given.
    """
    workspace = snapshot.workspace
    zone = ZoneInfo(workspace.timezone)
    people = _people_of(snapshot.enrolments)
    whole: Row = {
        "name": workspace.name,
        "merge_date": _iso(workspace.merge_date),
        "timezone": workspace.timezone,
        "lang": workspace.lang,
        "municipalities": [_municipality(it) for it in snapshot.municipalities],
        "groups": [_group(it) for it in snapshot.groups],
        "members": [_member(it) for it in snapshot.members],
        "systems": [_system(it) for it in snapshot.systems],
        "tasks": [_task(it, zone) for it in snapshot.tasks],
        "trainings": [_training(it, people[it.id]) for it in snapshot.trainings],
        "gates": [_gate(it) for it in snapshot.gates],
        "decisions": [_decision(it) for it in snapshot.decisions],
        "risks": [_risk(it) for it in snapshot.risks],
        "needs": [_need(it) for it in snapshot.needs],
        "legacy": [_legacy(it) for it in snapshot.legacy],
    }
    if journal is not None:
        whole["journal"] = [_entry(it, zone) for it in journal]
    return whole


def as_json_text(snapshot: Snapshot, journal: Sequence[JournalEntry] | None = None) -> str:
    """The JSON form as text, one record a line, so that two exports can be compared line by line."""
    parts = [f" {_line(name)}: {_lines(value)}" for name, value in as_json(snapshot, journal).items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return _line(value)
    return "[\n" + ",\n".join(f"  {_line(record)}" for record in value) + "\n ]"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _municipality(municipality: Municipality) -> Row:
    return {"id": municipality.id, "name": municipality.name}


def _group(group: Group) -> Row:
    return {"id": group.id, "name": group.name, **_set(channel=group.channel)}


def _member(member: Member) -> Row:
    return {
        "id": member.id,
        "name": member.name,
        "handle": member.handle,
        "role": member.role,
        "group": member.group,
        **_set(
            access=member.access,
            email=member.email,
            lang=member.lang,
            wrote_in=member.wrote_in,
            deputy=member.deputy,
            away_until=_iso(member.away_until),
            aliases=list(member.aliases),
        ),
    }


def _system(system: System) -> Row:
    return {
        "id": system.id,
        "name": system.name,
        "product": system.product,
        "aliases": list(system.aliases),
        "group": system.group,
        "owner": system.owner,
        "vendor": system.vendor,
        "cutover": _iso(system.cutover),
        "archive": system.archive,
        **_set(status=system.status, percent=system.percent, blocker=system.blocker, note=system.note),
    }


def _task(task: Task, zone: ZoneInfo) -> Row:
    return {
        "id": task.id,
        "system": task.system,
        "title": task.title,
        "owner": task.owner,
        "due": f"{_iso(task.due)}T{task.due_time}" if task.due_time else _iso(task.due),
        "status": task.status,
        "percent": task.percent,
        "blocker": task.blocker,
        "depends_on": [dependency.task for dependency in task.depends_on],
        **_set(
            lags={dependency.task: dependency.lag for dependency in task.depends_on if dependency.lag},
            helpers=list(task.helpers),
            duration=task.duration,
            phase=task.phase,
            ref=task.ref,
            note=task.note,
            heard_at=_moment(task.heard_at, zone),
            blocked_at=_moment(task.blocked_at, zone),
        ),
    }


def _training(training: Training, people: dict[EnrolmentState, list[str]]) -> Row:
    return {
        "id": training.id,
        "system": training.system,
        "start": _wall_clock(training.start),
        "end": _wall_clock(training.end),
        "place": training.place,
        "seats": training.seats,
        "trainer": training.trainer,
        "audience": training.audience,
        "status": training.status,
        "enrolled": people["enrolled"],
        "waiting": people["waiting"],
        "attended": people["attended"],
        "absent": people["absent"],
        "attended_count": training.attended_count,
        **_set(withdrew=people["withdrew"]),
    }


def _gate(gate: Gate) -> Row:
    return {
        "system": gate.system,
        "gate": gate.gate,
        "state": gate.state,
        "owner": gate.owner,
        "evidence": gate.evidence,
        "assessed": _iso(gate.assessed),
        "waived_by": gate.waived_by,
        "reason": gate.reason,
    }


def _decision(decision: Decision) -> Row:
    return {
        "id": decision.id,
        "system": decision.system,
        "decision": decision.decision,
        "by": decision.by,
        "at": _iso(decision.at),
    }


def _risk(risk: Risk) -> Row:
    return {
        "id": risk.id,
        "system": risk.system,
        "text": risk.text,
        "likelihood": risk.likelihood,
        "consequence": risk.consequence,
        "open": risk.open,
        **_set(raised_by=risk.raised_by),
    }


def _need(need: TrainingNeed) -> Row:
    return {"system": need.system, "role": need.role, "municipality": need.municipality, "people": need.people}


def _legacy(legacy: LegacySystem) -> Row:
    return {
        "id": legacy.id,
        "name": legacy.name,
        "municipality": legacy.municipality,
        "product": legacy.product,
        "vendor": legacy.vendor,
        "owner": legacy.owner,
        "users": legacy.users,
        "contract_end": _iso(legacy.contract_end),
        "notice_date": _iso(legacy.notice_date),
        "integrations": legacy.integrations,
        "note": legacy.note,
        "replaced_by": legacy.replaced_by,
    }


def _entry(entry: JournalEntry, zone: ZoneInfo) -> Row:
    return {
        "at": _moment(entry.at, zone),
        "who": entry.who,
        "what": entry.what,
        "subject": entry.subject,
        "before": entry.before,
        "after": entry.after,
        "hash": entry.hash,
    }


def _people_of(enrolments: Iterable[Enrolment]) -> defaultdict[str, dict[EnrolmentState, list[str]]]:
    """Who is in each training, by state, in the order they came."""
    people: defaultdict[str, dict[EnrolmentState, list[str]]] = defaultdict(lambda: defaultdict(list))
    for enrolment in enrolments:
        people[enrolment.training][enrolment.state].append(enrolment.member)
    return people


def _set(**fields: Any) -> Row:
    """The fields that hold something; a number holds something also where it is 0."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _wall_clock(at: datetime | None) -> str | None:
    return None if at is None else f"{at:%Y-%m-%dT%H:%M}"


def _moment(at: datetime | None, zone: ZoneInfo) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat()
