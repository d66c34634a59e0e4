"""Who may do what, as the table that the users settled."""

import unicodedata
from collections.abc import Callable
from typing import get_args

import pytest

from commands.roles import access_named, access_of, leaders_of, may_lead, may_report, may_undo, may_waive
from store.records import Access, Member, System, Task

HERE = System("lon", "Lønn", group="lonn")
ELSEWHERE = System("ark", "Arkiv", group="arkiv")
NOBODYS = System("kart", "Kart")

OWN_TASK = Task("T1", "ark", "Egen oppgave", owner="me")
HELPED_TASK = Task("T2", "ark", "Delt oppgave", owner="you", helpers=("it", "me"))
THEIR_TASK = Task("T3", "ark", "Andres oppgave", owner="you", helpers=("it",))
GROUPS_TASK = Task("T4", "lon", "Gruppens oppgave", owner="you")

# What is asked, and who may: reader, member, trainer, group leader, project leader, admin.
TABLE = """
                                   r  m  t  g  p  a
report own task elsewhere          -  x  x  x  x  x
report helped task elsewhere       -  x  x  x  x  x
report task of own group           -  x  x  x  x  x
report system of own group         -  x  x  x  x  x
report somebody's task elsewhere   -  -  -  -  x  x
report system elsewhere            -  -  -  -  x  x
report system of nobody            -  -  -  -  x  x
report nothing known               -  -  -  -  x  x
lead   system of own group         -  -  -  x  x  x
lead   system elsewhere            -  -  -  -  x  x
lead   system of nobody            -  -  -  -  x  x
lead   nothing known               -  -  -  -  x  x
waive  a gate                      -  -  -  -  x  -
undo   own change here             -  x  x  x  x  x
undo   own change elsewhere        -  x  x  x  x  x
undo   another's change here       -  -  -  x  x  x
undo   another's change elsewhere  -  -  -  -  x  x
undo   another's, here and there   -  -  -  -  x  x
undo   another's, of nothing known -  -  -  -  x  x
"""
WHO: tuple[Access, ...] = ("reader", "member", "trainer", "group_leader", "project_leader", "admin")
ASKED: dict[str, Callable[[Member], bool]] = {
    "report own task elsewhere": lambda me: may_report(me, ELSEWHERE, OWN_TASK),
    "report helped task elsewhere": lambda me: may_report(me, ELSEWHERE, HELPED_TASK),
    "report task of own group": lambda me: may_report(me, HERE, GROUPS_TASK),
    "report system of own group": lambda me: may_report(me, HERE),
    "report somebody's task elsewhere": lambda me: may_report(me, ELSEWHERE, THEIR_TASK),
    "report system elsewhere": lambda me: may_report(me, ELSEWHERE),
    "report system of nobody": lambda me: may_report(me, NOBODYS),
    "report nothing known": lambda me: may_report(me, None),
    "lead   system of own group": lambda me: may_lead(me, HERE),
    "lead   system elsewhere": lambda me: may_lead(me, ELSEWHERE),
    "lead   system of nobody": lambda me: may_lead(me, NOBODYS),
    "lead   nothing known": lambda me: may_lead(me, None),
    "waive  a gate": may_waive,
    "undo   own change here": lambda me: may_undo(me, "me", [HERE]),
    "undo   own change elsewhere": lambda me: may_undo(me, "me", [ELSEWHERE]),
    "undo   another's change here": lambda me: may_undo(me, "you", [HERE]),
    "undo   another's change elsewhere": lambda me: may_undo(me, "you", [ELSEWHERE]),
    "undo   another's, here and there": lambda me: may_undo(me, "you", [HERE, ELSEWHERE]),
    "undo   another's, of nothing known": lambda me: may_undo(me, "you", [None]),
}
ROWS = [(line[:35].strip(), line[35:].split()) for line in TABLE.splitlines()[2:]]
CASES = [(asked, who, may == "x") for asked, marks in ROWS for who, may in zip(WHO, marks, strict=True)]


def test_the_table_asks_everything_of_everyone() -> None:
    assert [asked for asked, _ in ROWS] == list(ASKED)
    assert set(WHO) == set(get_args(Access))


@pytest.mark.parametrize(("asked", "who", "may"), CASES)
def test_who_may_do_what(asked: str, who: Access, may: bool) -> None:
    assert ASKED[asked](Member("me", "Meg", group="lonn", access=who)) is may


@pytest.mark.parametrize("who", ["reader", "member", "trainer", "group_leader"])
def test_who_is_in_no_group_shares_it_with_nothing(who: Access) -> None:
    me = Member("me", "Meg", access=who)
    assert not may_report(me, NOBODYS)
    assert not may_lead(me, NOBODYS)
    assert not may_undo(me, "you", [NOBODYS])


WORDS = [
    ("reader", "reader leser lesar Leser"),
    ("member", "member medlem"),
    ("trainer", "trainer kursholder kursansvarlig kurshaldar kursansvarleg KURSHOLDER"),
    ("group_leader", "group_leader Group_Leader group_lead gruppeleder gruppeleiar gruppeledar Gruppeleiar"),
    ("project_leader", "project_leader project_manager programme_manager program_manager Prosjektleder"),
    ("project_leader", "prosjektleder prosjektleiar programleder programleiar PROSJEKTLEIAR"),
    ("admin", "admin administrator"),
]


@pytest.mark.parametrize(("access", "word"), [(access, word) for access, words in WORDS for word in words.split()])
def test_a_role_that_is_a_word_for_it_gives_the_access(access: Access, word: str) -> None:
    for written in (word, word.replace("_", " "), f"  {word.upper()} ", word.replace("_", "  ")):
        assert access_of(Member("me", "Meg", role=written)) == access
        assert access_named(written) == access


@pytest.mark.parametrize(
    "role", ["", "arkivar", "lønnskonsulent", "gruppeleder lønn", "administrasjonssjef", "🚧", "_"]
)
def test_any_other_role_is_a_member(role: str) -> None:
    assert access_of(Member("me", "Meg", role=role)) == "member"
    assert access_named(role) is None


@pytest.mark.parametrize("access", WHO)
def test_an_access_that_was_set_wins_over_the_role(access: Access) -> None:
    assert access_of(Member("me", "Meg", role="prosjektleder", access=access)) == access
    assert access_of(Member("me", "Meg", role="leser", access=access)) == access


def test_letters_may_be_composed_or_not() -> None:
    word = unicodedata.normalize("NFD", "kursansvarlig")
    assert access_named(word) == "trainer"


def test_those_who_lead_a_system_are_its_groups_leaders() -> None:
    gro, per = Member("gro", "Gro", "", "gruppeleder", "lonn"), Member("per", "Per", "", "gruppeleder", "arkiv")
    kari, berit, ada = (
        Member("kari", "Kari", group="lonn"),
        Member("b", "B", role="prosjektleder"),
        Member("a", "A", access="admin"),
    )
    everybody = [kari, ada, berit, per, gro]
    assert leaders_of(HERE, everybody) == [gro]
    assert leaders_of(ELSEWHERE, everybody) == [per]
    assert leaders_of(NOBODYS, everybody) == [berit]
    assert leaders_of(None, everybody) == [berit]
    assert leaders_of(HERE, [kari, ada, berit, per]) == [berit]
    assert leaders_of(HERE, [kari, ada]) == [ada]
    assert leaders_of(HERE, [kari]) == []
    assert leaders_of(HERE, []) == []
