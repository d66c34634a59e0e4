"""A plan as a person reads it: sheet by sheet, then what is new and changed, then what could not be read."""

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

import msgspec

from commands.importing.drafts import TableReport
from commands.importing.fields import field_name, table_name
from commands.importing.grid import Problem, Spot
from commands.importing.nouns import left_out, noun, record_name, value_name
from commands.importing.people import shortened
from commands.importing.plan import Plan
from commands.phrases import Phrase, Several, Value, as_typed, say, say_n
from store.changes import Change

Style: TypeAlias = Literal["heading", "plain", "good", "bad"]
_MOST_LISTED = 40
_MOST_NEW = 8


class Line(msgspec.Struct, frozen=True):
    """A line of the preview: how far it stands in, and how it is meant."""

    text: Phrase
    indent: int = 0
    style: Style = "plain"


def preview(plan: Plan, *, done: bool = False) -> list[Line]:
    """All lines of the preview, but for the last word, which is up to the command. `done`: it has been imported."""
    return [*_sheets(plan), *_records(plan, done=done), *_created(plan), *_notes(plan), *_problems(plan)]


def _sheets(plan: Plan) -> Iterator[Line]:
    for file in dict.fromkeys(report.file for report in plan.sheets):
        yield Line(as_typed(file), 0, "heading")
        for report in plan.sheets:
            if report.file == file:
                yield Line(_table(report), 1)
                yield from (Line(line, 2) for line in _columns(report))
        hidden: list[Value] = [name for of, name in plan.hidden_sheets if of == file]
        if hidden:
            yield Line(_hidden(hidden), 1)
    for file in dict.fromkeys(file for file, _ in plan.not_ours):
        ours = Several([field for of, field in plan.not_ours if of == file])
        yield Line(say("{file} also has what is not ours: {names}.", file=file, names=ours))


def _hidden(names: list[Value]) -> Phrase:
    return say_n(
        "{n} hidden sheet was left out: {names}.",
        "{n} hidden sheets were left out: {names}.",
        len(names),
        names=Several(names),
    )


def _table(report: TableReport) -> Phrase:
    sheet = report.sheet or report.file
    if not report.kind:
        return say("{sheet}: no table that Klar knows", sheet=sheet)
    return say_n(
        "{sheet}: {kind}, headers in row {row}, {n} row", "{sheet}: {kind}, headers in row {row}, {n} rows",
        report.rows, sheet=sheet, kind=table_name(report.kind), row=report.header_row,
    )  # fmt: skip


def _columns(report: TableReport) -> Iterator[Phrase]:
    not_ours: list[Value] = []
    for column in report.columns:
        header = shortened(column.header, 40)
        if column.field is None:
            not_ours.append(say("{letters} “{header}”", letters=column.letters, header=header))
        elif not column.kept:
            field = field_name(column.field)
            yield say(
                "{letters} “{header}” → {field}, which is not kept", letters=column.letters, header=header, field=field
            )
        else:
            field = as_typed(column.of) if column.of else field_name(column.field)
            yield say("{letters} “{header}” → {field}", letters=column.letters, header=header, field=field)
    not_ours += [say("{letters} (no header)", letters=letters) for letters in report.unnamed]
    if not_ours:
        yield say("Not ours: {columns}", columns=Several(not_ours))
    counts = [left_out(reason, count) for reason, count in sorted(report.left_out.items())]
    counts += [left_out("hidden", report.hidden_rows)] if report.hidden_rows else []
    if counts:
        yield say("Left out: {rows}", rows=Several(list(counts)))


def _records(plan: Plan, *, done: bool) -> Iterator[Line]:
    if plan.counts:
        yield Line(say("What happened") if done else say("What would happen"), 0, "heading")
    for kind, (new, changed, same) in plan.counts.items():
        counts = say("{new} new, {changed} changed, {same} unchanged", new=new, changed=changed, same=same)
        yield Line(say("{kind}: {counts}", kind=noun(kind), counts=counts), 1, "good" if new or changed else "plain")
        changes = [change for change in plan.ready if change.kind == kind]
        yield from _listed(changes, plan)


def _listed(changes: list[Change], plan: Plan) -> Iterator[Line]:
    new = [change for change in changes if change.before is None]
    for change in new[:_MOST_NEW]:
        yield Line(say("new: {name}", name=record_name(change, plan.names[change.kind, change.key])), 2)
    yield from _more(len(new) - _MOST_NEW)
    other = [change for change in changes if change.before is not None]
    for change in other[:_MOST_LISTED]:
        yield Line(
            say(
                "{name}: {changes}",
                name=record_name(change, plan.names[change.kind, change.key]),
                changes=Several(list(_differences(change))),
            ),
            2,
        )
    yield from _more(len(other) - _MOST_LISTED)


def _differences(change: Change) -> Iterator[Value]:
    if change.after is None:
        yield say("goes away")
        return
    before = change.before or {}
    for field, value in change.after.items():
        yield say(
            "{field} {before} → {after}", field=value_name(field), before=_said(before.get(field)), after=_said(value)
        )


def _said(value: object) -> str:
    if value in (None, "", [], ()):
        return "–"
    if isinstance(value, list | tuple):
        return ", ".join(str(one["task"]) if isinstance(one, dict) else str(one) for one in value)
    return shortened(str(value), 40)


def _created(plan: Plan) -> Iterator[Line]:
    for kind, text in (
        ("member", say("New people, without an account: {names}")),
        ("system", say("New systems: {names}")),
        ("group", say("New working groups: {names}")),
        ("municipality", say("New municipalities: {names}")),
    ):
        names = [name for made, name in plan.created if made == kind]
        if names:
            yield Line(Phrase(text.msgid, {"names": Several(list(names))}))


def _notes(plan: Plan) -> Iterator[Line]:
    if plan.notes:
        yield Line(say("Worth a look"), 0, "heading")
    yield from _at_cells(plan.notes, "plain")


def _problems(plan: Plan) -> Iterator[Line]:
    if plan.problems:
        yield Line(say("Could not be read"), 0, "heading")
    yield from _at_cells(plan.problems, "bad", most=200)
    if plan.skips_broken and plan.broken:
        rows = Several([_place(spot, plan) for spot in plan.broken])
        yield Line(
            say_n("{n} row was left out: {rows}.", "{n} rows were left out: {rows}.", len(plan.broken), rows=rows)
        )


def _at_cells(problems: Iterable[Problem], style: Style, most: int = _MOST_LISTED) -> Iterator[Line]:
    listed = list(problems)
    for problem in listed[:most]:
        yield Line(say("{place}: {text}", place=place_of(problem.spot), text=problem.text), 1, style)
    yield from _more(len(listed) - most, indent=1)


def _more(count: int, indent: int = 2) -> Iterator[Line]:
    if count > 0:
        yield Line(say_n("… and {n} more", "… and {n} more", count), indent)


def place_of(spot: Spot) -> str:
    """A spot as people name it: the file, the sheet where there are sheets, and the cell."""
    within = "!".join(part for part in (spot.sheet, spot.cell) if part)
    return f"{spot.file} {within}".strip()


def _place(spot: Spot, plan: Plan) -> str:
    files = {report.file for report in plan.sheets} | {broken.file for broken in plan.broken}
    return place_of(spot if len(files) > 1 else Spot("", spot.sheet, spot.cell))
