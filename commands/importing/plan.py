"""The plan of an import: what would change, how each sheet was read, and what could not be."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import msgspec

from commands.importing.basics import put_groups, put_municipalities, put_people, put_systems
from commands.importing.drafts import Draft, TableReport
from commands.importing.grid import Problem, SourceFile, Spot, unique
from commands.importing.reading import Read, read_all
from commands.importing.registers import put_decisions, put_gates, put_legacy, put_needs, put_risks
from commands.importing.resolving import Resolver, changed
from commands.importing.roster import people_among
from commands.importing.tasks import put_tasks
from commands.importing.trainings import put_trainings
from commands.importing.world import World
from store.changes import Change
from store.records import Member, Snapshot, Status

_MOST_ROUNDS = 10


class Plan(msgspec.Struct, frozen=True):
    """What an import would do.

    `ready` are the changes of all rows that are whole, in the order in which records refer to one another. `changes`
    is what may be made: nothing at all where there are problems, unless broken rows are to be left out. `counts` has
    new, changed and unchanged records by kind, `names` what each of them is called; `created` lists (kind, name) of
    what was made because a cell named it. `broken` are the rows with problems. `notes` tell of what was read in a way
    that is worth a look.
    """

    sheets: tuple[TableReport, ...]
    ready: tuple[Change, ...]
    counts: dict[str, tuple[int, int, int]]
    names: dict[tuple[str, tuple[str, ...]], str]
    created: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    broken: tuple[Spot, ...]
    hidden_sheets: tuple[tuple[str, str], ...] = ()
    not_ours: tuple[tuple[str, str], ...] = ()
    skips_broken: bool = False

    @property
    def changes(self) -> tuple[Change, ...]:
        """What may be made."""
        return self.ready if self.skips_broken or not self.problems else ()

    def without_broken(self) -> "Plan":
        """The same plan with the broken rows left out."""
        return msgspec.structs.replace(self, skips_broken=True)


def plan_import(
    files: Sequence[SourceFile],
    current: Snapshot,
    *,
    today: date,
    statuses: Mapping[str, Status] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Plan:
    """Plan the import of some files into a workspace. Raises UnreadableFile where one cannot be read at all.

    `statuses` are a house's own words, from [import.status] in its config. `progress` is told how many sheets of how
    many are read. `today` is where dates without a year will count from; so far they are reported.
    """
    del today  # the one thing a later reading of "innen påske" needs that nothing here does yet
    read = read_all(files, current, statuses or {}, progress)
    world, resolver, notes = _settled(read, current)
    problems = [problem for draft in read.whole for problem in draft.problems]
    created = [("member", member.name) for id_ in resolver.roster.created if (member := world.get(Member, id_))]
    return Plan(
        sheets=tuple(read.reports),
        ready=world.changes(),
        counts=world.counts(),
        names=world.names(),
        created=(*created, *resolver.catalogue.created),
        problems=unique(problems),
        notes=unique([*(note for report in read.reports for note in report.notes), *notes]),
        broken=tuple(dict.fromkeys(draft.spot for draft in read.whole if draft.problems)),
        hidden_sheets=tuple(read.hidden_sheets),
        not_ours=tuple(read.not_ours),
    )


def _settled(read: Read, current: Snapshot) -> tuple[World, Resolver, list[Problem]]:
    """Build the world without broken rows. Leaving one out may break another, so it is built until nothing breaks."""
    for _ in range(_MOST_ROUNDS):
        broken = _broken(read.whole)
        world = World(current)
        resolver = Resolver(world)
        notes = _built(resolver, read, current)
        if _broken(read.whole) == broken:
            break
    return world, resolver, notes


def _broken(drafts: Sequence[Draft]) -> int:
    return sum(1 for draft in drafts if draft.problems)


def _built(resolver: Resolver, read: Read, current: Snapshot) -> list[Problem]:
    world = resolver.world
    if read.workspace and not read.workspace.problems and read.workspace.values:
        world.put(changed(current.workspace, **read.workspace.values))
    put_municipalities(world, read.of("municipality"))
    put_groups(world, read.of("group"))
    put_people(resolver, read.of("person"))
    drafts = [draft for kind in ("system", "task", "training", "risk") for draft in read.of(kind)]
    resolver.roster.prepare([person for draft in drafts for person in people_among(draft.values)])
    put_systems(resolver, read.of("system"))
    notes = put_tasks(resolver, read.all_of("task"))
    put_trainings(resolver, read.all_of("training"))
    put_needs(resolver, read.of("need"))
    put_gates(resolver, read.of("gate"))
    put_decisions(resolver, read.of("decision"))
    put_risks(resolver, read.all_of("risk"))
    put_legacy(resolver, read.of("legacy"))
    return notes
