"""Another word for a system or a person, taught in the chat."""

from msgspec.structs import replace

from commands import change
from commands.errors import Refused
from commands.language.teaching import means_something
from commands.message import Line, Reply
from commands.phrases import Phrase, say
from commands.requests import AddAlias
from commands.roles import access_of, may_teach
from commands.turn import Turn
from store.changes import change_between
from store.records import Member, System

_MOST = 20


def perform(request: AddAlias, turn: Turn) -> Reply:
    """Know a system or a member by one more word, from now on and for everybody.

    Raises Refused where the author may not teach, where the word means something already, or names something else.
    """
    word = request.alias
    if means_something(word):
        raise Refused(say("«{word}» means something to me already, so it cannot be a name.", word=word))
    if not may_teach(turn.someone()):
        raise Refused(_who_may(turn))
    before, named = _taught(request, turn), _named(word, turn)
    others = [one for one in named if one != (request.kind, request.id)]
    if others:
        name = turn.known.called(*others[0])
        raise Refused(say("«{word}» is already the name of {name}. Choose another word.", word=word, name=name))
    if named:
        return Reply((Line(say("I know {name} as «{word}» already.", name=before.name, word=word)),))
    if len(before.aliases) >= _MOST:
        raise Refused(say("{name} has so many names that I can hold no more.", name=before.name))
    after = replace(before, aliases=(*before.aliases, word))
    changed = change_between(before, after)
    assert changed is not None
    number = turn.record([changed], "teach")
    text = say("From now on «{word}» is {name}.", word=word, name=before.name)
    return Reply((Line(text),), (change.undo_button(number),))


def _taught(request: AddAlias, turn: Turn) -> System | Member:
    if request.kind == "system":
        return turn.system(request.id)
    member = turn.workspace.people.get(request.id)
    assert member is not None
    return member


def _named(word: str, turn: Turn) -> list[tuple[str, str]]:
    """The (kind, id) of all that are called this."""
    return list(dict.fromkeys([*turn.known.find(word), *turn.known.directory().named(word)]))


def _who_may(turn: Turn) -> Phrase:
    leaders = [one.name for one in turn.workspace.people.all() if access_of(one) == "project_leader"]
    if not leaders:
        return say("Only a project leader can teach me names.")
    return say("Only a project leader can teach me names. Ask {leader}.", leader=leaders[0])
