"""One writer at a time, also between processes.

SQLite 3.7.0–3.51.2 can damage a database in WAL mode when two connections write or checkpoint at the same instant (the
WAL-reset bug, sqlite.org/wal.html). Every write transaction therefore holds an advisory lock on a file beside the
database. The operating system lets go of it when a process dies.
"""

import os
import sys
from pathlib import Path

from store.errors import AlreadyRunning

if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int, *, wait: bool) -> None:
        os.lseek(fd, 0, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

    def _unlock(fd: int) -> None:
        os.lseek(fd, 0, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(fd: int, *, wait: bool) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)


class FileLock:
    """An exclusive lock on a file, held by one process at a time."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def acquire(self) -> None:
        """Wait until the lock is ours."""
        _lock(self._fd, wait=True)

    def acquire_now(self) -> None:
        """Take the lock. Raises AlreadyRunning where another process holds it."""
        try:
            _lock(self._fd, wait=False)
        except OSError as error:
            raise AlreadyRunning("Another Klar is already running on this store. Stop it first.") from error

    def release(self) -> None:
        """Let go of the lock."""
        _unlock(self._fd)

    def close(self) -> None:
        """Let go of the lock and of its file."""
        os.close(self._fd)


class NoLock:
    """For a store that no other process can reach: in memory."""

    def acquire(self) -> None:
        """There is nothing to wait for."""

    def release(self) -> None:
        """There is nothing to let go of."""

    def close(self) -> None:
        """There is nothing to close."""
