"""Every text that people read is there in bokmål and nynorsk, with the same values in it, and no other."""

import re
from datetime import date, datetime

import pytest

from commands.phrases import Day, Moment, Person, Phrase, Several, as_typed, day, render, say, say_n
from store.records import LANGUAGES, Language
from tests.texts import catalogue, in_order, path_of, said_in_code

VALUE = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("lang", ["nb", "nn"])
def test_every_text_is_translated_and_no_translation_is_left_over(lang: Language) -> None:
    translated = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue(lang)} - {""}
    assert sorted(set(said_in_code()) - translated) == []
    assert sorted(translated - set(said_in_code())) == []


@pytest.mark.parametrize("lang", ["nb", "nn"])
def test_a_translation_has_the_values_of_its_text(lang: Language) -> None:
    for message in catalogue(lang):
        if not message.id:
            continue
        texts = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        said = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        translations = [text or "" for text in said]
        values = set(VALUE.findall(" ".join(texts)))
        assert message.string, message.id
        assert not message.fuzzy, message.id
        for translation in translations:
            assert set(VALUE.findall(translation)) <= values, message.id
        assert values - {"n"} <= set(VALUE.findall(" ".join(translations))), message.id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_catalogue_stands_in_order_so_that_two_people_can_work_on_it(lang: Language) -> None:
    assert path_of(lang).read_bytes() == in_order(lang), "run `make texts`"


def test_values_are_said_as_people_say_them() -> None:
    here = date(2027, 11, 15)
    assert render(day(date(2027, 11, 19), here), "nb") == "fredag 19. november"
    assert render(day(date(2028, 1, 5), here), "nn") == "onsdag 5. januar 2028"
    assert render(Day(date(2027, 11, 19)), "en") == "Friday 19 November"
    assert render(Moment(datetime.fromisoformat("2027-11-19T09:05")), "nb") == "fredag 19. november kl. 09:05"
    assert render(Several(["a", Person("b", "Bo"), 3]), "nn") == "a, Bo og 3"
    assert render(Several(["a"]), "en") == "a"
    assert render(as_typed("{n} <b>"), "nb") == "{n} <b>"


def test_one_and_many() -> None:
    assert render(say_n("You have {n} open task:", "You have {n} open tasks:", 1), "nb") == "Du har 1 åpen oppgave:"
    assert render(say_n("You have {n} open task:", "You have {n} open tasks:", 2), "nn") == "Du har 2 opne oppgåver:"
    assert render(say_n("You have {n} open task:", "You have {n} open tasks:", 2), "en") == "You have 2 open tasks:"
    assert isinstance(say("Undo"), Phrase)
