"""What a whole column shows of how its cells are to be read: the order of dates, the scale of percentages."""

import re
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from commands.importing.clock import Unit, unit_in
from commands.importing.dates import Order, order_of
from commands.importing.grid import Cell
from store.records import Status

_BARE = re.compile(r"\d+(?:[.,]\d+)?")


class Setting(msgspec.Struct, frozen=True):
    """How the cells of one column are to be read."""

    field: str = ""
    order: Order = "dmy"
    scale: Literal["percent", "share", "unclear"] = "percent"
    unit: Unit | None = None
    statuses: Mapping[str, Status] = {}


def setting_of(field: str, kind: str, header: str, cells: Iterable[Cell], statuses: Mapping[str, Status]) -> Setting:
    """The setting of a column, from its header and its cells."""
    if kind in ("when", "day", "session"):
        return Setting(field, order=order_of(cell.text for cell in cells if isinstance(cell.value, str)))
    if kind == "percent":
        return Setting(field, scale=_scale_of(cells))
    return Setting(field, unit=unit_in(header), statuses=statuses)


def _scale_of(cells: Iterable[Cell]) -> Literal["percent", "share", "unclear"]:
    """Bare numbers are percentages where one is above 1, shares where one is between 0 and 1; both is unclear."""
    bare = [float(cell.text.replace(",", ".")) for cell in cells if not cell.percent and _BARE.fullmatch(cell.text)]
    has_share = any(0 < number < 1 for number in bare)
    has_percent = any(number > 1 for number in bare)
    if has_percent:
        return "unclear" if has_share else "percent"
    if has_share:
        return "share"
    return "unclear" if 1 in bare else "percent"
