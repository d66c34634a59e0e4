"""What Klar says when it cannot tell which training is meant, or when: one kind sentence each."""

from commands.language.doubts import Doubt
from commands.phrases import say


def which_training() -> Doubt:
    """No training fits, or several do."""
    return Doubt(
        say("Which training is that? Write its system and its day too, for example «the payroll course 1.12».")
    )


def which_system() -> Doubt:
    """A training in nothing in particular."""
    return Doubt(say("Which system is the training in? Write for example «new course in payroll 1.12 at 9–11»."))


def when_is_it() -> Doubt:
    """A training without its day or its time of day."""
    return Doubt(say("When is the training? Write the day and the time, for example «1.12 at 9–11»."))


def how_many_came() -> Doubt:
    """An attendance that does not say how many came."""
    return Doubt(say("How many came? Write for example «12 of 15 came to the payroll course 1.12»."))


def no_seat() -> Doubt:
    """Somebody leaves a training without having a seat in it."""
    return Doubt(
        say("I cannot find your seat in that training. Write its system and its day, for example «payroll 1.12».")
    )
