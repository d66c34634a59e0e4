"""Posting a channel's digest: each morning, when somebody asks for it, and when what it tells of has changed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from commands.channels import Channel, channels_of
from commands.desk import Desk
from commands.digest import compose
from commands.digest_facts import DigestFacts, Scope, collect
from commands.errors import Refused
from commands.message import Line, Reply
from commands.phrases import say
from commands.posting import language_of
from commands.requests import PostDigest
from commands.steps import next_digest
from commands.turn import Turn
from commands.workdays import is_working_day, moment
from store.records import Language
from store.reminders import Due

KIND = "digest"
FOLLOWS_AFTER = timedelta(seconds=5)  # so that several changes in a row are one edit


def perform(_request: PostDigest, turn: Turn) -> Reply | None:
    """Post today's digest of the channel it is asked in, or edit it where it is posted already.

    In a direct conversation it is an answer of its own. Raises Refused where the channel has none.
    """
    turn.someone()
    if turn.message.where.direct:
        _answer_directly(turn)
        return None
    channel = next((one for one in channels_with_digest(turn) if one.id == turn.message.where.id), None)
    if channel is None:
        raise Refused(say("This channel has no digest. Ask in {channel}.", channel=turn.rules.channels.project))
    if post_digest(channel, turn):
        return None
    return Reply((Line(say("Today's digest is up to date.")),), private=True)


def _answer_directly(turn: Turn) -> None:
    post, thread = post_of(project_channel(turn), turn)
    # Read anew: the language that this very message is written in counts.
    author = turn.workspace.people.get(turn.someone().id) or turn.someone()
    lang = language_of(author) or turn.workspace.about().lang
    row = turn.postman.answer(turn.message, post, lang=lang)
    for part, reply in enumerate(thread, 1):
        turn.postman.answer(turn.message, reply, lang=lang, part=part, under=row)


def plan_digests(desk: Desk) -> None:
    """Plan the next digest of each channel that has none planned."""
    for channel in channels_with_digest(desk):
        if not any(one.step == "morning" for one in desk.workspace.reminders.planned(KIND, channel.id)):
            _plan_morning(channel, desk.now, desk)


def plan_to_follow(systems: Iterable[str], desk: Desk) -> None:
    """Let the digests that are posted today be edited soon, where they tell of these systems."""
    found = [desk.workspace.systems.get(id_) for id_ in systems]
    groups = {system.group for system in found if system}
    for channel in channels_with_digest(desk):
        if channel.scope != "project" and channel.group not in groups:
            continue
        planned = desk.workspace.reminders.planned(KIND, channel.id)
        if desk.workspace.digests.posted(channel.id, desk.today) and not any(one.step == "follow" for one in planned):
            at = int((desk.now + FOLLOWS_AFTER).timestamp())
            desk.workspace.reminders.plan(at, KIND, channel.id, "follow")


def fall_due(due: Sequence[Due], desk: Desk) -> None:
    """Post the digests whose time has come. One that comes too late in the day is folded into the next."""
    channels = {channel.id: channel for channel in channels_with_digest(desk)}
    for one in due:
        channel = channels.get(one.subject)
        if channel is None:
            continue
        if one.step == "morning":
            _plan_morning(channel, desk.now, desk)
        if _in_time(desk) if one.step == "morning" else _posted_today(channel, desk) is not None:
            post_digest(channel, desk)


def post_digest(channel: Channel, desk: Desk) -> bool:
    """Post a channel's digest, or edit the one that is posted today; details go in its thread the first time.

    Return False where it is posted already and would say the same.
    """
    posted = _posted_today(channel, desk)
    (post, thread), facts = _composed(channel, desk)
    shown = desk.workspace.outbox.latest_of(posted) if posted is not None else None
    if shown is not None and shown.reply == msgspec.json.encode(post).decode():
        return False
    # An edit's key names what it edits, and a new try after a dead letter names that.
    before = shown.id if shown else desk.workspace.digests.posted(channel.id, desk.today)
    key = f"digest:{channel.id}:{desk.today}" + (f":after {before}" if before else "")
    lang = desk.rules.channels.languages.get(channel.id) or desk.workspace.about().lang
    row = desk.postman.to_channel(channel.id, post, key, lang=lang, edits=posted)
    if row is None:
        return False
    desk.workspace.digests.put(channel.id, desk.today, posted or row, msgspec.json.encode(facts))
    if posted is None:
        _post_thread(channel, thread, row, key, lang, desk)
    return True


def _posted_today(channel: Channel, desk: Desk) -> int | None:
    """The outbox row of today's digest; none where it could not be delivered."""
    posted = desk.workspace.digests.posted(channel.id, desk.today)
    row = desk.workspace.outbox.get(posted) if posted is not None else None
    return None if row is None or row.state == "dead" else posted


def post_of(channel: Channel, desk: Desk) -> tuple[Reply, tuple[Reply, ...]]:
    """A channel's digest as it is now, compared with the last one before today."""
    return _composed(channel, desk)[0]


def project_channel(desk: Desk) -> Channel:
    """The project's own channel."""
    return channels_of(desk.workspace, desk.rules.channels)[0]


def channels_with_digest(desk: Desk) -> list[Channel]:
    """The project's channel, the trainings', and those of groups that have systems."""
    with_systems = {system.group for system in desk.workspace.systems.all()}
    channels = channels_of(desk.workspace, desk.rules.channels)
    return [channel for channel in channels if channel.scope != "group" or channel.group in with_systems]


def _composed(channel: Channel, desk: Desk) -> tuple[tuple[Reply, tuple[Reply, ...]], DigestFacts]:
    facts = collect(
        desk.workspace,
        channel_scope=Scope(channel.scope, channel.group),
        today=desk.today,
        now=desk.now,
        settings=desk.rules.readiness,
    )
    before = desk.workspace.digests.facts_before(channel.id, desk.today)
    return compose(facts, msgspec.json.decode(before, type=DigestFacts) if before else None), facts


def _post_thread(channel: Channel, thread: Sequence[Reply], row: int, key: str, lang: Language, desk: Desk) -> None:
    for number, reply in enumerate(thread, 1):
        desk.postman.to_channel(channel.id, reply, f"{key}:{number}", lang=lang, under=row)


def _plan_morning(channel: Channel, after: datetime, desk: Desk) -> None:
    at = next_digest(after, desk.zone, desk.rules.hours)
    desk.workspace.reminders.plan(int(at.timestamp()), KIND, channel.id, "morning")


def _in_time(desk: Desk) -> bool:
    hours = desk.rules.hours
    if not is_working_day(desk.today) or desk.now < moment(desk.today, hours.digest, desk.zone.key):
        return False
    return desk.now.astimezone(desk.zone).time() < hours.digest_until
