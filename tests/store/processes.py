"""Other processes that use a store at the same time."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Process:
    """A process that answers in lines."""

    popen: subprocess.Popen[str]

    def hears(self) -> str:
        """The next thing it says."""
        assert self.popen.stdout is not None
        return self.popen.stdout.readline().strip()

    def go(self) -> None:
        """Let it go on."""
        assert self.popen.stdin is not None
        self.popen.stdin.write("go\n")
        self.popen.stdin.flush()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.popen.kill()
        self.popen.wait()


@contextmanager
def elsewhere(verb: str, path: Path, how_many: int = 1) -> Iterator[list[Process]]:
    """Some processes that do something to a store; whatever happens, they have ended afterwards."""
    command = [sys.executable, "-m", "tests.store.elsewhere", verb, str(path)]
    popens = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(how_many)
    ]
    try:
        yield [Process(popen) for popen in popens]
    finally:
        for popen in popens:
            popen.kill()
            popen.communicate()
