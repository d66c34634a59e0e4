"""The spreadsheets in examples/ are read whole, and twice is once."""

from datetime import date, datetime
from pathlib import Path

from commands.importing import SourceFile
from tests.importing.files import imported, names, planned, problems, tasks

TOWN = imported(SourceFile("nye-fjordvik.json", Path("examples/nye-fjordvik.json").read_bytes()))
FILES = [SourceFile(name, Path("examples", name).read_bytes()) for name in ("fremdriftsplan.xlsx", "kurs.csv")]


def test_the_examples_are_read_whole() -> None:
    plan = planned(*FILES, current=TOWN)
    assert problems(plan) == []
    assert plan.created == ()
    assert plan.counts == {"task": (5, 0, 0), "training": (3, 0, 0)}
    assert plan.sheets[0].left_out == {"heading": 2, "total": 1, "blank": 1, "note": 1}
    assert plan.hidden_sheets == (("fremdriftsplan.xlsx", "Nedtrekkslister"),)


def test_what_they_say_is_what_is_kept() -> None:
    town = imported(*FILES, current=TOWN)
    training = tasks(town)["Opplæring av lønnskontaktene"]
    assert (training.due, training.percent, training.status) == (date(2027, 11, 30), 40, "doing")
    assert names(town)[training.owner or ""] == "Tuva Rønning"
    assert tasks(town)["Teste fakturautsending"].depends_on[0].lag == 5
    courses = [it for it in town.trainings if it.place == "Tindesund rådhus"]
    assert [(it.start, it.end) for it in courses] == [
        (datetime.fromisoformat("2027-12-01T12:30"), datetime.fromisoformat("2027-12-01T15:00"))
    ]


def test_twice_is_once() -> None:
    assert planned(*FILES, current=imported(*FILES, current=TOWN)).changes == ()
