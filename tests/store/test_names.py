"""Names are found however they are written, and follow a rename."""

import unicodedata
from collections.abc import Sequence
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.changes import change_between, plain
from store.records import Group, Member, System
from store.rows import name_key
from store.workspace import WorkspaceStore
from tests.store.archive import NOW, calmly, new_archive, town_in

NORWEGIAN = "abcdefghijklmnopqrstuvwxyzæøåéèêòôóđŋšŧžčáü"
words = st.text(st.sampled_from(NORWEGIAN), min_size=1, max_size=8)
names = st.lists(words, min_size=1, max_size=3).map(" ".join)


def written(name: str, form: int) -> str:
    """A name as somebody else would write it."""
    shape: Literal["NFC", "NFD"] = "NFD" if form % 2 else "NFC"
    cased = (str.lower, str.upper, str.title, str.swapcase)[form // 2 % 4](name)
    return "  ".join(unicodedata.normalize(shape, cased).split(" ")) + " "


@calmly
@given(names, st.integers(0, 7))
def test_a_name_is_the_same_however_it_is_written(name: str, form: int) -> None:
    assert name_key(written(name, form)) == name_key(name)
    assert name_key(name_key(name)) == name_key(name)


@calmly
@given(st.lists(names, min_size=1, max_size=4, unique_by=name_key), st.integers(0, 7))
def test_a_system_is_found_by_all_its_names_and_by_no_old_one(called: list[str], form: int) -> None:
    store = new_archive()
    workspace = town_in(store)
    first, *others = called
    try:
        with store.transaction():
            before = System("ny-1", first, aliases=tuple(others))
            put(workspace, None, before)
            for name in called:
                assert ("system", "ny-1") in workspace.names.find(written(name, form))
            after = System("ny-1", "Noe 2 annet")
            put(workspace, before, after)
            for name in called:
                assert ("system", "ny-1") not in workspace.names.find(name)
            assert workspace.names.find("NOE 2 ANNET") == [("system", "ny-1")]
            put(workspace, after, before)
            assert ("system", "ny-1") in workspace.names.find(written(first, form))
            put(workspace, before, None)
            assert ("system", "ny-1") not in workspace.names.find(first)
    finally:
        store.close()


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("LØNN", [("system", "lon")]),
        ("lønn", [("system", "lon")]),
        (unicodedata.normalize("NFD", "lønnssystemet"), [("system", "lon")]),
        ("PAYROLL", [("system", "lon")]),
        ("lønnsom", [("system", "lon")]),
        ("lon", [("system", "lon")]),
        ("arkiv", [("group", "arkiv"), ("system", "ark")]),
        ("berit aas", [("member", "berit")]),
        ("  Ola   BØ ", [("member", "ola")]),
        ("lønn og personal", [("group", "lonn")]),
        ("@kari", []),
        ("kari", [("member", "kari")]),
        ("", []),
        ("løn", []),
        ("%", []),
    ],
)
def test_the_towns_names(written: str, found: list[tuple[str, str]]) -> None:
    store = new_archive()
    assert town_in(store).names.find(written) == found
    store.close()


def test_a_first_name_is_enough_to_be_found_and_nothing_less() -> None:
    store = new_archive()
    workspace = town_in(store)
    people = [Member("aase1", "Åse Øvrebø"), Member("aase2", "ÅSE Ærlig", "@aasemor"), Member("aasen", "Åsen Berg")]
    with store.transaction():
        for member in people:
            put(workspace, None, member)
    for name in ("Åse", "åse", unicodedata.normalize("NFD", "ÅSE"), " åse "):
        assert workspace.names.find_first_name(name) == ["aase1", "aase2"]
    assert workspace.names.find_first_name("Ås") == []
    assert workspace.names.find_first_name("Øvrebø") == []
    with store.transaction():
        put(workspace, people[0], replace(people[0], name="Ærna Øvrebø"))
    assert workspace.names.find_first_name("åse") == ["aase2"]
    assert workspace.names.find_first_name("ærna") == ["aase1"]
    assert workspace.names.find("AASEMOR") == [("member", "aase2")]
    with store.transaction():
        put(workspace, people[1], replace(people[1], handle="@annen", role="leder"))
    assert workspace.names.find("aasemor") == []
    assert workspace.names.find("annen") == [("member", "aase2")]
    store.close()


def test_the_index_of_names_is_what_the_records_say() -> None:
    store = new_archive()
    workspace = town_in(store)
    with store.transaction():
        put(workspace, Group("lonn", "Lønn og personal"), Group("lonn", "Lønn og folk"))
        put(workspace, None, Group("ny", "Ny"))
        put(workspace, Group("ny", "Ny"), None)
    kept = store._db.execute("SELECT kind, id, key FROM names ORDER BY kind, id, key").fetchall()
    kinds: list[tuple[str, Sequence[System | Member]]]
    kinds = [("system", workspace.systems.all()), ("member", workspace.people.all())]
    for kind, records in kinds:
        for record in records:
            workspace.names.put(kind, record.id, plain(record))
    assert store._db.execute("SELECT kind, id, key FROM names ORDER BY kind, id, key").fetchall() == kept
    assert ("group", "lonn", "lønn og folk") in kept
    assert not [row for row in kept if row[1] == "ny"]
    store.close()


def put(
    workspace: WorkspaceStore, before: Group | Member | System | None, after: Group | Member | System | None
) -> None:
    change = change_between(before, after)
    assert change is not None
    workspace.record([change], who="kari", message="m", what="change", at=NOW)
