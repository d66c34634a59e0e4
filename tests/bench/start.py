"""`klar run` on the embedded chat: from the command to its first answer, and the memory it then has."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

ROUNDS = 5


def run() -> None:
    """Print the median time to the first answer, and the resident memory."""
    seconds, megabytes = zip(*(_once() for _ in range(ROUNDS)), strict=True)
    print(f"klar run to its first answer: {median(seconds):.2f} s (aim: under 0.6)")
    print(f"resident then: {median(megabytes):.0f} MB (aim: under 110)")
    started = [_help() for _ in range(ROUNDS)]
    print(f"klar --help: {median(started):.2f} s (aim: under 0.5)")


def _once() -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder, socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
        found.close()
        _import(Path(folder), port)
        started = time.perf_counter()
        klar = subprocess.Popen([_klar(), "run"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            assert klar.stdout is not None
            klar.stdout.readline()
            _first_answer(port)
            return time.perf_counter() - started, _resident(klar.pid)
        finally:
            klar.terminate()
            klar.wait()
            assert klar.stdout is not None
            klar.stdout.close()


def _import(folder: Path, port: int) -> None:
    (folder / "config.toml").write_text(f"[web]\nport = {port}\n", encoding="utf-8")
    example = Path(__file__).parents[2] / "examples" / "nye-fjordvik.json"
    subprocess.run([_klar(), "import", str(example)], cwd=folder, check=True, capture_output=True)


def _first_answer(port: int) -> None:
    """Write `T101 ferdig` and wait for the echo to be posted."""
    here = f"http://127.0.0.1:{port}"
    body = {"id": "1", "who": "jbraten", "where": "@klar", "text": "T101 80 %", "thread": None, "slash": False}
    headers = {"Content-Type": "application/json", "Origin": here}
    request = urllib.request.Request(f"{here}/api/write", json.dumps(body).encode(), headers)
    urllib.request.urlopen(request).close()
    with urllib.request.urlopen(f"{here}/api/events?who=jbraten&after=0") as events:
        while b'"bot":true' not in events.readline():
            pass


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _help() -> float:
    started = time.perf_counter()
    subprocess.run([_klar(), "--help"], check=True, capture_output=True)
    return time.perf_counter() - started


def _klar() -> str:
    return os.fspath(Path(sys.executable).with_name("klar"))
