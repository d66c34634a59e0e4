"""`klar run` as a real process: it starts, answers, is killed, and knows what it knew."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

KLAR = os.fspath(Path(sys.executable).with_name("klar"))
EXAMPLE = Path(__file__).parent.parent / "examples" / "nye-fjordvik.json"
ASTRID = "anygard"


class Page:
    """What the page does, without a browser."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self.address + path) as answer:
            return json.load(answer)

    def write(self, text: str, id: str, who: str = ASTRID) -> None:
        body = {"id": id, "who": who, "where": "@klar", "text": text, "thread": None, "slash": False}
        headers = {"Content-Type": "application/json", "Origin": self.address}
        request = urllib.request.Request(f"{self.address}/api/write", json.dumps(body).encode(), headers)
        urllib.request.urlopen(request).close()

    def answers(self, count: int, who: str = ASTRID) -> list[str]:
        """Klar's first so many posts in the direct conversation, as they come."""
        found: list[str] = []
        with urllib.request.urlopen(f"{self.address}/api/events?who={who}&after=0") as events:
            for line in events:
                post = json.loads(line[5:]) if line.startswith(b"data: {") else {}
                if post.get("where") == "@klar" and post["author"].get("bot"):
                    found.append(post["text"])
                if len(found) == count:
                    return found
        return found


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], Page]]:
    """A running Klar and its page."""
    with subprocess.Popen([KLAR, *arguments], cwd=folder, stdout=subprocess.PIPE, text=True) as klar:
        try:
            assert klar.stdout is not None
            yield klar, Page(next(word for word in klar.stdout.readline().split() if word.startswith("http")))
        finally:
            if klar.poll() is None:
                klar.send_signal(signal.SIGINT)
                klar.wait(30)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text("[web]\nport = 0\n", encoding="utf-8")
    subprocess.run([KLAR, "import", EXAMPLE], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


def test_it_answers_is_stopped_and_remembers(folder: Path) -> None:
    with running(folder, "run") as (klar, page):
        page.write("T101 ferdig", "m1")
        (echo,) = page.answers(1)
        assert echo.startswith("Notert: T101")
        assert page.get("/healthz") == {"well": True, "faults": []}
    assert klar.returncode == 0
    with running(folder, "run") as (_, page):
        page.write("T101 ferdig", "m1")
        page.write("angre", "m2")
        assert page.answers(2)[1].startswith("Angret: T101")


def test_it_is_killed_after_it_acknowledged_and_nothing_is_lost(folder: Path) -> None:
    with running(folder, "run") as (klar, page):
        page.write("T101 ferdig", "m1")
        klar.kill()
    with running(folder, "run") as (_, page):
        page.write("T101 ferdig", "m1")
        page.write("angre", "m2")
        echo, undone = page.answers(2)
        assert echo.startswith("Notert: T101")
        assert undone.startswith("Angret: T101")


def test_a_second_klar_on_the_same_store_is_refused_in_one_line(folder: Path) -> None:
    with running(folder, "run"):
        second = subprocess.run([KLAR, "run"], cwd=folder, capture_output=True, text=True)
    assert second.returncode != 0
    assert second.stderr == "klar: Another Klar is already running on this store. Stop it first.\n"


def test_check_backup_import_and_digest_work_while_it_runs(folder: Path) -> None:
    with running(folder, "run") as (_, page):
        page.write("T101 ferdig", "m1")
        page.answers(1)
        for command in (["check"], ["backup", "copy.db"], ["import", os.fspath(EXAMPLE)], ["digest"]):
            run = subprocess.run([KLAR, *command], cwd=folder, capture_output=True, text=True)
            assert run.returncode == 0, run.stdout + run.stderr
        page.write("status T101", "m2")
        assert len(page.answers(2)) == 2
    assert (folder / "copy.db").stat().st_size > 0


def test_whoever_is_imported_while_it_runs_may_write_at_once(folder: Path) -> None:
    with running(folder, "run") as (_, page):
        (folder / "folk.csv").write_text(
            "Navn;Rolle;Gruppe\nNy Nilsen;prosjektleder;Programledelse\n", encoding="utf-8"
        )
        subprocess.run([KLAR, "import", "folk.csv"], cwd=folder, check=True, capture_output=True)
        (new,) = [person["id"] for person in page.get("/api/start")["people"] if person["name"] == "Ny Nilsen"]
        page.write("T101 ferdig", "m1", who=new)
        assert page.answers(1, who=new)[0].startswith("Notert: T101")


def test_the_demo_has_this_mornings_digest_and_reminders_and_follows(tmp_path: Path) -> None:
    with running(tmp_path, "demo", "--port", "18080") as (_, page):
        page.write("T101 ferdig", "m1")
        with urllib.request.urlopen(f"{page.address}/api/events?who={ASTRID}&after=0") as events:
            seen: list[dict[str, Any]] = []
            for line in events:
                if line.startswith(b"data: {"):
                    seen.append(json.loads(line[5:]))
                if seen and seen[-1]["edited"]:
                    break
        digests = [post for post in seen if post["where"] == "#prosjekt" and not post["thread"]]
        assert digests[-1]["post"] in {post["post"] for post in digests[:-1]}


def test_a_port_that_is_taken_is_one_line(folder: Path) -> None:
    with running(folder, "run") as (_, page):
        port = page.address.rpartition(":")[2]
        (folder / "other").mkdir()
        (folder / "other" / "config.toml").write_text(f"[web]\nport = {port}\n", encoding="utf-8")
        other = subprocess.run([KLAR, "run"], cwd=folder / "other", capture_output=True, text=True)
    assert other.returncode != 0
    assert other.stderr.startswith("klar: web.port: 127.0.0.1:")
    assert other.stderr.count("\n") == 1
