"""Set-up: what a fresh machine does, and what is pinned."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
REQUIREMENTS = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
HEAVY = ("babel", "dateparser", "holidays", "icalendar", "openpyxl", "prometheus_client", "starlette", "uvicorn")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="There is no make here.")


def pinned(name: str) -> dict[str, str]:
    text = (REQUIREMENTS / name).read_text(encoding="utf-8")
    return {found[1].lower().replace("_", "-"): found[2] for found in PINNED.finditer(text)}


# --- what is pinned


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("uv.txt", ["uv"]),
        ("base.txt", [*PROJECT["project"]["dependencies"], "hatchling", "editables"]),
        ("dev.txt", [one for group in PROJECT["dependency-groups"].values() for one in group]),
    ],
)
def test_all_that_is_asked_for_is_pinned_and_fits(file: str, wanted: list[str]) -> None:
    found = pinned(file)
    for one in map(Requirement, wanted):
        assert one.specifier.contains(found[one.name.lower()]), f"{one} in {file}; run `make lock`"


@pytest.mark.parametrize("file", ["uv.txt", "base.txt", "dev.txt"])
def test_each_pin_has_a_hash_and_no_file_names_a_place(file: str) -> None:
    text = (REQUIREMENTS / file).read_text(encoding="utf-8")
    pins = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin or "==" not in pin] == []
    assert not re.search(r"://|--(extra-)?index|--find-links", text)


def test_development_has_what_the_base_install_has() -> None:
    base, dev = pinned("base.txt"), pinned("dev.txt")
    assert {name: dev[name] for name in base if name in dev} == {name: base[name] for name in base if name in dev}
    assert not (ROOT / "uv.lock").exists()


def test_help_imports_nothing_heavy() -> None:
    code = f"import sys, bot.cli; print([name for name in {HEAVY} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


# --- machines of several kinds, played by scripts


@contextmanager
def machine(tmp_path: Path, **pythons: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder with the Makefile, and an environment in which there are these programs and no other Python."""
    here, programs = tmp_path / "here", tmp_path / "bin"
    (here / "requirements").mkdir(parents=True)
    programs.mkdir()
    for name in ("Makefile", "requirements/uv.txt", "requirements/base.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, here / name)
    for name in ("sh", "make", "rm", "cat", "echo", "test", "touch", "mkdir", "ln"):
        found = shutil.which(name)
        assert found
        (programs / name).symlink_to(found)
    for name, script in pythons.items():
        path = programs / name.replace("_", ".")
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
    yield here, {"PATH": str(programs)}


def make(where: tuple[Path, dict[str, str]], *words: str) -> subprocess.CompletedProcess[str]:
    here, env = where
    return subprocess.run(["make", *words], cwd=here, env=env, capture_output=True, text=True, check=False)


OLD = 'case "$*" in *version_info*) exit 1;; esac; exit 3'
NO_VENV = 'case "$*" in *venv*) echo "ensurepip is not available."; echo "And so on."; exit 1;; esac; exit 0'


def test_without_a_python_that_is_new_enough_there_is_one_clear_line(tmp_path: Path) -> None:
    with machine(tmp_path, python3=OLD) as where:
        said = make(where, "setup")
    assert said.returncode != 0
    first, *rest = said.stderr.splitlines()
    assert first.startswith("Klar needs Python 3.11 or newer")
    assert all(line.startswith("make: ***") for line in rest)


def test_without_venv_there_is_one_clear_line(tmp_path: Path) -> None:
    with machine(tmp_path, python3=NO_VENV) as where:
        said = make(where, "setup")
        assert not (where[0] / ".venv").exists()
    assert said.returncode != 0
    assert "apt install python3-venv" in said.stderr
    assert "ensurepip" not in said.stderr + said.stdout


def test_a_newer_python_beside_an_old_one_is_found(tmp_path: Path) -> None:
    with machine(tmp_path, python3=OLD, python3_12=NO_VENV) as where:
        said = make(where, "setup")
    assert "python3.12 cannot make a virtual environment here." in said.stderr


def test_make_lists_what_it_can_do() -> None:
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[0] for line in said.splitlines()} >= {
        "setup",
        "demo",
        "run",
        "test",
        "test-all",
        "lint",
        "docs",
    }


# --- from nothing to the first answer


def copy_of_the_tree(to: Path) -> Path:
    """The files as they are here, without what was installed or built."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("This is not a git checkout.")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    return to


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MAKE", "MFLAGS", "VIRTUAL_ENV", "KLAR_", "COV_"))
    }


@contextmanager
def started(command: list[str], where: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A Klar that says where it is; stopped, whatever happens."""
    process = subprocess.Popen(
        command, cwd=where, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        assert process.stdout
        said = []
        for line in process.stdout:
            said.append(line)
            if found := re.search(r"Klar is ready at (http://\S+)", line):
                break
        else:
            pytest.fail("".join(said))
        yield process, found[1]
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def fetched(address: str) -> str:
    with urlopen(address, timeout=10) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


@pytest.mark.slow
def test_from_a_fresh_copy_to_the_first_answer(tmp_path: Path) -> None:
    here = copy_of_the_tree(tmp_path / "klar")
    with started(["make", "demo", f"PORT={free_port()}"], here) as (process, address):
        assert "<title>" in fetched(address)
        assert '"well":true' in fetched(f"{address}/healthz")
        assert "klar_outbox_messages" in fetched(f"{address}/metrics")
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=20)
        assert "Traceback" not in said
        assert "Error" not in said

    klar = str(here / ".venv" / "bin" / "klar")
    with started([klar, "demo", "--port", str(free_port())], here) as (process, address):
        fetched(address)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=20)
        assert (process.returncode, said.strip()) == (0, "")

    assert installs(here) == ""
    (here / "requirements" / "base.txt").touch()
    assert "base.txt" in installs(here)
    elsewhere = here.rename(tmp_path / "elsewhere")
    assert "uv.txt" in installs(elsewhere)


def installs(where: Path) -> str:
    """What `make setup` would do."""
    done = subprocess.run(
        ["make", "-n", "setup"], cwd=where, env=environment(), capture_output=True, text=True, check=True
    )
    return "".join(line for line in done.stdout.splitlines() if line != ":")
