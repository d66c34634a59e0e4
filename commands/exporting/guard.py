"""Text that is safe to put in a file that a spreadsheet opens."""

import re

# What begins a formula in one spreadsheet or another, in half and full width; a tab or a line break may hide one.
# The apostrophes in front belong to the text itself: one more is put before them, so that taking one away is enough.
_BEGINS_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def begins_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula."""
    return _BEGINS_LIKE_A_FORMULA.match(text) is not None


def guarded(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet might take it for a formula.

    The rule is OWASP's on CSV injection. Reading back, one apostrophe goes wherever such a beginning follows it.
    """
    return f"'{text}" if begins_like_a_formula(text) else text


def printable(text: str) -> str:
    """The text without characters that no XML file can hold, and with line breaks of one kind."""
    return _NOT_IN_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
