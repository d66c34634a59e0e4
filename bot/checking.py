"""What somebody wrote in TOML, beside the types it should have: every mistake with its dotted key, in plain words."""

import math
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import time
from typing import Any, TypeAlias

from msgspec import inspect

Table: TypeAlias = inspect.StructType | inspect.DataclassType

LONGEST_KEY = 60
_CLOCK = re.compile(r"([01]\d|2[0-3])[:.]([0-5]\d)")
# A type as people say it, and whether a value is of it.
_PLAIN: tuple[tuple[type[inspect.Type], str, Callable[[Any], bool]], ...] = (
    (inspect.BoolType, "true or false", lambda value: isinstance(value, bool)),
    (inspect.IntType, "a whole number", lambda value: type(value) is int),
    (inspect.FloatType, "a number", lambda value: type(value) in (int, float) and math.isfinite(value)),
    (inspect.StrType, 'text in "quotes"', lambda value: isinstance(value, str)),
    (inspect.TimeType, 'a time of day such as "08:00"', lambda value: isinstance(value, time)),
)
_KINDS: dict[type, str] = {bool: "true or false", str: "this text", list: "a list", dict: "a table"}


@dataclass(slots=True)
class Reading:
    """Goes through values beside their types. `mistakes` are the lines found on the way, without the values."""

    mistakes: list[str] = field(default_factory=list)

    def value(self, value: Any, wanted: inspect.Type, key: str = "") -> Any:
        """The value in the form that msgspec takes, where it fits."""
        match wanted:
            case inspect.StructType() | inspect.DataclassType():
                return self._table(value, wanted, key)
            case inspect.DictType():
                return self._words(value, wanted, key)
            case inspect.VarTupleType():
                return self._list(value, wanted, key)
            case inspect.LiteralType():
                if not isinstance(value, str) or value not in wanted.values:
                    return self._wrong(key, f"one of {', '.join(map(str, wanted.values))}", value)
                return value
        if isinstance(wanted, inspect.TimeType) and isinstance(value, str) and (clock := _CLOCK.fullmatch(value)):
            return time(int(clock[1]), int(clock[2]))
        name, fits = next((name, fits) for kind, name, fits in _PLAIN if isinstance(wanted, kind))
        return value if fits(value) else self._wrong(key, name, value)

    def _table(self, value: Any, wanted: Table, key: str) -> Any:
        if not isinstance(value, dict):
            return self._wrong(key, f"a table: [{key}]", value)
        fields = {one.encode_name: one for one in wanted.fields}
        found = {}
        for name, inner in value.items():
            if name not in fields:
                self._unknown(key, name, fields)
                continue
            one = fields[name]
            read = self.value(inner, one.type, dotted(key, name))
            if isinstance(one.type, inspect.DictType) and isinstance(read, dict) and callable(one.default_factory):
                read = {**one.default_factory(), **read}  # a part that is not mentioned keeps its default
            found[name] = read
        return found

    def _words(self, value: Any, wanted: inspect.DictType, key: str) -> Any:
        if not isinstance(value, dict):
            return self._wrong(key, f"a table: [{key}]", value)
        found = {}
        for name, inner in value.items():
            if isinstance(wanted.key_type, inspect.LiteralType) and name not in wanted.key_type.values:
                self._unknown(key, name, map(str, wanted.key_type.values))
            else:
                found[name] = self.value(inner, wanted.value_type, dotted(key, name))
        return found

    def _list(self, value: Any, wanted: inspect.VarTupleType, key: str) -> Any:
        if not isinstance(value, list):
            return self._wrong(key, "a list in [brackets]", value)
        return [self.value(item, wanted.item_type, f"{key}[{number}]") for number, item in enumerate(value)]

    def _wrong(self, key: str, wanted: str, value: Any) -> Any:
        """The value itself is not repeated: somebody may have written a password there."""
        self.mistakes.append(f"{key}: must be {wanted}, not {_kind_of(value)}.")
        return value

    def _unknown(self, table: str, name: str, known: Iterable[str]) -> None:
        from difflib import get_close_matches

        close = get_close_matches(name, list(known), n=1)
        hint = f"; did you mean {dotted(table, close[0])}" if close else ""
        self.mistakes.append(f"{dotted(table, name)}: there is no such key{hint}.")


def toml(text: str) -> dict[str, Any]:
    """The values in a text. Raises ValueError, with one line that names the key and the line, where it is not TOML."""
    try:
        return tomllib.loads(text + "\n")
    except RecursionError as error:
        raise ValueError("lists or tables are nested too deeply.") from error
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).rpartition(" (at ")
        number = re.match(r"line (\d+)", where)
        lines = text.splitlines() or [""]
        line = min(int(number[1]), len(lines)) if number else len(lines)
        key = _key_at(lines[:line])
        raise ValueError(f"{key}{': ' if key else ''}line {line} is not valid TOML: {_plain(what)}.") from error


def _key_at(lines: list[str]) -> str:
    """The dotted key that the last of these lines is about, as far as the lines tell."""
    table, key = "", ""
    for line in lines:
        if header := re.match(r"\s*\[\[?\s*([\w.\"' -]+)", line):
            table, key = header[1].strip(), ""
        elif statement := re.match(r"\s*([\w.\"'-]+)\s*(=|$|\s)", line):
            key = statement[1]
    return ".".join(part for part in (table, key) if part)[:LONGEST_KEY]


def _plain(what: str) -> str:
    if what == "Cannot overwrite a value":
        return "the key is there twice"
    if declared := re.match(r"Cannot declare \('(.+)',\) twice", what):
        return f"the table [{declared[1]}] is there twice"
    return what.encode("unicode_escape").decode()[:1].lower() + what.encode("unicode_escape").decode()[1:]


def _kind_of(value: Any) -> str:
    if type(value) in (int, float):
        return f"{value}"[:20]
    return _KINDS.get(type(value), "a date or a time")


def dotted(table: str, name: str) -> str:
    """The dotted key of a name in a table, on one line, as it may be written in TOML."""
    short = name if len(name) <= LONGEST_KEY else name[:LONGEST_KEY] + "…"
    plain = re.fullmatch(r"[\w-]+…?", short, re.ASCII) is not None
    written = short if plain else '"' + "".join(c if c.isprintable() else "?" for c in short) + '"'
    return f"{table}.{written}" if table else written
