"""Habits of writing: as one speaks, with asides, in telegrams, and with a change of mind half-way."""

from datetime import date

import pytest

from commands.language.understand import understand
from commands.requests import Nothing, Request, ScheduleTraining, Unclear, Update, Updates
from tests.language.people import NOW, People
from tests.language.score_workspaces import reader_of


def read(text: str) -> Request:
    return understand(text, People(), NOW).request


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("T101 e ferdi", "done"),
        ("T101 e itj bynt på", "todo"),
        ("T101 är färdig", "done"),
        ("da e T101 færdig åsså", "done"),
        ("T101 e ferdig no", "done"),
    ],
)
def test_as_one_speaks(text: str, status: str) -> None:
    assert read(text) == Update(task="T101", status=status)  # type: ignore[arg-type]


def test_what_is_not_so_as_one_speaks_changes_nothing() -> None:
    assert isinstance(read("viss T101 bli ferdi"), Unclear | Nothing)


@pytest.mark.parametrize(
    "text",
    [
        "Godt nytt år, jeg håper det gikk fint med rakettene: T101 er ferdig",
        "T101, som vi snakket om i går, er ferdig",
        "T101 er ferdig, jf. e-post av i går",
        "T101 – which took a while – is done",
    ],
)
def test_what_is_told_besides_is_no_news(text: str) -> None:
    assert read(text) == Update(task="T101", status="done")


def test_what_a_clause_besides_tells_of_a_status_is_no_aside() -> None:
    assert read("T101, som er blokkert, er T102 sin") != Update(task="T101", status="done")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("T102, æsj, T103 mente jeg, er levert", Update(task="T103", status="done")),
        ("T101 klar onsdag, nei vent, torsdag", Update(task="T101", due=date(2027, 11, 18))),
        ("T101 er på 40 %, nei beklager, 45 %", Update(task="T101", percent=45)),
    ],
)
def test_a_change_of_mind(text: str, meant: Update) -> None:
    assert read(text) == meant


def test_one_verb_for_two_moves() -> None:
    assert read("T101 flyttes til 20. desember og T102 til 22. desember") == Updates(
        (Update(task="T101", due=date(2027, 12, 20)), Update(task="T102", due=date(2027, 12, 22)))
    )


def test_a_reason_ends_where_another_task_has_its_turn() -> None:
    found = read("T101 er blokkert fordi de aldri svarer, og fristen for T102 flyttes til 7. januar")
    assert isinstance(found, Updates)
    assert [item.blocker for item in found.items if isinstance(item, Update)] == ["de aldri svarer", None]


def test_a_training_in_telegrams() -> None:
    found = reader_of("ostfold").understood(
        "Kurs i Prognosa. Torsdag uke 50, kl. 12-14. Rakkebo. 15 plasser.", None, NOW
    )
    assert isinstance(found.request, ScheduleTraining)
    assert (found.request.place, found.request.seats) == ("Rakkebo", 15)


@pytest.mark.parametrize("word", ["Obligatorisk", "Velkommen", "Gratis", "Supert", "Nybegynnere"])
def test_a_word_by_itself_is_not_always_a_place(word: str) -> None:
    found = read(f"Kurs i lønn. Torsdag uke 50, kl. 12-14. {word}.")
    assert isinstance(found, ScheduleTraining)
    assert found.place is None


@pytest.mark.parametrize(
    "text",
    [
        "Vi er i rute med båtplassane, medan prislista ikkje har letta anker",
        "Båtplassane er ferdige og prislista ligg bom",
    ],
)
def test_news_that_is_not_understood_is_asked_about_beside_what_is(text: str) -> None:
    reader = reader_of("hordaland")
    assert isinstance(reader.understood(text, "lsund", NOW).request, Unclear)


@pytest.mark.parametrize("name", ["Jan-Erik", "Jan Erik", "jan-erik"])
def test_a_first_name_with_a_hyphen(name: str) -> None:
    reader = reader_of("ostfold")
    assert reader.understood(f"Ledningskartet går til {name}", None, NOW).request == Update(task="T145", owner="jstro")


@pytest.mark.parametrize("text", ["T101 er ferdig, og den andre tar vi til fredag", "the other one is done, T101 too"])
def test_the_other_one_is_asked_about(text: str) -> None:
    assert isinstance(read(text), Unclear)


@pytest.mark.parametrize(
    "text",
    [
        "T101 blir ikkje ferdi te fredag",
        "T101 blir itj klar te fredag",
        "T101 klar onsdag, beklager, har møte torsdag",
        "T101 er på 40 %, nei vent",
        "T101 er ferdig, nei vent, det er den ikke",
        "T101 frist 20. desember, nei, kl. 10",
        "Jeg håper vi snart kan si: T101 er ferdig",
        "Håper dette stemmer: T101 er ferdig",
        "Det er feil at T101 er ferdig",
        "Skriv opp spørsmål om T101 til Nils",
        "Sett opp Nils på møtet om T101",
        "lønn til arkiv blir ikke ferdig før 15. desember",
    ],
)
def test_what_changes_nothing(text: str) -> None:
    assert isinstance(read(text), Unclear | Nothing)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("T101 er ferdig jf. møtet i går", Update(task="T101", status="done")),
        ("T101 er ferdig, vent litt med T102", Update(task="T101", status="done")),
        ("T101 er på 40 %, nei, 0 %", Update(task="T101", percent=0)),
        ("T101 er 100 % bortsett fra forsida", Update(task="T101", status="doing")),
        ("T101 senest en uke før jul", Update(task="T101", due=date(2027, 12, 17))),
    ],
)
def test_what_is_not_lost_on_the_way(text: str, meant: Update) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    "sorry", ["beklager", "sorry folkens", "beklager sen beskjed", "unnskyld sent svar", "beklager det"]
)
def test_to_be_sorry_takes_nothing_back(sorry: str) -> None:
    assert read(f"T101 flyttes til fredag, {sorry}") == Update(task="T101", due=date(2027, 11, 19))
    assert read(f"T101 er på 40 %, {sorry}") == Update(task="T101", percent=40)
