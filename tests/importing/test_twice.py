"""Saying a thing twice is saying it once, and what is left without the broken rows is a whole workspace."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.importing.files import EMPTY, carried_out, csv, planned

_SYSTEM = st.sampled_from(["Lønn", "Lønnsom", "Regna", "lønn ", "Skole (ny)", ""])
_PERSON = st.sampled_from(
    [
        "",
        "Kari",
        "Kari Hansen",
        "Kari H.",
        "Hansen, Kari",
        "Ola / Kari",
        "Ola Nordmann; Per",
        "ola@x.no",
        "Ola N. (lev)",
        "avklares",
        "Kari Moe <kari@x.no>",
        "K. Hansen og Ola",
        "Ukjent",
        "Per, Pål og Espen",
    ]
)
_DATE = st.sampled_from(
    ["", "1.3.2027", "3/4/2027", "2/13/2027", "13/2/2027", "uke 3", "-", "2027-03-01 14:00", "46447", "TBD", "kl 9"]
)
_ID = st.sampled_from(["", "1", "1.1", "1.10", "2", "T7", "t101", "A1", "Sum", "x y"])
_TITLE = st.sampled_from(["En", "To", "en", "Tre", "Merk: noe", "", "Totalt"])
_STATUS = st.sampled_from(["", "Pågår", "Ferdig", "4", "rart", "På vent"])
_PERCENT = st.sampled_from(["", "50", "0,5", "100 %", "1", "120", "x"])
_WAITS = st.sampled_from(["", "1", "1.1FS+2d", "T7", "2; A1", "1.10", "7"])
_TASK = st.tuples(_ID, _SYSTEM, _TITLE, _PERSON, _PERSON, _DATE, _STATUS, _PERCENT, _WAITS)
_HEAD = "Nr;System;Oppgave;Ansvarlig;Medhjelpere;Frist;Status;% ferdig;Avhengig av"
_COURSE = st.tuples(
    st.sampled_from(["", "1", "K7", "C1", "C2"]),
    _SYSTEM,
    _DATE,
    st.sampled_from(["9-11", "kl 13", "", "20-24", "x"]),
    st.sampled_from(["", "Teams", "Rådhuset"]),
    _PERSON,
    _PERSON,
)


def table(head: str, rows: list[tuple[str, ...]]) -> str:
    """A text file of these rows, each cell in quotes."""
    return head + "\n" + "\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)


@settings(max_examples=400, deadline=None)
@given(st.lists(_TASK, min_size=1, max_size=9))
def test_task_lists(rows: list[tuple[str, ...]]) -> None:
    file = csv(table(_HEAD, rows))
    after = carried_out(planned(file).without_broken().changes, EMPTY)
    again = planned(file, current=after).without_broken()
    assert again.changes == ()
    known = {task.id for task in after.tasks}
    assert all(one.task in known for task in after.tasks for one in task.depends_on)
    members, systems = {member.id for member in after.members}, {system.id for system in after.systems}
    assert all(task.system in systems and (task.owner is None or task.owner in members) for task in after.tasks)


@settings(max_examples=200, deadline=None)
@example(
    [
        ("", "Lønn", "", "9-11", "", "", ""),
        ("", "Lønn", "", "9-11", "", "", ""),
        ("", "Lønn", "", "9-11", "", "", "Kari Moe <kari@x.no>"),
        ("", "Lønn", "1.3.2027", "9-11", "", "", "Kari"),
        ("", "Lønn", "1.3.2027", "9-11", "", "", "Kari H."),
        ("", "Lønn", "1.3.2027", "9-11", "", "", "Kari"),
    ]
)
@given(st.lists(_COURSE, min_size=1, max_size=7))
def test_course_calendars(rows: list[tuple[str, ...]]) -> None:
    file = csv(table("Kurs-id;System;Dato;Tid;Sted;Kursholder;Påmeldte", rows))
    after = carried_out(planned(file).without_broken().changes, EMPTY)
    assert planned(file, current=after).without_broken().changes == ()


@settings(max_examples=200, deadline=None)
@example([("Hansen, Kari", "", "leder"), ("Kari Hansen", "kari@x.no", "leder"), ("Kari", "kari@x.no", "leder")])
@example([("Kari Hansen", "", "leder"), ("Kari Hansen", "kari@x.no", "leder"), ("", "kari@x.no", "leder")])
@given(
    st.lists(
        st.tuples(_PERSON, st.sampled_from(["", "kari@x.no", "ola@x.no"]), st.sampled_from(["leder", ""])),
        min_size=1,
        max_size=6,
    )
)
def test_lists_of_people(rows: list[tuple[str, ...]]) -> None:
    file = csv(table("Navn;E-post;Rolle", rows))
    after = carried_out(planned(file).without_broken().changes, EMPTY)
    assert planned(file, current=after).without_broken().changes == ()
