"""The demo as it is: what somebody sees in the first minute after `make demo`."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def address() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    klar = [sys.executable, "-c", "from bot.cli import main; main()", "demo", "--port", str(port)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(klar, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        line = demo.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + demo.communicate(timeout=5)[1]
        yield found[0]
        demo.terminate()
        assert demo.wait(10) is not None


def test_the_first_minute(address: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Astrid Nygård").click()
    astrid = Reader(page)
    expect(page.locator("#posts .bot").first).to_be_visible()

    page.locator("#menu").click()
    astrid.goes_to("Klar")
    astrid.write("T101 ferdig")
    astrid.sees("Notert: T101")
    page.get_by_role("button", name="Angre").last.click()
    astrid.sees("Angret: T101")

    page.locator("#menu").click()
    astrid.goes_to("#prosjekt")
    astrid.write("/klar mine")
    expect(astrid.post("T101").last).to_contain_text("Bare du ser dette")
    context.close()
