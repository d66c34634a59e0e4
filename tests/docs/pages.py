"""The pages of the docs, and what is in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
)

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language and text."""

    kind: str
    text: str


@dataclass(frozen=True)
class Table:
    """A table: its head and rows, cell by cell."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def name_of(page: Path) -> str:
    """The page's path in the project."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, *kinds: str) -> list[Block]:
    """The fenced blocks of these kinds, in order."""
    found = (Block(kind, text) for kind, text in _FENCE.findall(page.read_text(encoding="utf-8")))
    return [block for block in found if block.kind in kinds]


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def code_spans(page: Path) -> set[str]:
    """What stands in `backticks`."""
    return set(re.findall(r"`([^`\n]+)`", prose(page)))


def tables(page: Path) -> Iterator[Table]:
    """The tables of a page."""
    for text in re.findall(r"(?:^\|.*\|\n)+", prose(page), re.MULTILINE):
        head, _, *rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in text.splitlines()]
        yield Table(head, tuple(rows))
