"""A bit that flips on the disk is found, or does no harm."""

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.changes import Record, change_between
from store.errors import StoreError
from store.opening import open_store
from store.records import Member, Task
from tests.store.archive import NOW, everything_in, letter, new_archive, report, town_in

FLIPS = 300


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bytes]:
    """The file of a store after some months: a hundred tasks, twenty people, two thousand changes."""
    path = tmp_path_factory.mktemp("damage") / "klar.db"
    chance = random.Random(2027)  # noqa: S311 - it is to be the same every time
    store = new_archive(path)
    workspace = town_in(store)
    with store.transaction():
        records: list[Record] = [Member(f"m{n}", f"Siv {n} Dal", f"@m{n}", "konsulent", "lonn") for n in range(20)]
        records += [Task(f"T{200 + n}", "lon", f"Overføre register {n} til det nye", f"m{n % 20}") for n in range(100)]
        changes = [change for record in records if (change := change_between(None, record))]
        workspace.record(changes, who="berit", message="import", what="import", at=NOW)
    for n in range(2000):
        with store.transaction():
            store.first_time_seen("slack", "strand", f"m{n}", n)
            report(workspace, f"T{200 + chance.randrange(100)}", n, note=f"Melding {n}: venter på leverandøren")
            workspace.outbox.put(letter(f"k{n}"), n)
            workspace.reminders.plan(n, "task", f"T{200 + n % 100}", "overdue", f"m{n % 20}")
    store.close()
    yield path.read_bytes()
    path.unlink()


@pytest.mark.slow
def test_of_three_hundred_flipped_bits_hardly_one_goes_unnoticed(lived_in: bytes, tmp_path: Path) -> None:
    chance = random.Random(300)  # noqa: S311
    path = tmp_path / "klar.db"
    path.write_bytes(lived_in)
    store = open_store(path)
    whole = everything_in(store)
    store.close()
    ends: Counter[str] = Counter()
    for _ in range(FLIPS):
        spoilt = bytearray(lived_in)
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        path.write_bytes(spoilt)
        ends[_end_of(path, whole)] += 1
    print(f"{len(lived_in)} bytes, {FLIPS} flipped bits: {dict(ends)}")  # noqa: T201 - shown with -rP
    assert ends["refused"] + ends["found"] + ends["harmless"] >= 250


def _end_of(path: Path, whole: dict[str, list[tuple[object, ...]]]) -> str:
    """What becomes of a spoilt store: refused, found by the check, harmless, or harm that nobody notices."""
    try:
        store = open_store(path)
    except StoreError as error:
        return "refused" if "\n" not in str(error) else "refused in many words"
    try:
        if store.faults():
            return "found"
        return "harmless" if everything_in(store) == whole else "unnoticed"
    except sqlite3.OperationalError:  # a text that is no text any more, where nothing vouches for it
        return "unnoticed"
    finally:
        store.close()
