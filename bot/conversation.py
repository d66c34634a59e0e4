"""The one way in: every message from every chat, and every press of a button, comes through `receive`."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from bot.clock import Clock
from commands import unclear
from commands.answers import answer_in_words
from commands.correct import otherwise
from commands.errors import NotUnderstood, Refused
from commands.known import Known
from commands.language.correcting import correction
from commands.language.replies import is_thanks
from commands.language.teaching import lesson, means_something
from commands.language.understand import understand
from commands.message import Button, Line, Message, Reply
from commands.perform import perform
from commands.phrases import say
from commands.posting import Postman, language_of
from commands.requests import Answer, AskStatus, Nothing, Request, SetLanguage, Unclear, Update
from commands.rules import Rules
from commands.said_last import said_last
from commands.turn import Turn
from store.errors import NotStored
from store.outbox import OutboxRow
from store.records import LANGUAGES, Language
from store.store import Store

log = logging.getLogger("klar.conversation")

LONGEST_TEXT = 40_000

Alongside: TypeAlias = Callable[[], None]
Arrival: TypeAlias = tuple[Message, Alongside | None]
Waiting: TypeAlias = tuple[Message, Alongside | None, asyncio.Future[None]]
Respond: TypeAlias = Callable[[Turn], tuple[Reply | None, Language]]


class Conversation:
    """Takes messages in. All that wait are stored in one transaction, and told so when it is committed."""

    def __init__(self, store: Store, clock: Clock, rules: Rules, on_committed: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._rules = rules
        self._on_committed = on_committed
        self.taken_in = 0
        self.failed = 0
        self._waiting: list[Waiting] = []

    async def receive(self, message: Message, alongside: Alongside | None = None) -> None:
        """Take a message in; return when everything it caused, and what `alongside` writes, is on disk.

        Raises NotStored where it could not be written; then nothing of it has happened, and it may be sent again.
        """
        loop = asyncio.get_running_loop()
        stored: asyncio.Future[None] = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._take_in_all_that_wait)
        self._waiting.append((message, alongside, stored))
        await stored

    def receive_now(self, messages: Sequence[Message]) -> None:
        """Take messages in, together if that can be. Raises NotStored where they could not be written."""
        for _, error in self._settle([(message, None) for message in messages]):
            if error is not None:
                raise error

    def _take_in_all_that_wait(self) -> None:
        taken, self._waiting = self._waiting, []
        errors = self._settle([(message, alongside) for message, alongside, _ in taken])
        for (*_, stored), (_, error) in zip(taken, errors, strict=True):
            _answer(stored, error)

    def _settle(self, arrivals: Sequence[Arrival]) -> list[tuple[Arrival, Exception | None]]:
        """Store what arrived, all of it in one transaction; where one message fails, each by itself."""
        try:
            self._store_together(arrivals, _respond)
        except NotStored as error:
            log.exception("not stored", extra={"messages": [message.id for message, _ in arrivals]})
            return [(one, error) for one in arrivals]
        except Exception:
            if len(arrivals) > 1:
                return [settled for one in arrivals for settled in self._settle([one])]
            self.failed += 1
            log.exception("a message could not be dealt with", extra={"message_id": arrivals[0][0].id})
            return [(arrivals[0], self._apologise(arrivals[0]))]
        return [(one, None) for one in arrivals]

    def _apologise(self, arrival: Arrival) -> Exception | None:
        """Store that a message came, and an apology for what could not be done; what went wrong with that too."""
        try:
            self._store_together([arrival], lambda turn: (_apology(), _language(turn, None)))
        except Exception as error:
            log.exception("not stored", extra={"messages": [arrival[0].id]})
            return error
        return None

    def _store_together(self, arrivals: Sequence[Arrival], respond: Respond) -> None:
        with self._store.transaction():
            for message, alongside in arrivals:
                if alongside is not None:
                    alongside()
                self._take_in(message, respond)
        self.taken_in += len(arrivals)
        self._on_committed()

    def _take_in(self, message: Message, respond: Respond) -> None:
        workspace = self._store.workspace_of(message.chat, message.team)
        if workspace is None:
            log.warning("message from a team that no workspace has", extra={"chat": message.chat, "team": message.team})
            return
        now = self._clock.now()
        if not self._store.first_time_seen(message.chat, message.team, message.id, int(now.timestamp())):
            return
        about = workspace.about()
        postman = Postman(workspace, message.chat, message.team, now, about.lang)
        author = workspace.people.with_account(message.chat, message.team, message.who)
        known = Known(workspace, author.id if author else None)
        reply, lang = respond(
            Turn(workspace, now, ZoneInfo(about.timezone), self._rules, postman, message, author, known)
        )
        if reply is not None:
            postman.answer(message, reply, lang=lang)


def _answer(stored: "asyncio.Future[None]", error: Exception | None) -> None:
    """Tell one who waits that their message is stored, or why it is not."""
    if stored.done():
        return
    if error is None:
        stored.set_result(None)
    else:
        stored.set_exception(error)


def _respond(turn: Turn) -> tuple[Reply | None, Language]:
    """What Klar answers, and in which language."""
    root = _thread_root(turn)
    spoken_to = turn.message.spoken_to or turn.message.press is not None or root is not None
    try:
        request, written_in, for_klar = _request(turn, root, spoken_to=spoken_to)
    except Refused as refused:
        return _refusal(refused), _language(turn, None)
    lang = _language(turn, written_in)
    if turn.author and written_in and written_in != turn.author.wrote_in:
        turn.workspace.people.wrote_in(turn.author.id, written_in)
    if not spoken_to and not for_klar:
        return None, lang
    if isinstance(request, SetLanguage):
        lang = next((one for one in LANGUAGES if one == request.lang), lang)
    try:
        reply = _reply(request, turn)
    except NotUnderstood as refused:
        reply = None if not spoken_to else _not_understood(request, refused, turn)
    except Refused as refused:
        reply = _refusal(refused)
    if reply is None and isinstance(request, Nothing) and turn.message.spoken_to:
        reply = _welcome() if is_thanks(turn.message.text) else unclear.nothing_found(turn)
    if reply is not None and turn.message.slash and not reply.buttons:
        reply = msgspec.structs.replace(reply, private=True)
    return reply, lang


def _reply(request: Request, turn: Turn) -> Reply | None:
    """Do what was asked. What is clear says that nothing that was asked before waits for words any more."""
    if turn.author and turn.message.press is None and not isinstance(request, Nothing | Unclear | Answer):
        turn.workspace.questions.wait_no_longer(turn.author.id)
    return perform(request, turn)


def _not_understood(request: Request, refused: NotUnderstood, turn: Turn) -> Reply:
    return unclear.ask(request, turn) if isinstance(request, Unclear) else _refusal(refused)


def _request(turn: Turn, root: Reply | None, *, spoken_to: bool) -> tuple[Request, Language | None, bool]:
    """What is asked for, the language it is written in where that is plain, and whether it is surely for Klar."""
    if turn.message.press is not None:
        return _pressed(turn), None, True
    if len(turn.message.text) > LONGEST_TEXT:
        return Unclear(say("That is too long for me. Write one short message about each task.")), None, False
    if answer := answer_in_words(turn, root, spoken_to=spoken_to):
        return answer, None, True
    about = root.about if root else ()
    understood = understand(turn.message.text, turn.known, turn.written_at, about=about)
    ask = understood.ask if spoken_to else None
    request = ask or understood.request
    if isinstance(request, Nothing | Unclear | AskStatus) or (isinstance(request, Update) and request.system):
        request = _of_what_was_said(turn, request, spoken_to=spoken_to)
    return request, understood.lang, _listens(turn.rules, names_a_task=bool(understood.ids))


def _of_what_was_said(turn: Turn, request: Request, *, spoken_to: bool) -> Request:
    """A correction, or a name that is taught, where a message is one; else what was understood."""
    taught = lesson(turn.message.text, turn.known) if spoken_to else None
    if isinstance(request, Update):
        # «Ferdig er lønn» is no news of payroll.
        return taught if taught and means_something(taught.alias) else request
    return correction(turn.message.text, turn.known) or taught or (spoken_to and otherwise(turn)) or request


def _pressed(turn: Turn) -> Request:
    press = turn.message.press
    assert press is not None
    row = turn.workspace.outbox.posted_as(turn.message.chat, turn.message.team, press.post)
    button = row and _button(row, press.button)
    if not button:
        raise Refused(say("That button does nothing any more. Write what you want instead, or «help»."))
    request = button.request
    blocker = press.values.get("blocker", "").strip()
    if isinstance(request, Update) and request.status == "blocked" and blocker:
        return msgspec.structs.replace(request, blocker=blocker)
    return request


def _button(row: OutboxRow, id_: str) -> Button | None:
    reply = msgspec.json.decode(row.reply, type=Reply)
    return next((button for button in reply.buttons if button.id == id_), None)


def _thread_root(turn: Turn) -> Reply | None:
    """What Klar said first in the thread that a message is in; with no thread, what it asked the author last."""
    if turn.message.thread is None:
        return said_last(turn)
    row = turn.workspace.outbox.posted_as(turn.message.chat, turn.message.team, turn.message.thread)
    return msgspec.json.decode(row.reply, type=Reply) if row else None


def _listens(rules: Rules, *, names_a_task: bool) -> bool:
    return rules.listen == "all" or (rules.listen == "ids" and names_a_task)


def _language(turn: Turn, written_in: Language | None) -> Language:
    """A person's own setting, else the language they write in, else the channel's, else the workspace's."""
    own = turn.author and turn.author.lang
    last = turn.author and language_of(turn.author)
    here = turn.rules.channels.languages.get(turn.message.where.id)
    return own or written_in or last or here or turn.workspace.about().lang


def _refusal(refused: Refused) -> Reply:
    return Reply((Line(refused.why),), private=True)


def _welcome() -> Reply:
    return Reply((Line(say("You are welcome.")),), private=True)


def _apology() -> Reply:
    text = say("Something went wrong on my side, and nothing is changed. It has been logged; please try again.")
    return Reply((Line(text),), private=True)
