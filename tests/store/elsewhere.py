"""What another process does to a store: `python -m tests.store.elsewhere VERB PATH`. It answers in lines."""

import resource
import sys
from pathlib import Path

from store.errors import NotStored, StoreError
from store.opening import open_store
from store.store import Store
from tests.store.archive import report, town_in


def _say(word: str) -> None:
    print(word, flush=True)  # noqa: T201 - this is how it answers


def open_at_once(path: Path) -> None:
    """Open, all at the same moment, a store that may not be there yet."""
    _say("ready")
    sys.stdin.readline()
    store = open_store(path)
    _say("well" if store.faults() == [] else "damaged")
    store.close()


def claim(path: Path) -> None:
    """Be the Klar that runs, until killed."""
    store = open_store(path)
    try:
        store.claim()
    except StoreError as refused:
        _say(str(refused))
    else:
        _say("claimed")
        sys.stdin.readline()
    store.close()


def count(path: Path, times: int = 100) -> None:
    """Read a number, add one and write it back, many times."""
    store = open_store(path)
    _say("ready")
    sys.stdin.readline()
    for n in range(times):
        with store.transaction():
            task = town_in(store).tasks.get("T101")
            assert task is not None
            report(town_in(store), "T101", n, note=str(int(task.note or 0) + 1))
    store.close()
    _say("done")


def write(path: Path) -> None:
    """Write without a pause until killed. Each transaction says the same thing in two places."""
    store, n = open_store(path), 0
    while True:
        n += 1
        with store.transaction():
            for id_ in ("T101", "T105"):
                report(town_in(store), id_, n, note=f"{n} " + "æøå " * (n * 37 % 400))
        if n == 20:
            _say("writing")


def fill(path: Path) -> None:
    """Write until the operating system takes no more; then again, when there is room."""
    store = open_store(path)
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, most[1]))
    _say(f"stored {_written_until_full(store)}")
    resource.setrlimit(resource.RLIMIT_FSIZE, most)
    with store.transaction():
        report(town_in(store), "T105", note="room again")
    _say("well" if store.faults() == [] else "damaged")
    store.close()


def _written_until_full(store: Store) -> int:
    for n in range(1, 1000):
        try:
            with store.transaction():
                report(town_in(store), "T101", n, note=f"{n} " + "x" * 2000)
        except NotStored:
            return n - 1
    return -1


if __name__ == "__main__":
    {"open": open_at_once, "claim": claim, "count": count, "write": write, "fill": fill}[sys.argv[1]](Path(sys.argv[2]))
