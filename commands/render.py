"""A reply as it is read: every phrase in one language."""

from commands.message import Block, Heading, Item, Line, Picture, Reply, Table
from commands.phrases import render
from store.records import Language


def as_text(reply: Reply, lang: Language) -> str:
    """All that a screen reader would read, one block a line; buttons are left out."""
    return "\n".join(_text(block, lang) for block in reply.blocks)


def as_blocks(reply: Reply, lang: Language) -> list[dict[str, object]]:
    """The blocks as plain values, for a page: `kind` and what the kind has."""
    return [_block(block, lang) for block in reply.blocks]


def _text(block: Block, lang: Language) -> str:
    match block:
        case Line(text) | Heading(text):
            return render(text, lang)
        case Item(text):
            return f"• {render(text, lang)}"
        case Table(head, rows):
            return "\n".join(" | ".join(render(cell, lang) for cell in row) for row in (head, *rows))
        case Picture(_, alt):
            return render(alt, lang)


def _block(block: Block, lang: Language) -> dict[str, object]:
    match block:
        case Line(text):
            return {"kind": "line", "text": render(text, lang)}
        case Heading(text):
            return {"kind": "heading", "text": render(text, lang)}
        case Item(text):
            return {"kind": "item", "text": render(text, lang)}
        case Table(head, rows):
            return {
                "kind": "table",
                "head": [render(cell, lang) for cell in head],
                "rows": [[render(cell, lang) for cell in row] for row in rows],
            }
        case Picture(file, alt):
            return {"kind": "picture", "file": file, "alt": render(alt, lang)}
