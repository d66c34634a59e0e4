"""A small municipality for tests, with people who can be told apart by what they may do."""

from datetime import date, datetime

from store.changes import Change, Record, change_between
from store.records import (
    Dependency,
    Enrolment,
    Gate,
    Group,
    Member,
    Municipality,
    System,
    Task,
    Training,
    Workspace,
)

ABOUT = Workspace("strand", "Nye Strand kommune", date(2028, 1, 1))

RECORDS: tuple[Record, ...] = (
    Municipality("strand", "Strand"),
    Group("lonn", "Lønn og personal"),
    Group("arkiv", "Dokument og arkiv"),
    Group("led", "Programledelse"),
    Member("kari", "Kari Nes", "@kari", "lønnskonsulent", "lonn"),
    Member("nils", "Nils Hauge", "@nils", "turnusrådgiver", "lonn"),
    Member("gro", "Gro Lid", "@gro", "gruppeleder", "lonn"),
    Member("ola", "Ola Bø", "@ola", "arkivar", "arkiv"),
    Member("berit", "Berit Aas", "@berit", "prosjektleder", "led"),
    Member("tone", "Tone Vik", "@tone", "kursholder", "lonn"),
    Member("leif", "Leif Moe", "@leif", "leser"),
    System("lon", "Lønn", "Lønnsom", ("lønnssystemet", "payroll"), "lonn", cutover=date(2027, 12, 31)),
    System("ark", "Sak og arkiv", "Dokumentbro", ("arkiv",), "arkiv", cutover=date(2027, 12, 15), archive=True),
    Task("T101", "lon", "Overføre ansattregister", "kari", due=date(2027, 11, 19), status="doing"),
    Task("T102", "lon", "Prøvekjøre lønn", "kari", due=date(2027, 11, 26), depends_on=(Dependency("T101"),)),
    Task("T103", "lon", "Sette opp reiseregninger", "nils", due=date(2027, 12, 10)),
    Task("T104", "ark", "Hente ut gammelt arkiv", "ola", due=date(2027, 11, 12), status="doing", percent=40),
    Task("T105", "ark", "Lage brevmaler", None, due=date(2027, 12, 1)),
    Training("C1", "lon", datetime(2027, 11, 23, 9), datetime(2027, 11, 23, 11), "Rådhuset", 12, "tone"),
    Enrolment("C1", "kari"),
    Gate("lon", "decision", "green", "berit", "Vedtatt i styringsgruppa", date(2027, 9, 1)),
    Gate("ark", "data", "red", "ola", "Uttrekket mangler", date(2027, 11, 10)),
)  # fmt: skip


def beginning() -> list[Change]:
    """The town as changes to an empty workspace."""
    return [change for record in RECORDS if (change := change_between(None, record))]
