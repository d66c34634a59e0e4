"""What the values of a field are called, as the tables say them."""

from commands.phrases import Phrase, say
from commands.wording import STATUS
from store.records import Access, EnrolmentState, GateState, Language

ACCESS: dict[Access, Phrase] = {
    "reader": say("reader"),
    "member": say("member"),
    "group_leader": say("group leader"),
    "trainer": say("trainer"),
    "project_leader": say("project leader"),
    "admin": say("administrator"),
}

LANGUAGES: dict[Language, Phrase] = {
    "nb": say("bokmål"),
    "nn": say("nynorsk"),
    "en": say("English"),
}

TRAININGS: dict[str, Phrase] = {
    "planned": say("planned"),
    "cancelled": say("cancelled"),
    "held": say("held"),
}

ENROLMENTS: dict[EnrolmentState, Phrase] = {
    "enrolled": say("enrolled"),
    "waiting": say("on the waiting list"),
    "attended": say("attended"),
    "absent": say("absent"),
    "withdrew": say("withdrew"),
}

GATE_STATES: dict[GateState, Phrase] = {
    "green": say("green"),
    "amber": say("amber"),
    "red": say("red"),
    "none": say("not assessed"),
}

GATES: dict[str, Phrase] = {
    "decision": say("Decision"),
    "contract": say("Contract"),
    "vendor": say("Vendor booked"),
    "integrations": say("Integrations"),
    "data": say("Data"),
    "tests": say("Tests"),
    "risk": say("Risk"),
    "training": say("Training"),
    "access": say("Access and support"),
    "rollback": say("Rehearsal and rollback"),
    "archive": say("Archive"),
}

DECISIONS: dict[str, Phrase] = {
    "go": say("go"),
    "no_go": say("no-go"),
    "postpone": say("postponed"),
}

# How good a state is, for those who see colours; the word stands there for everybody.
COLOURS: tuple[tuple[Phrase, str], ...] = (
    (GATE_STATES["green"], "D5EDDB"),
    (GATE_STATES["amber"], "FFF1C9"),
    (GATE_STATES["red"], "F8D5D2"),
    (STATUS["done"], "D5EDDB"),
    (STATUS["blocked"], "F8D5D2"),
)
