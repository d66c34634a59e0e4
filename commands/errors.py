"""What a person can be told instead of getting what they asked for."""

from commands.phrases import Phrase, say


class Refused(Exception):
    """Something cannot be done as asked; nothing has changed. `why` says in one sentence what to write instead."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(why.msgid)
        self.why = why


class NotUnderstood(Refused):
    """What was written cannot be understood, or names what does not exist.

    Klar says so where it is spoken to, and is silent elsewhere.
    """


def not_yet() -> Refused:
    """Tell of what is understood, and cannot be done yet."""
    return Refused(say("I understand what you mean, but I cannot do that yet, so nothing is changed."))
