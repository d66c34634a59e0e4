"""A run of words and what it is: what both readings of a message are made of."""

from typing import Any, NamedTuple


class Mark(NamedTuple):
    """Some tokens of a message, from `start` up to `end`, and what they are: a meaning of the lexicon, or a kind that
    the reading names itself, with its value.
    """

    kind: str
    start: int
    end: int
    value: Any = None

    @property
    def section(self) -> str:
        """The part of the kind before the dot."""
        return self.kind.partition(".")[0]
