"""What Klar says when it did not understand: one kind sentence each, with what to write instead."""

from commands.language.spot import Piece, Sentence
from commands.phrases import Phrase, Several, say
from commands.requests import Change, Unclear

_LONGEST_QUOTE = 60


class Doubt(Exception):
    """A message that may not be acted on as it stands."""

    def __init__(self, why: Phrase, *candidates: Change, unexplained: bool = False, binding: bool = False) -> None:
        super().__init__(why.msgid)
        self.unclear = Unclear(why, candidates)
        # A word is not explained, and what stands is no contradiction: another way of reading may explain it.
        self.unexplained = unexplained
        # However it is read, it must be asked about.
        self.binding = binding


def not_understood(words: str, task: str) -> Doubt:
    """Words that nothing explains."""
    return Doubt(
        say(
            "I did not understand «{words}». Write for example «{task} done» or «{task} due 1.12».",
            words=quote(words),
            task=task,
        ),
        unexplained=True,
    )


def not_certain(words: str, task: str, *candidates: Change) -> Doubt:
    """A negation, a condition, a hope, hearsay or a wish."""
    return Doubt(
        say(
            "I change nothing on «{words}». When it is certain, write for example «{task} done».",
            words=quote(words),
            task=task,
        ),
        *candidates,
        unexplained=True,
    )


def not_done(task: str, *candidates: Change) -> Doubt:
    """«T101 er ikke ferdig»: it has been started, or it has not."""
    return Doubt(
        say("Has it been started? Write «{task} started» or «{task} not started».", task=task),
        *candidates,
        binding=True,
    )


def which_task(words: str) -> Doubt:
    """Something is said of no task in particular."""
    return Doubt(say("Which task is that? Write its id too, for example «T101 {words}».", words=quote(words)))


def which_of_these(words: str, *candidates: Change) -> Doubt:
    """Something is said, and the conversation is about several tasks."""
    return Doubt(
        say("Which task is «{words}»? Write its id too, for example «T101 done».", words=quote(words)),
        *candidates,
        binding=True,
    )


def which_day(task: str) -> Doubt:
    """A move or a delay without its date."""
    return Doubt(say("When will it be? Write the date too, for example «{task} due 1.12».", task=task))


def meant_as_due(words: str, task: str, *candidates: Change) -> Doubt:
    """A date with nothing that says what is to happen then."""
    return Doubt(
        say("Is «{words}» the due date? Then write «{task} due {words}».", words=quote(words), task=task), *candidates
    )


def done_or_due(words: str, task: str, *candidates: Change) -> Doubt:
    """«Ferdig i dag»: it is done, or it will be."""
    return Doubt(
        say(
            "Is it done, or is it due {words}? Write «{task} done» or «{task} due {words}».",
            words=quote(words),
            task=task,
        ),
        *candidates,
    )


def no_such_day(words: str, task: str) -> Doubt:
    """An impossible date, or a weekday that is not on that date."""
    return Doubt(
        say("There is no such day as «{words}». Write for example «{task} due 1.12».", words=quote(words), task=task),
        binding=True,
    )


def which_week(words: str, task: str, *candidates: Change) -> Doubt:
    """«Neste fredag», while this week's Friday is still to come."""
    return Doubt(
        say(
            "«{words}» can be read two ways. Write the date, for example «{task} due 1.12».",
            words=quote(words),
            task=task,
        ),
        *candidates,
    )


def one_date(task: str) -> Doubt:
    """Two dates for one thing."""
    return Doubt(say("I need one date for each task. Write for example «{task} due 1.12».", task=task))


def not_a_start(task: str) -> Doubt:
    """A day on which work begins, which Klar does not keep."""
    return Doubt(
        say("I keep due dates, not start dates. Write for example «{task} due 1.12».", task=task), unexplained=True
    )


def no_percentage(words: str, task: str) -> Doubt:
    """A percentage that cannot be."""
    return Doubt(
        say(
            "«{words}» is not a percentage from 0 to 100. Write for example «{task} 80 %».",
            words=quote(words),
            task=task,
        ),
        binding=True,
    )


def percent_meant(words: str, task: str, *candidates: Change) -> Doubt:
    """A number without its per cent sign."""
    return Doubt(say("Is that per cent? Then write «{task} {words} %».", words=quote(words), task=task), *candidates)


def contradiction(task: str) -> Doubt:
    """Two things said of one task that cannot both be so."""
    return Doubt(
        say("You say two things about {task} that do not fit together. Write only the one that is right.", task=task),
        binding=True,
    )


def said_of_which(words: str, task: str) -> Doubt:
    """A fact that stands where it could belong to several tasks."""
    return Doubt(
        say(
            "I cannot tell which task «{words}» is about. Write one line for each, for example «{task} done».",
            words=quote(words),
            task=task,
        )
    )


def nothing_said_of(task: str) -> Doubt:
    """A task that is named beside others, with nothing said of it."""
    return Doubt(say("And {task}? Write for example «{task} done» or «{task} due 1.12».", task=task))


def no_such_task(task: str) -> Doubt:
    """An id that is not in the workspace."""
    return Doubt(say("There is no task {task}. Write «my tasks» to see the ids of yours.", task=task))


def other_system(message: Sentence, task: str, system: str) -> Doubt:
    """A task and a system that do not belong together."""
    return Doubt(
        say(
            "{task} does not belong to {system}. Write only the id, for example «{task} done».",
            task=task,
            system=message.names.called("system", system),
        )
    )


def who_of(message: Sentence, piece: Piece, *candidates: Change) -> Doubt:
    """A name that several members or systems share."""
    kind = "system" if piece.kind.endswith("system") else "group" if piece.kind.endswith("group") else "member"
    return Doubt(
        say(
            "«{words}» can be several: {names}. Write the whole name.",
            words=quote(message.words(piece.start, piece.end)),
            names=Several([message.names.called(kind, id_) for id_ in piece.value]),
        ),
        *candidates,
    )


def who(task: str) -> Doubt:
    """Somebody who is nobody in particular."""
    return Doubt(
        say("Who? Write a name, for example «{task} to me» or «{task} to Kari Nordmann».", task=task), binding=True
    )


def owner_meant(words: str, task: str, *candidates: Change) -> Doubt:
    """A name that stands beside a task with nothing that says why."""
    return Doubt(
        say("Should {words} be the owner? Then write «{task} to {words}».", words=quote(words), task=task), *candidates
    )


def needs_what(task: str) -> Doubt:
    """A dependency that is not from one task on others."""
    return Doubt(say("What does it depend on? Write the ids, for example «{task} depends on T102».", task=task))


def one_question() -> Doubt:
    """Several questions at once."""
    return Doubt(say("I answer one question at a time. Write for example «status T101»."))


def unknown_system(words: str) -> Doubt:
    """A new task on something that is not a system."""
    return Doubt(
        say(
            "I know no system called «{words}». Write for example «new task payroll: test the payslip».",
            words=quote(words),
        )
    )


def no_title() -> Doubt:
    """A new task without its system or its title."""
    return Doubt(say("Which system, and what is to be done? Write for example «new task payroll: test the payslip»."))


def new_task_meant(*candidates: Change) -> Doubt:
    """A new task whose title is not set off from its system."""
    return Doubt(say("Put a colon before the title, for example «new task payroll: test the payslip»."), *candidates)


def long_title() -> Doubt:
    """A title that is too long."""
    return Doubt(
        say("The title has more than 300 characters. Write it shorter, as in «new task payroll: test the payslip».")
    )


def one_line() -> Doubt:
    """A new task and more, on several lines."""
    return Doubt(say("One new task at a time, please, on one line: «new task payroll: test the payslip»."))


def day_only() -> Doubt:
    """A new task that is due at a time of day."""
    return Doubt(
        say("A new task is due on a day. Write the date only; set the time afterwards: «T101 due 1.12 at 14:00».")
    )


def too_long() -> Doubt:
    """More than a message."""
    return Doubt(say("That was too long for me. Write one line for each task, for example «T101 done»."))


def which_language() -> Doubt:
    """A language that Klar does not speak."""
    return Doubt(say("I speak bokmål, nynorsk and English. Write for example «language nynorsk»."))


def which_system(words: str) -> Doubt:
    """Something is said of no system in particular, or of one of several."""
    return Doubt(say("Which system is «{words}» about? Write the whole name too.", words=quote(words)))


def quote(words: str) -> str:
    """Words as they can stand in a sentence: on one line, and not too many of them."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1].rstrip()}…"
