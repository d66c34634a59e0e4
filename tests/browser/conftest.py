"""A headless Chromium, and people who open the page in it."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.local.fake_chat import MORNING, FakeChat, Served, furnish, serving

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
ARGUMENTS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        named = os.environ.get("KLAR_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
        path = named or playwright.chromium.executable_path
        if not Path(path).exists():
            pytest.skip("There is no Chromium here. Install one, or name it in KLAR_CHROMIUM.")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def served() -> Iterator[Served]:
    """A chat where nothing has been said."""
    with serving(FakeChat()) as served:
        yield served


@pytest.fixture
def furnished() -> Iterator[Served]:
    """A chat in the middle of a morning."""
    with serving(FakeChat()) as served:
        served.chat.do(furnish(served.chat))
        yield served


class Reader:
    """Somebody with the page open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.composer = page.locator("#composer textarea")
        self.thread = page.get_by_role("complementary")

    def write(self, text: str) -> None:
        self.composer.fill(text)
        self.composer.press("Enter")

    def post(self, text: str) -> Locator:
        return self.page.locator("#posts article", has_text=text)

    def sees(self, text: str) -> None:
        expect(self.post(text)).to_be_visible()

    def goes_to(self, place: str) -> None:
        self.page.locator("nav a", has_text=place).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(place)


Opener = Callable[..., Reader]


@pytest.fixture
def opens(browser: Browser) -> Iterator[Opener]:
    """Opens the page at a size, as a person: `opens(served, "Kari", phone=True, scheme="dark", hash="#@klar")`."""
    contexts = []
    complaints: list[str] = []

    def complain(message: Any) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def opened(
        served: Served,
        person: str | None = "Kari Nordås",
        *,
        phone: bool = False,
        width: int | None = None,
        scheme: Any = "light",
        hash: str = "",  # noqa: A002
    ) -> Reader:
        size: Any = {"width": width or (390 if phone else 1280), "height": 844 if phone else 860}
        context = browser.new_context(
            viewport=size, color_scheme=scheme, has_touch=phone, is_mobile=phone, reduced_motion="reduce"
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.clock.set_fixed_time(MORNING + timedelta(minutes=15))
        page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{served.url}/{hash}")
        if person:
            page.get_by_role("button", name=person).click()
            expect(page.locator("#posts .intro, #posts article").first).not_to_have_text("Henter meldinger …")
        return Reader(page)

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
