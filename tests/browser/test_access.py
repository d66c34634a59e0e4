"""That everybody can use the page: with a keyboard, on a phone, with large text, in the dark, with a screen reader."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Reader
from tests.local.fake_chat import Served

pytestmark = pytest.mark.browser

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


def at_the_question(reader: Reader) -> None:
    reader.page.evaluate("localStorage.clear(); sessionStorage.clear()")
    reader.page.reload()
    expect(reader.page.get_by_role("dialog", name="Hvem er du?")).to_be_visible()


def in_a_channel(reader: Reader) -> None:
    reader.sees("Hvilken mener du?")


def in_a_thread(reader: Reader) -> None:
    reader.page.get_by_role("button", name="2 svar").click()
    expect(reader.thread).to_be_visible()


def with_klar(reader: Reader) -> None:
    reader.page.evaluate("location.hash = '#@klar'")
    reader.sees("To ting har frist")


def at_a_picture(reader: Reader) -> None:
    reader.page.get_by_role("button", name=re.compile("Vis større")).click()
    expect(reader.page.get_by_role("dialog", name="Bilde")).to_be_visible()


def in_the_menu(reader: Reader) -> None:
    menu = reader.page.locator("#menu")
    if menu.is_visible():
        menu.click()
    expect(reader.page.get_by_role("link", name="#økonomi")).to_be_visible()


def after_a_failure(reader: Reader) -> None:
    reader.page.route("**/api/*", lambda route: route.fulfill(status=503, body="{}"))
    reader.page.get_by_role("button", name="Ingen av dem").click()
    reader.write("Viktig")
    expect(reader.page.get_by_text("Ikke lagret. Prøv igjen.")).to_have_count(2)


SITUATIONS: list[Callable[[Reader], None]] = [
    at_the_question, in_a_channel, in_a_thread, with_klar, at_a_picture, in_the_menu, after_a_failure,
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_axe_finds_nothing(furnished: Served, opens: Opener, scheme: str, phone: bool) -> None:
    for situation in SITUATIONS:
        reader = opens(furnished, phone=phone, scheme=scheme)
        situation(reader)

        found = Axe().run(reader.page, options=RULES).response

        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]] == [], situation
        assert len(found["passes"]) > 10


@pytest.mark.parametrize("situation", SITUATIONS)
def test_nothing_is_wider_than_a_narrow_phone(
    furnished: Served, opens: Opener, situation: Callable[[Reader], None]
) -> None:
    reader = opens(furnished, phone=True, width=320)
    situation(reader)

    wide: Any = reader.page.evaluate(
        """() => [...document.querySelectorAll("html, .scroller, .side-inside, dialog[open], .below, .top")]
          .filter((node) => node.scrollWidth > node.clientWidth && node.clientWidth && !node.matches(".large"))
          .map((node) => `${node.tagName}.${node.className} ${node.scrollWidth} > ${node.clientWidth}`)"""
    )
    assert wide == []
    assert reader.page.evaluate("visualViewport.scale * innerWidth") == 320


@pytest.mark.parametrize("situation", SITUATIONS)
def test_on_a_touch_screen_a_thumb_can_hit_everything(
    furnished: Served, opens: Opener, situation: Callable[[Reader], None]
) -> None:
    reader = opens(furnished, phone=True)
    situation(reader)

    small: Any = reader.page.evaluate(
        """() => [...document.querySelectorAll("button, select, input, textarea, nav a")]
          .filter((node) => node.checkVisibility({ visibilityProperty: true }))
          .map((node) => [node.outerHTML.slice(0, 90), node.getBoundingClientRect()])
          .filter(([, box]) => box.width < 44 || box.height < 44)
          .map(([html, box]) => `${html} ${box.width} x ${box.height}`)"""
    )
    assert small == []


def test_text_is_at_least_sixteen_pixels(furnished: Served, opens: Opener) -> None:
    reader = opens(furnished, phone=True)

    small: Any = reader.page.evaluate(
        """() => [...document.querySelectorAll("body *")]
          .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
          .filter((node) => parseFloat(getComputedStyle(node).fontSize) < 16 && !node.closest("[aria-hidden]"))
          .map((node) => node.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_the_keyboard_is_enough(furnished: Served, opens: Opener) -> None:
    reader = opens(furnished, None)
    page = reader.page
    press = page.keyboard.press

    # Who am I?
    expect(page.locator("#who-search")).to_be_focused()
    page.keyboard.type("ola")
    press("ArrowDown")
    expect(page.locator(".person")).to_be_focused()
    press("Enter")
    expect(reader.composer).to_be_focused()

    # Write.
    page.keyboard.type("T101 ferdig")
    press("Enter")
    reader.sees("Notert: T101 Prøvekonvertering → ferdig")

    # Backwards through the page to the newest button, and press it.
    undo = reader.post("→ ferdig").get_by_role("button", name="Angre")
    for _ in range(4):
        press("Shift+Tab")
        if undo.evaluate("node => node === document.activeElement"):
            break
    press("Enter")
    expect(reader.post("Angret: T101")).to_be_focused()

    # From the post to its thread, and out again.
    press("Tab")
    press("Enter")
    expect(page.get_by_label("Svar i tråden")).to_be_focused()
    press("Escape")
    expect(page.get_by_role("button", name="Svar Klar i tråd").last).to_be_focused()

    # To another channel.
    page.get_by_role("link", name="#økonomi").focus()
    press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("#økonomi")
    expect(reader.composer).to_be_focused()


def test_the_first_stop_leads_past_everything(furnished: Served, opens: Opener) -> None:
    reader = opens(furnished)
    reader.page.reload()
    in_a_channel(reader)
    reader.page.evaluate("document.activeElement.blur()")
    reader.page.locator("#skip").focus()
    expect(reader.page.get_by_role("link", name="Hopp til meldingsfeltet")).to_be_in_viewport()
    reader.page.keyboard.press("Enter")

    expect(reader.composer).to_be_focused()
    assert reader.page.url.endswith("#prosjekt")


def test_every_stop_of_the_tab_key_is_seen(furnished: Served, opens: Opener) -> None:
    reader = opens(furnished)
    reader.page.locator("#skip").focus()
    seen = 0
    for _ in range(40):
        reader.page.keyboard.press("Tab")
        outline = reader.page.evaluate(
            """() => {
              const node = document.activeElement;
              if (node === document.body) return null;
              const shown = node.tagName === "TEXTAREA" ? node.parentElement : node;
              return [node.outerHTML.slice(0, 80), getComputedStyle(shown).outlineStyle];
            }"""
        )
        if outline is None:
            break
        seen += 1
        assert outline[1] in {"solid", "auto"}, outline[0]
    assert seen > 12


def test_the_drawer_holds_the_channels_on_a_phone(furnished: Served, opens: Opener) -> None:
    reader = opens(furnished, phone=True)
    menu = reader.page.get_by_role("button", name="Samtaler og innstillinger, 1 ulest")
    menu.click()
    expect(reader.page.get_by_role("dialog", name="Samtaler og innstillinger")).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(menu).to_be_focused()

    menu.click()
    reader.page.get_by_role("link", name="#prosjekt").click()
    expect(reader.page.get_by_role("dialog")).to_have_count(0)

    menu.click()
    reader.page.get_by_role("link", name="#økonomi").click()

    expect(reader.page.get_by_role("dialog")).to_have_count(0)
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("#økonomi")
    expect(reader.page.get_by_role("heading", level=1)).to_be_focused()


def test_large_text_on_a_small_window_leaves_room_to_read(furnished: Served, opens: Opener) -> None:
    """1280 × 1024 at 400 %."""
    reader = opens(furnished, width=320)
    reader.page.set_viewport_size({"width": 320, "height": 256})

    assert reader.page.locator("#scroller").evaluate("node => node.clientHeight") > 100
    expect(reader.composer).to_be_in_viewport()
