"""The texts that people read: those in the code, and the catalogues. `make texts` puts the catalogues in order."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from store.records import LANGUAGES, Language

_HEADER = r"""msgid ""
msgstr ""
"Language: {lang}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""

ROOT = Path(__file__).parent.parent


@cache
def said_in_code() -> dict[str, str]:
    """Every text in the code, with its plural."""
    found: dict[str, str] = {}
    for room in ("bot", "commands"):
        rows = extract_from_dir(str(ROOT / room), [("**.py", "python")], keywords={"say": None, "say_n": (1, 2)})
        for *_, text, _, _ in rows:
            one, many = (text, "") if isinstance(text, str) else (text[0], text[1])
            found[one] = many
    return found


def path_of(lang: Language) -> Path:
    """Where a catalogue stands."""
    return ROOT / "commands" / "texts" / f"{lang}.po"


def catalogue(lang: Language) -> Catalog:
    """A catalogue, read."""
    with path_of(lang).open("rb") as file:
        return read_po(file)


def in_order(lang: Language) -> bytes:
    """A catalogue as it should stand: sorted, a text a line, so that two people can work on it."""
    texts, out = catalogue(lang), BytesIO()
    for message in texts:
        message.flags.clear()
    write_po(out, texts, width=0, sort_output=True, omit_header=True)
    return _HEADER.format(lang=lang).encode() + out.getvalue()


def main() -> None:
    """Put the catalogues in order, and say what is not translated."""
    for lang in LANGUAGES:
        path_of(lang).write_bytes(in_order(lang))
        ids = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue(lang)}
        for missing in sorted(set(said_in_code()) - ids) if lang != "en" else ():
            print(f"{lang}: not translated: {missing}")


if __name__ == "__main__":
    main()
