"""The JSON form of a workspace: what `klar export --format json` writes, read as drafts. References are ids."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from commands.importing.dependencies import Waits
from commands.importing.drafts import Draft
from commands.importing.grid import MOST_CELLS, Problem, SourceFile, Spot, UnreadableFile, clean
from commands.importing.json_fields import FIELDS, REQUIRED, WORKSPACE, Refused, Spread
from commands.importing.people import shortened
from commands.importing.sheetxml import too_many_cells
from commands.phrases import say

# The list in the file → the kind of its drafts.
LISTS = {
    "municipalities": "municipality", "groups": "group", "members": "person", "systems": "system", "tasks": "task",
    "trainings": "training", "needs": "need", "gates": "gate", "decisions": "decision", "risks": "risk",
    "legacy": "legacy",
}  # fmt: skip
_NOT_IMPORTED = ("journal", "key")


class JsonRead(msgspec.Struct):
    """What a JSON file holds: the drafts, the workspace's own fields, and the names of what is not ours."""

    drafts: list[Draft] = []
    workspace: Draft | None = None
    not_ours: list[str] = []


def read_json(file: SourceFile) -> JsonRead:
    """The drafts in a JSON file. Raises UnreadableFile where it is not JSON, or not of this form."""
    document = _decoded(file)
    read = JsonRead(
        not_ours=[shortened(clean(name)) for name in document if name not in (*LISTS, *WORKSPACE, *_NOT_IMPORTED)]
    )
    read.workspace = _object(file, "workspace", "", document, WORKSPACE, ())
    for name, kind in LISTS.items():
        found = document.get(name) or []
        if not isinstance(found, list):
            raise _wrong_form(file)
        for number, value in enumerate(found):
            read.drafts.append(_object(file, kind, f"{name}[{number}]", value, FIELDS[kind], REQUIRED[kind]))
    if len(read.drafts) > MOST_CELLS:
        raise UnreadableFile(too_many_cells())
    _report_duplicates(read.drafts)
    for draft in read.drafts:
        _add_lags(draft)
    return read


def _decoded(file: SourceFile) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(file.content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, ValueError):
        raise UnreadableFile(say("{file} is not valid JSON.", file=file.name)) from None
    if not isinstance(document, dict) or not any(name in document for name in (*LISTS, *WORKSPACE)):
        raise _wrong_form(file)
    return document


def _wrong_form(file: SourceFile) -> UnreadableFile:
    return UnreadableFile(say("{file} is JSON, but not in the form that klar export writes.", file=file.name))


def _object(
    file: SourceFile,
    kind: str,
    path: str,
    value: Any,
    fields: Mapping[str, Callable[[Any], Any]],
    required: tuple[str, ...],
) -> Draft:
    spot = Spot(file.name, "", path)
    draft = Draft(kind, spot, {}, by_id=True)
    if not isinstance(value, dict):
        draft.problems.append(Problem(spot, say("This should be an object.")))
        return draft
    for field, reader in fields.items():
        draft.cells[field] = f"{path}.{field}" if path else field
        given = value.get(field)
        if given is None or given == "":
            continue
        try:
            read = reader(clean(given) if isinstance(given, str) else given)
        except (Refused, ValueError, TypeError, KeyError, OverflowError) as error:
            text = clean(str(given)) if isinstance(given, str | int | float) else msgspec.json.encode(given).decode()
            reason = (
                error.reason if isinstance(error, Refused) else say("“{text}” does not fit here.", text=shortened(text))
            )
            draft.fail(field, reason)
        else:
            draft.values.update(read if isinstance(read, Spread) else {field: read})
    for field in required:
        if field not in draft.values and draft.at(field) not in {problem.spot for problem in draft.problems}:
            draft.fail(field, say("This must be filled in."))
    return draft


def _add_lags(draft: Draft) -> None:
    """Put the lags, which stand beside the ids that a task depends on, where they belong."""
    lags: dict[str, int] = draft.values.pop("lags", {})
    if lags and "depends_on" in draft.values:
        draft.values["depends_on"] = tuple(
            Waits(wait.task, lags.get(wait.task, wait.lag)) for wait in draft.values["depends_on"]
        )


def _report_duplicates(drafts: list[Draft]) -> None:
    seen: dict[tuple[str, str], Draft] = {}
    for draft in drafts:
        if "id" not in draft.values or draft.kind == "task":
            continue
        other = seen.setdefault((draft.kind, draft.values["id"]), draft)
        if other is not draft:
            draft.fail(
                "id",
                say(
                    "The id “{id}” stands in {cell} too. Give each row its own.",
                    id=draft.values["id"],
                    cell=other.spot.cell,
                ),
            )
