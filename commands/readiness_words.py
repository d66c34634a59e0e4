"""The words for readiness: states, gates and reasons. A state is always a sign and a word, never a colour alone."""

from commands.phrases import Phrase, Value, say, say_n
from commands.readiness import PartName, Reason, State

STATE_WORDS: dict[State, Phrase] = {
    "ready": say("ready"),
    "on_track": say("on track"),
    "at_risk": say("at risk"),
}
STATE_SIGNS: dict[State, str] = {"ready": "●", "on_track": "◐", "at_risk": "▲"}

GATE_NAMES: dict[str, Phrase] = {
    "decision": say("decision"),
    "contract": say("contract"),
    "vendor": say("vendor booked"),
    "integrations": say("integrations"),
    "data": say("data"),
    "tests": say("tests"),
    "risk": say("risk analysis"),
    "training": say("training"),
    "access": say("access and support"),
    "rollback": say("rehearsal and rollback"),
    "archive": say("archive"),
}
GATE_STATES: dict[str, Phrase] = {
    "green": say("green"),
    "amber": say("amber"),
    "red": say("red"),
    "none": say("not assessed"),
}
PART_NAMES: dict[PartName, Phrase] = {
    "tasks": say("tasks"),
    "training": say("training"),
    "gates": say("gates"),
    "risks": say("risks"),
}


def reason_said(reason: Reason, task: str | None = None) -> Phrase:
    """A reason in a few words; `task` is the id of the only task, where there is only one."""
    match reason.kind:
        case "gate_red":
            return say("{gate}: red", gate=GATE_NAMES[reason.gate])
        case "gate_late":
            return say("{gate}: past its date", gate=GATE_NAMES[reason.gate])
        case "gate_amber":
            return say("{gate}: amber", gate=GATE_NAMES[reason.gate])
        case "gate_none":
            return say("{gate}: not assessed", gate=GATE_NAMES[reason.gate])
        case "slack":
            return say("the plan ends too late")
        case _:
            return _tasks_said(reason, task)


def _tasks_said(reason: Reason, task: str | None) -> Phrase:
    if reason.kind == "blocked":
        if task and reason.n == 1:
            return say("{task} is blocked", task=task)
        return say_n("{n} task is blocked", "{n} tasks are blocked", reason.n)
    if reason.kind == "overdue":
        if task and reason.n == 1:
            return say("{task} is overdue", task=task)
        return say_n("{n} task is overdue", "{n} tasks are overdue", reason.n)
    return say_n("{n} open task", "{n} open tasks", reason.n)


def score_said(score: int | None) -> Phrase:
    """A score: whole per cent, or that nothing could be counted."""
    return say("not assessed") if score is None else say("{percent} %", percent=score)


def signed(number: int) -> str:
    """A change with its sign: +3, −2 or ±0."""
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "±0"


def whole(number: int) -> str:
    """A number with a proper minus sign."""
    return f"−{-number}" if number < 0 else str(number)


def dotted(*values: "Value | None") -> Phrase:
    """What there is of these values, with dots between: the short form for a narrow screen."""
    there = {f"v{i}": value for i, value in enumerate(value for value in values if value is not None)}
    return Phrase(" · ".join(f"{{{name}}}" for name in there), dict(there))
