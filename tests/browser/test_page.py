"""What people do in the page, each as a small story."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.local.fake_chat import FakeChat, Served, serving

pytestmark = pytest.mark.browser

UNDO = [{"id": "undo", "text": "Angre", "style": "plain"}]


# ——— being somebody ———


def test_one_chooses_who_one_is_and_is_remembered(served: Served, opens: Opener) -> None:
    kari = opens(served, None)
    kari.page.get_by_label("Søk på navn, rolle eller gruppe").fill("øko leder")
    expect(kari.page.locator(".person")).to_have_count(1)
    kari.page.get_by_role("button", name="Ola Bråten").click()
    expect(kari.page.get_by_role("button", name="Du er Ola Bråten. Bytt person")).to_be_visible()

    kari.page.reload()

    expect(kari.page.get_by_role("button", name="Du er Ola Bråten. Bytt person")).to_be_visible()
    expect(kari.page.get_by_role("dialog")).to_have_count(0)


def test_the_question_cannot_be_waved_away_but_the_switch_can(served: Served, opens: Opener) -> None:
    reader = opens(served, None)
    for _ in range(3):
        reader.page.keyboard.press("Escape")
    expect(reader.page.get_by_role("dialog", name="Hvem er du?")).to_be_visible()

    reader.page.get_by_role("button", name="Kari Nordås").click()
    reader.page.get_by_role("button", name="Bytt person").click()
    reader.page.keyboard.press("Escape")

    expect(reader.page.get_by_role("dialog")).to_have_count(0)
    expect(reader.page.get_by_role("button", name="Du er Kari Nordås")).to_be_focused()


def test_another_person_sees_another_conversation_with_klar(served: Served, opens: Opener) -> None:
    served.chat.say("Til Kari alene", where="@klar", to="kari")
    reader = opens(served, hash="#@klar")
    reader.sees("Til Kari alene")

    reader.page.get_by_role("button", name="Bytt person").click()
    reader.page.get_by_role("button", name="Ola Bråten").click()

    expect(reader.post("Til Kari alene")).to_have_count(0)
    expect(reader.page.get_by_text("Skriv til meg som du ville")).to_be_visible()


# ——— writing ———


def test_what_one_writes_arrives_by_itself_for_everybody(served: Served, opens: Opener) -> None:
    kari, ola = opens(served), opens(served, "Ola Bråten")

    kari.write("God morgen!")

    kari.sees("God morgen!")
    ola.sees("God morgen!")
    expect(kari.composer).to_have_value("")
    expect(ola.post("God morgen!").locator("strong")).to_have_text("Kari Nordås")
    expect(ola.page.locator("#spoken")).to_contain_text("Kari Nordås: God morgen!")
    expect(kari.page.locator("#spoken")).to_be_empty()


def test_shift_and_enter_make_a_new_line(served: Served, opens: Opener) -> None:
    kari = opens(served)
    kari.composer.fill("en")
    kari.composer.press("Shift+Enter")
    kari.composer.press_sequentially("to")
    kari.composer.press("Enter")

    kari.sees("en")
    assert served.chat.written[0]["text"] == "en\nto"


@pytest.mark.parametrize(
    ("written", "text", "slash"),
    [
        ("/klar T101 ferdig", "T101 ferdig", True),
        ("/klar", "", True),
        ("/klart det", "/klart det", False),
        ("si /klar", "si /klar", False),
    ],
)
def test_a_slash_command_is_one_only_at_the_start(
    served: Served, opens: Opener, written: str, text: str, slash: bool
) -> None:
    kari = opens(served)
    kari.write(written)

    expect(kari.page.locator("#posts article").last).to_be_visible()
    assert [(each["text"], each["slash"]) for each in served.chat.written] == [(text, slash)]
    if slash:
        expect(kari.page.locator("#posts article").last).to_contain_text("Bare du ser dette")


def test_what_is_not_stored_stays_and_is_the_same_message_the_next_time(served: Served, opens: Opener) -> None:
    served.chat.stores = False
    kari = opens(served)
    kari.write("Viktig")
    expect(kari.page.get_by_role("alert").filter(has_text="Ikke lagret. Prøv igjen.")).to_be_visible()
    expect(kari.composer).to_have_value("Viktig")

    served.chat.stores = True
    kari.page.get_by_role("button", name="Send").click()

    kari.sees("Viktig")
    expect(kari.composer).to_have_value("")
    expect(kari.page.get_by_text("Ikke lagret")).to_have_count(0)
    assert len(served.chat.written) == 2
    assert len({each["id"] for each in served.chat.written}) == 1


def test_another_text_after_a_failure_is_another_message(served: Served, opens: Opener) -> None:
    served.chat.stores = False
    kari = opens(served)
    kari.write("Viktig")
    expect(kari.page.get_by_text("Ikke lagret. Prøv igjen.")).to_be_visible()
    kari.write("Viktigere")
    expect(kari.page.get_by_text("Ikke lagret. Prøv igjen.")).to_be_visible()

    assert len({each["id"] for each in served.chat.written}) == 2


def test_a_text_that_is_too_long_is_not_cut_off_in_silence(served: Served, opens: Opener) -> None:
    kari = opens(served)
    kari.write("å" * 40_001)

    expect(kari.page.get_by_text("Meldingen er for lang")).to_be_visible()
    assert served.chat.written == []
    kari.write("å" * 40_000)
    expect(kari.page.locator("#posts article")).to_have_count(1)


def test_a_draft_waits_where_it_was_begun(served: Served, opens: Opener) -> None:
    kari = opens(served)
    kari.composer.fill("halvferdig")
    kari.goes_to("#økonomi")
    expect(kari.composer).to_have_value("")
    kari.goes_to("#prosjekt")

    expect(kari.composer).to_have_value("halvferdig")


def test_suggestions_are_offered_until_one_has_written_to_klar(served: Served, opens: Opener) -> None:
    served.chat.say("T217 har frist i dag", where="@klar", to="kari")
    kari = opens(served, hash="#@klar")
    kari.page.get_by_role("group", name="Forslag").get_by_role("button", name="T217 ferdig").click()
    expect(kari.composer).to_be_focused()
    expect(kari.composer).to_have_value("T217 ferdig")

    kari.composer.press("Enter")

    kari.sees("Notert: T101")
    expect(kari.page.get_by_role("group", name="Forslag")).to_have_count(0)


# ——— buttons ———


def test_a_press_changes_the_post_where_it_stands(served: Served, opens: Opener) -> None:
    kari = opens(served, hash="#@klar")
    kari.write("T101 ferdig")
    kari.page.get_by_role("button", name="Angre").press("Enter")

    kari.sees("Angret: T101")
    expect(kari.page.locator("#posts article")).to_have_count(2)
    expect(kari.post("Angret")).to_contain_text("redigert")
    expect(kari.post("Angret")).to_be_focused()
    expect(kari.page.get_by_role("button", name="Angre")).to_have_count(0)
    assert served.chat.pressed[0] | {"id": ""} == {
        "id": "",
        "who": "kari",
        "post": "p2",
        "button": "undo",
        "values": {},
    }


def test_an_edited_post_stays_where_it_was(served: Served, opens: Opener) -> None:
    served.chat.say("Notert: T101", buttons=UNDO)
    served.chat.say("Noe senere", author="ola")
    kari = opens(served)
    kari.page.get_by_role("button", name="Angre").click()
    kari.sees("Angret: T101")

    for _ in range(2):
        expect(kari.page.locator("#posts article .said")).to_have_text([re.compile("Angret"), "Noe senere"])
        kari.page.reload()


def test_a_press_that_is_not_stored_is_said_and_can_be_repeated(served: Served, opens: Opener) -> None:
    served.chat.say("Notert: T101", buttons=UNDO)
    served.chat.stores = False
    kari = opens(served)
    kari.page.get_by_role("button", name="Angre").click()
    expect(kari.post("Notert").get_by_role("alert")).to_have_text("Ikke lagret. Prøv igjen.")
    expect(kari.page.get_by_role("button", name="Angre")).to_be_enabled()

    served.chat.stores = True
    kari.page.get_by_role("button", name="Angre").click()

    kari.sees("Angret: T101")
    assert len({each["id"] for each in served.chat.pressed}) == 1


def test_a_button_rests_while_it_is_pressed(served: Served, opens: Opener) -> None:
    served.chat.say("Notert: T101", buttons=UNDO)
    kari = opens(served)
    kari.page.route("**/api/press", lambda _: None)  # never answered
    button = kari.page.get_by_role("button", name="Angre")
    button.click()

    expect(button).to_be_disabled()
    expect(button).to_be_focused()


# ——— threads ———


def test_a_thread_is_opened_answered_and_closed_again(served: Served, opens: Opener) -> None:
    served.chat.say("Når er prøven?", author="ola")
    kari = opens(served)
    kari.page.get_by_role("button", name="Svar Ola Bråten i tråd").press("Enter")
    field = kari.page.get_by_label("Svar i tråden")
    expect(field).to_be_focused()

    field.fill("Fredag")
    field.press("Enter")

    expect(kari.thread.locator("article", has_text="Fredag")).to_be_visible()
    expect(kari.post("Når er prøven?").get_by_role("button")).to_have_text("1 svar Kari Nordås: Fredag")
    expect(kari.page.locator("#posts article")).to_have_count(1)
    assert served.chat.written[0]["thread"] == "p1"

    field.press("Escape")

    expect(kari.page.locator("#thread")).to_be_hidden()
    expect(kari.page.get_by_role("button", name="1 svar")).to_be_focused()
    assert kari.page.url.endswith("#prosjekt")


def test_a_link_leads_to_a_thread(served: Served, opens: Opener) -> None:
    root = served.chat.say("Kurs onsdag?", author="ola", where="#opplæring")
    served.chat.say("Ja", author="per", where="#opplæring", thread=root)
    kari = opens(served, hash=f"#opplæring/{root}")

    expect(kari.page.get_by_role("heading", level=1)).to_have_text("#opplæring")
    expect(kari.thread.locator("article", has_text="Ja")).to_be_visible()
    kari.page.get_by_role("button", name="Lukk tråden").click()
    expect(kari.page.locator("#thread")).to_be_hidden()


@pytest.mark.parametrize("hash", ["#%E0%A4%A", "#nowhere", "#prosjekt/gone", "#/", "#%23prosjekt"])
def test_a_broken_link_leads_to_a_channel(served: Served, opens: Opener, hash: str) -> None:  # noqa: A002
    kari = opens(served, hash=hash)

    expect(kari.page.get_by_role("heading", level=1)).to_have_text("#prosjekt")
    expect(kari.page.locator("#thread")).to_be_hidden()
    kari.write("Hei")
    kari.sees("Hei")


def test_on_a_phone_a_thread_is_all_there_is_and_back_leaves_it(furnished: Served, opens: Opener) -> None:
    kari = opens(furnished, phone=True)
    kari.page.get_by_role("button", name="2 svar").click()
    expect(kari.page.get_by_role("heading", name="Tråd")).to_be_focused()
    assert kari.page.locator("#room").evaluate("node => node.inert")

    kari.page.go_back()

    expect(kari.page.locator("#thread")).to_be_hidden()
    assert not kari.page.locator("#room").evaluate("node => node.inert")


# ——— what comes by itself ———


def test_what_is_written_elsewhere_is_counted_until_it_is_read(served: Served, opens: Opener) -> None:
    served.chat.say("gammelt", where="#økonomi", author="ola")
    kari = opens(served)
    kari.page.wait_for_timeout(100)
    served.chat.say("nytt", where="#økonomi", author="ola")
    served.chat.say("enda nyere", where="#økonomi", author="ola")
    expect(kari.page.get_by_role("link", name=re.compile("#økonomi .* 2 uleste"))).to_be_visible()
    expect(kari.page).to_have_title("(2) #prosjekt – Klar")

    kari.goes_to("#økonomi")

    expect(kari.page.locator(".new-here")).to_have_text("Nytt")
    expect(kari.page.get_by_role("link", name=re.compile("uleste"))).to_have_count(0)
    expect(kari.page).to_have_title("#økonomi – Klar")
    kari.page.reload()
    expect(kari.page.get_by_role("link", name="#økonomi")).to_be_visible()
    expect(kari.page.get_by_role("link", name=re.compile("uleste"))).to_have_count(0)


def test_one_who_reads_further_up_is_left_in_peace(served: Served, opens: Opener) -> None:
    for number in range(60):
        served.chat.say(f"melding {number}", author="ola")
    kari = opens(served)
    scroller = kari.page.locator("#scroller")
    expect(kari.post("melding 59")).to_be_in_viewport()
    scroller.evaluate("node => { node.scrollTop = 0; }")
    expect(kari.page.get_by_role("button", name="Nye meldinger")).to_be_hidden()

    served.chat.say("noe nytt", author="ola")

    expect(kari.page.get_by_role("button", name="Nye meldinger")).to_be_visible()
    assert scroller.evaluate("node => node.scrollTop") == 0
    kari.page.get_by_role("button", name="Nye meldinger").click()
    expect(kari.post("noe nytt")).to_be_in_viewport()
    expect(kari.page.get_by_role("button", name="Nye meldinger")).to_be_hidden()


def test_a_lost_line_is_said_and_nothing_comes_twice(opens: Opener) -> None:
    chat = FakeChat()
    with serving(chat) as served:
        chat.say("før", author="ola")
        kari = opens(served)
        kari.composer.fill("halvveis")
        port = served.port
    expect(kari.page.locator("#banner", has_text="Ingen kontakt akkurat nå")).to_be_visible()

    with serving(chat, port):
        chat.say("etter", author="ola")
        kari.sees("etter")
        expect(kari.page.locator("#banner", has_text="Ingen kontakt akkurat nå")).to_be_hidden()
        expect(kari.page.locator("#posts article")).to_have_count(2)
        expect(kari.composer).to_have_value("halvveis")


def test_of_five_hundred_posts_the_newest_is_in_view(served: Served, opens: Opener) -> None:
    for number in range(500):
        served.chat.say(
            f"melding {number} om T{number}",
            author=["ola", "kari", None][number % 3],
            buttons=UNDO if number % 3 == 2 else [],
        )
    kari = opens(served)
    kari.sees("melding 499")

    kari.goes_to("#økonomi")
    kari.goes_to("#prosjekt")

    expect(kari.page.locator("#posts article")).to_have_count(500)
    expect(kari.post("melding 499")).to_be_in_viewport()


# ——— what posts look like ———


def test_blocks_are_what_they_say_they_are(furnished: Served, opens: Opener) -> None:
    kari = opens(furnished)
    digest = kari.post("Morgenstatus")

    expect(digest.get_by_role("heading", level=3)).to_have_text(
        ["Morgenstatus fredag 20. november", "Trenger noen i dag"]
    )
    expect(digest.get_by_role("columnheader")).to_have_count(6)
    expect(digest.get_by_role("rowheader")).to_have_text(["Lønnsom", "Arkivet", "Pasientjournal"])
    expect(digest.get_by_role("listitem")).to_have_count(2)
    expect(digest.get_by_role("group", name="Tabell: Morgenstatus fredag 20. november")).to_have_attribute(
        "tabindex", "0"
    )
    expect(kari.post("Hvilken mener du?")).to_contain_text("Bare du ser dette")
    expect(kari.page.locator(".day")).to_have_text(["I går", "I dag"])


def test_a_picture_is_enlarged_and_put_away(furnished: Served, opens: Opener) -> None:
    kari = opens(furnished, phone=True)
    picture = kari.page.get_by_role("button", name=re.compile("14 grønne.*Vis større"))
    picture.click()
    dialog = kari.page.get_by_role("dialog", name="Bilde")
    expect(dialog.get_by_role("img", name=re.compile("14 grønne"))).to_be_visible()

    kari.page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)
    expect(picture).to_be_focused()


def test_a_picture_that_is_missing_is_told_in_words(served: Served, opens: Opener) -> None:
    served.chat.say("x", blocks=[{"kind": "picture", "file": "gone.png", "alt": "Tre røde ruter"}])

    opens(served).sees("Bildet kom ikke fram. Tre røde ruter")


def test_what_people_write_is_text_and_nothing_else(served: Served, opens: Opener) -> None:
    kari = opens(served)
    evil = '<img src=x onerror="alert(1)"><b>fet</b> https://a.no/"onclick="x javascript:alert(1)'
    kari.write(evil)

    kari.sees(evil)
    post = kari.post("fet")
    expect(post.locator("img, b")).to_have_count(0)
    expect(post.locator("a")).to_have_attribute("href", "https://a.no/")


def test_each_post_says_which_language_it_is_in(furnished: Served, opens: Opener) -> None:
    kari = opens(furnished, hash="#opplæring")

    expect(kari.post("Velkomen til kurs").locator(".said")).to_have_attribute("lang", "nn")
    expect(kari.post("مرحبا").locator(".said p")).to_have_attribute("dir", "auto")


# ——— language and colours ———


@pytest.mark.parametrize(
    ("choice", "lang", "who"), [("Nynorsk", "nn", "Kven er du?"), ("English", "en", "Who are you?")]
)
def test_the_page_speaks_three_languages(served: Served, opens: Opener, choice: str, lang: str, who: str) -> None:
    kari = opens(served, None)
    kari.page.get_by_label("Språk").last.select_option(choice)
    expect(kari.page.get_by_role("heading", name=who)).to_be_visible()

    kari.page.reload()

    expect(kari.page.get_by_role("heading", name=who)).to_be_visible()
    expect(kari.page.locator("html")).to_have_attribute("lang", lang)


def test_every_text_is_there_in_every_language(served: Served, opens: Opener) -> None:
    kari = opens(served)
    languages = kari.page.evaluate(
        """async () => {
          const { languages } = await import("/page/texts.js");
          const kinds = (words) => Object.fromEntries(Object.entries(words).map(([key, value]) => [key, typeof value]));
          return Object.values(languages).map((words) => JSON.stringify(Object.entries(kinds(words)).sort()));
        }"""
    )
    named = set(
        json.loads(
            kari.page.evaluate("JSON.stringify([...document.querySelectorAll('[data-text]')].map(n => n.dataset.text))")
        )
    )

    assert len(set(languages)) == 1
    assert named <= {key for key, _ in json.loads(languages[0])}


def test_colours_follow_the_device_until_one_chooses(served: Served, opens: Opener) -> None:
    kari = opens(served, scheme="dark")
    root = kari.page.locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    kari.page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-theme", "light")

    kari.page.get_by_label("Farger").select_option("Mørkt")
    expect(root).to_have_attribute("data-theme", "dark")
    kari.page.reload()

    expect(root).to_have_attribute("data-theme", "dark")


def test_a_page_that_cannot_reach_klar_says_so_and_tries_again(served: Served, opens: Opener) -> None:
    kari = opens(served)
    kari.page.route("**/api/start", lambda route: route.abort())
    kari.page.reload()
    expect(kari.page.get_by_text("Får ikke kontakt med Klar. Prøver igjen …")).to_be_visible()

    kari.page.unroute("**/api/start")

    expect(kari.composer).to_be_visible()
    expect(kari.page.locator("#banner")).to_be_hidden()
