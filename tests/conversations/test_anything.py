"""Whatever somebody writes, Klar neither falls over nor does something that was not said."""

import random
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands.rules import Rules
from tests.conversations.stage import Stage, stage

WORDS = """
T101 t102 #103 T999 ferdig done ikkje ikke 101 80 % -1 frist 1.12 31.11 i morgen til Kari Nils angre mine status lønn
arkiv oppgave hvis håper dropp avhenger av blokkert fordi ny : , ? ! * _ ` 00000000000000000 <!channel> <@U123> @klar
@here &lt; {id} {0} %s ß İ ﬁ Å A\u030a ٣ T١٠١ 😀 👩‍🚀 ✅ ⛔ 25:99 uke 99
"""
PIECES = (
    *WORDS.split(),
    *("\n", "\u202e", "\u200b", "\u200d", "\ufeff", "\x00", "\x1b[31m", "'; DROP TABLE tasks; --", "ny oppgave"),
)


def rubbish(rng: random.Random) -> str:
    """A message of words, letters of all kinds, markup and marks, sometimes very long."""
    kind = rng.random()
    if kind < 0.6:
        text = " ".join(rng.choice(PIECES) for _ in range(rng.randrange(1, 9)))
    elif kind < 0.9:
        text = "".join(chr(rng.choice((rng.randrange(32, 0x250), rng.randrange(0x250, 0xD800)))) for _ in range(40))
    else:
        text = rng.choice(PIECES) * rng.randrange(1, 40)
    if kind > 0.998:
        text = (text * 40_000)[: rng.choice((2_001, 40_000, 40_001))]
    return unicodedata.normalize(rng.choice(("NFC", "NFD")), text)


def faults(chat: Stage) -> int:
    assert chat.rehearsal.klar is not None
    return chat.rehearsal.klar.conversation.failed


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join), max_size=4))
def test_any_text_is_survived_and_the_journal_holds(texts: list[str]) -> None:
    with stage(rules=Rules(listen="all")) as chat:
        for text in texts:
            for post in chat.person("kari").says(text):
                assert post.text
            chat.person("U0DDE").says(text, "#prosjekt")
        assert faults(chat) == 0
        assert chat.rehearsal.klar is not None
        assert chat.rehearsal.klar.store.faults() == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_hundred_thousand_messages_of_rubbish_crash_nothing(seed: int) -> None:
    rng = random.Random(20271115 + seed)  # noqa: S311
    with stage(rules=Rules(listen="all")) as chat:
        speakers = [chat.person(who) for who in ("kari", "ola", "gro", "leif", "U0DDE")]
        for _ in range(100_000 // 4):
            rng.choice(speakers).says(rubbish(rng), rng.choice(("@klar", "#prosjekt")))
        assert faults(chat) == 0
        assert chat.rehearsal.klar is not None
        assert chat.rehearsal.klar.store.faults() == []


def test_too_long_is_said_so_at_once(chat: Stage) -> None:
    (answer,) = chat.person("kari").says("T101 " * 10_000)
    assert "langt" in answer.text or "lang" in answer.text
    assert chat.show()["journal"] == []
