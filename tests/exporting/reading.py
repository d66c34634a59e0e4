"""Reads the JSON form back, field by field: a second opinion on what an export holds."""

from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from store.records import (
    Decision,
    Enrolment,
    Gate,
    Group,
    LegacySystem,
    Member,
    Municipality,
    Risk,
    Snapshot,
    System,
    Task,
    Training,
    TrainingNeed,
    Workspace,
)

T = TypeVar("T")


def as_snapshot(form: dict[str, Any], key: str) -> Snapshot:
    """The snapshot that a JSON form was made of. Enrolments come in the order of their trainings."""
    head = {name: form[name] for name in ("name", "merge_date", "timezone", "lang")}
    return Snapshot(
        msgspec.convert({"key": key, **head}, Workspace),
        municipalities=_all(form["municipalities"], Municipality),
        groups=_all(form["groups"], Group),
        members=_all(form["members"], Member),
        systems=_all(form["systems"], System),
        tasks=_all([_task(row) for row in form["tasks"]], Task),
        trainings=_all([_training(row) for row in form["trainings"]], Training),
        enrolments=[
            Enrolment(training["id"], member, state)
            for training in form["trainings"]
            for state in ("enrolled", "waiting", "attended", "absent", "withdrew")
            for member in training.get(state, [])
        ],
        gates=_all(form["gates"], Gate),
        decisions=_all(form["decisions"], Decision),
        risks=_all(form["risks"], Risk),
        needs=_all(form["needs"], TrainingNeed),
        legacy=_all(form["legacy"], LegacySystem),
    )


def _all(rows: list[dict[str, Any]], kind: type[T]) -> list[T]:
    return [msgspec.convert(row, kind) for row in rows]


def _task(row: dict[str, Any]) -> dict[str, Any]:
    lags = row.get("lags", {})
    day, _, at = (row["due"] or "").partition("T")
    values: dict[str, Any] = {
        "due": day or None,
        "due_time": at or None,
        "depends_on": [{"task": task, "lag": lags.get(task, 0)} for task in row["depends_on"]],
    }
    for moment in {"heard_at", "blocked_at"} & row.keys():
        values[moment] = datetime.fromisoformat(row[moment]).astimezone(UTC)
    return row | values


def _training(row: dict[str, Any]) -> dict[str, Any]:
    end = row["end"] and datetime.fromisoformat(row["end"])
    return row | {"start": datetime.fromisoformat(row["start"]), "end": end}
