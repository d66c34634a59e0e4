"""Numbers as Excel keeps and shows them: days since an epoch, percentages, and decimals that a format decides."""

import re
from datetime import datetime, time, timedelta

from commands.importing.grid import Cell

EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 -- a day in a spreadsheet has no zone
EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001

# Section 18.8.30 of ECMA-376: the formats that a workbook need not spell out.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    **dict.fromkeys((14, 15, 27, 28, 29, 30, 31, 34, 35, 36, *range(50, 59)), "yyyy-mm-dd"),
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm",
    32: "h:mm", 33: "h:mm:ss", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 49: "@",
}  # fmt: skip
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[dmyhså]", re.IGNORECASE)
_DAY_LETTERS = re.compile(r"[dyå]", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_DECIMALS = re.compile(r"[.,](0+)(?!.*[.,]0)")
_LAST_SERIAL = 2_958_466  # the day after 31 December 9999
_SECONDS_A_DAY = 86_400
_CLOCK_FROM = 2  # days: below it a format without a day shows a time, such as 24:00; from it on a moment's clock


def format_code(number: int, custom: dict[int, str]) -> str:
    """The code of a number format by its id; empty for General."""
    return custom.get(number, _BUILT_IN.get(number, ""))


def number_cell(number: float, code: str, epoch: datetime) -> Cell:
    """A numeric cell as its number format shows it: a date, a clock time, a percentage or a number."""
    pattern = _LITERALS.sub("", code.partition(";")[0])
    if pattern and _DATE_LETTERS.search(pattern) and pattern.casefold() not in ("general", "standard"):
        shown = _moment_cell(number, pattern, epoch)
        if shown is not None:
            return shown
    if "%" in pattern:
        return Cell(number, f"{_plain(round(number * 100, 10))} %", percent=True)
    return Cell(number, _with_decimals(number, pattern))


def from_serial(serial: float, epoch: datetime = EPOCH_1900) -> datetime:
    """The moment that is `serial` days after the epoch, to the second. Raises OverflowError where there is none."""
    day, seconds = divmod(round(serial * _SECONDS_A_DAY), _SECONDS_A_DAY)
    if 0 < day < 60 and epoch == EPOCH_1900:
        day += 1  # Excel counts a 29 February 1900 that never was
    return epoch + timedelta(days=day, seconds=seconds)


def _moment_cell(number: float, pattern: str, epoch: datetime) -> Cell | None:
    if not 0 <= number < _LAST_SERIAL:
        return None
    if _ELAPSED.search(pattern) or (number < _CLOCK_FROM and not _DAY_LETTERS.search(pattern)):
        return _clock_cell(number, elapsed=bool(_ELAPSED.search(pattern)))
    moment = from_serial(number, epoch)
    return Cell(moment, moment.strftime("%Y-%m-%d" if moment.time() == time() else "%Y-%m-%d %H:%M"))


def _clock_cell(number: float, *, elapsed: bool) -> Cell:
    seconds = round(number * _SECONDS_A_DAY)
    text = f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
    if elapsed or seconds >= _SECONDS_A_DAY:
        return Cell(timedelta(seconds=seconds), text)
    return Cell(time(seconds // 3600, seconds % 3600 // 60, seconds % 60), text)


def _with_decimals(number: float, pattern: str) -> str:
    """The number as shown: 5.1 in the format 0.00 is "5.10", and 7 in the format 000 is "007"."""
    if not pattern or "0" not in pattern or "E" in pattern.upper():
        return _plain(number)
    decimals = _DECIMALS.search(pattern)
    if decimals:
        return f"{number:.{min(len(decimals[1]), 15)}f}"
    if re.fullmatch(r"0+", pattern) and float(number).is_integer():
        return f"{int(number):0{min(len(pattern), 15)}d}"
    return _plain(number)


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else f"{number:.15g}"
