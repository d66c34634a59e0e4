"""What comes by itself: reminders and digests, once each, at their own time, whatever clocks and machines do."""

import asyncio
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from bot.rehearse import Line, Rehearsal
from commands.rules import Channels, Rules
from store.changes import change_between
from store.records import Group, Member, System, Task, Workspace
from tests import town
from tests.conversations.stage import OSLO, Said, Stage, stage


def sent(posts: list[Said], to: str) -> list[str]:
    """When posts came, as local minutes."""
    return [post.raw["at"][:16] for post in posts if post.to == to]


def test_an_owner_is_reminded_a_week_and_two_days_before_and_on_the_day(chat: Stage) -> None:
    posts = [post for post in chat.until("2027-12-10T23:00") if post.to == "@nils"]
    assert [post.raw["at"][:16] for post in posts] == ["2027-12-03T09:00", "2027-12-08T09:00", "2027-12-10T09:00"]
    assert posts[0].text == "T103 Sette opp reiseregninger: ikke begynt, frist fredag 10. desember"
    assert posts[0].buttons == ["done:T103", "half:T103", "blocked:T103", "tomorrow", "three_days"]


def test_what_is_overdue_goes_to_the_owner_then_the_group_leader_then_the_project_leader() -> None:
    with stage(at="2027-11-19T10:00") as chat:
        posts = chat.until("2027-11-26T23:00")
        about = [post for post in posts if "T101" in post.raw["about"] and post.to.startswith("@")]
        first = {to: min(sent(about, to)) for to in {post.to for post in about}}
    assert first == {"@kari": "2027-11-22T09:00", "@gro": "2027-11-23T09:00", "@berit": "2027-11-26T09:00"}


def test_all_that_one_person_gets_at_once_is_one_message(chat: Stage) -> None:
    posts = [post for post in chat.until("2027-11-24T09:00") if post.to == "@kari"]
    per_morning = Counter(post.raw["at"][:10] for post in posts if post.raw["at"][11:16] == "09:00")
    assert set(per_morning.values()) == {1}
    last = posts[-1]
    assert "T101" in last.text
    assert "T102" in last.text


def test_buttons_of_a_reminder_act(chat: Stage) -> None:
    reminder = next(post for post in chat.until("2027-11-17T09:00") if post.to == "@kari" and "T101" in post.text)
    (echo,) = chat.person("kari").presses(reminder, "half:T101")
    assert echo.text == "Notert: T101 Overføre ansattregister → 50 % (var: i gang)"
    chat.person("kari").presses(reminder, "blocked:T101", {"blocker": "venter på fil"})
    assert chat.task("T101")["blocker"] == "venter på fil"


def test_ferdig_in_the_thread_of_a_reminder_is_enough(chat: Stage) -> None:
    reminder = next(post for post in chat.until("2027-11-17T09:00") if post.to == "@kari" and "T101" in post.text)
    chat.person("kari").says("ferdig", thread=reminder.id)
    assert chat.task("T101")["status"] == "done"


def test_a_finished_task_is_spoken_of_no_more(chat: Stage) -> None:
    chat.person("kari").says("T101 ferdig")
    chat.person("kari").says("T102 ferdig")
    assert [post for post in chat.until("2027-12-20T12:00") if post.to == "@kari" and "T10" in post.text] == []


def test_tomorrow_moves_the_reminder_and_not_the_due_date(chat: Stage) -> None:
    with stage(at="2027-12-06T10:00") as later:
        nils = later.person("nils")
        reminder = next(post for post in later.until("2027-12-08T09:00") if post.to == "@nils")
        (answer,) = nils.presses(reminder, "tomorrow")
        assert answer.text == "Greit, jeg minner deg på det torsdag 9. desember. Fristen står som den er."
        again = [post for post in later.until("2027-12-10T12:00") if post.to == "@nils"]
        assert [post.raw["at"][:16] for post in again] == ["2027-12-09T09:00", "2027-12-10T09:00"]
        assert later.task("T103")["due"] == "2027-12-10"


def test_a_blocked_task_is_asked_about_after_three_working_days(chat: Stage) -> None:
    chat.person("nils").says("T103 blokkert fordi leverandøren ikke svarer")
    posts = [post for post in chat.until("2027-11-18T12:00") if post.to == "@nils"]
    assert [post.raw["at"][:16] for post in posts] == ["2027-11-18T09:00"]
    assert posts[0].text.endswith("Er den fortsatt blokkert?")


def test_those_enrolled_are_reminded_of_a_course(chat: Stage) -> None:
    posts = chat.until("2027-11-23T12:00")
    times = [post.raw["at"][:16] for post in posts if post.to == "@kari" and "Kurs i" in post.text]
    assert times == ["2027-11-16T09:00", "2027-11-22T09:00", "2027-11-23T08:00"]


def test_the_digest_comes_at_eight_on_working_days_in_each_channel_that_has_one(chat: Stage) -> None:
    posts = [post for post in chat.until("2027-11-22T23:00") if post.to.startswith("#") and not post.raw["thread"]]
    days = [f"2027-11-{day}T08:00" for day in (16, 17, 18, 19, 22)]
    for channel in ("#prosjekt", "#opplæring", "#lonn", "#arkiv"):
        assert sent(posts, channel) == days
    assert sent(posts, "#led") == []


def test_morgenstatus_edits_todays_digest(chat: Stage) -> None:
    berit = chat.person("berit")
    (first,) = [post for post in berit.says("morgenstatus", "#prosjekt", mention=True) if not post.raw["thread"]]
    chat.person("kari").says("T101 blokkert fordi fila mangler")
    (second,) = [post for post in berit.says("morgenstatus", "#prosjekt", mention=True) if not post.raw["thread"]]
    assert second.raw["edits"] == first.id
    assert second.id == first.id
    assert "T101" in second.text


def test_a_digest_that_follows_is_edited_when_something_changes() -> None:
    with stage(rules=Rules(digest_follows=True)) as chat:
        digest = next(post for post in chat.until("2027-11-16T09:30") if post.to == "#prosjekt")
        kari = chat.person("kari")
        (echo,) = kari.says("T101 ferdig", "#prosjekt")
        followed = chat.pass_by(timedelta(seconds=10))
        assert {post.raw["edits"] for post in followed if post.to == "#prosjekt"} == {digest.id}
        kari.presses(echo, "undo")
        back = [post for post in chat.pass_by(timedelta(seconds=10)) if post.to == "#prosjekt"]
        assert [line for line in back[0].text.splitlines() if "Lønn" in line] == [
            line for line in digest.text.splitlines() if "Lønn" in line
        ]


def test_a_digest_is_sent_late_in_the_morning_and_folded_into_the_next_after_noon(chat: Stage) -> None:
    chat.down()
    late = chat.up("2027-11-16T11:59")
    assert sent(late, "#prosjekt") == ["2027-11-16T11:59"]
    chat.down()
    too_late = chat.up("2027-11-17T12:00")
    assert sent(too_late, "#prosjekt") == []
    assert sent(chat.until("2027-11-18T12:00"), "#prosjekt") == ["2027-11-18T08:00"]


def test_what_was_due_while_down_is_sent_once_and_said_to_be_late(chat: Stage) -> None:
    chat.down()
    posts = [post for post in chat.up("2027-11-24T10:00") if post.to == "@kari"]
    (late,) = posts
    assert late.text.startswith("Dette kommer sent")
    assert "T101" in late.text
    assert "T102" in late.text
    again = [post for post in chat.until("2027-11-24T23:00") if post.to == "@kari"]
    assert again == []


def test_nobody_is_woken_at_night_by_what_is_late(chat: Stage) -> None:
    chat.down()
    assert [post for post in chat.up("2027-11-18T03:00") if post.to == "@kari"] == []
    assert sent(chat.until("2027-11-18T09:00"), "@kari") == ["2027-11-18T09:00"]


def test_what_is_written_while_down_is_dealt_with_when_up_again(chat: Stage) -> None:
    chat.down()
    assert chat.person("kari").says("T101 ferdig") == []
    posts = chat.up("2027-11-15T11:00")
    assert any(post.text.startswith("Notert: T101") for post in posts)


@pytest.mark.parametrize(
    ("before", "after"), [("2027-03-26T10:00", "2027-03-30T12:00"), ("2027-10-29T10:00", "2027-11-02T12:00")]
)
def test_both_nights_when_the_clocks_change_leave_each_morning_one_digest(before: str, after: str) -> None:
    about = Workspace("x", "X", date(2028, 1, 1))
    records = (
        Group("a", "A"),
        Member("kari", "Kari", group="a", role="prosjektleder"),
        System("s", "S", group="a"),
        Task("T1", "s", "Noe", "kari", due=date.fromisoformat(after[:10])),
    )
    beginning = [change for record in records if (change := change_between(None, record))]
    with stage(about=about, beginning=beginning, at=before) as chat:
        posts: list[Said] = []
        end = datetime.fromisoformat(after).replace(tzinfo=OSLO)
        while chat.now < end:
            posts += chat.pass_by(timedelta(minutes=10))
        digests = sent([post for post in posts if not post.raw["thread"]], "#prosjekt")
        reminders = sent(posts, "@kari")
    assert all(at.endswith("T08:00") for at in digests)
    assert len(digests) == len(set(digests))
    assert all(at.endswith("T09:00") for at in reminders)
    assert len(reminders) == len(set(reminders))


def test_what_was_dealt_with_long_ago_is_forgotten(chat: Stage) -> None:
    kari = chat.person("kari")
    kari.says("T104 ferdig", id="m1")
    chat.until("2028-02-25T12:00")
    klar = chat.rehearsal.klar
    assert klar is not None
    (workspace,) = klar.store.workspaces()
    assert workspace.questions.get(1) is None
    assert klar.store.first_time_seen("rehearsal", "strand", "m1", 0)


def test_a_channel_has_a_language_of_its_own() -> None:
    with stage(rules=Rules(channels=Channels(languages={"#lonn": "en"}))) as chat:
        posts = chat.until("2027-11-16T08:30")
        assert {post.to: post.raw["lang"] for post in posts} == {
            "#prosjekt": "nb", "#opplæring": "nb", "#lonn": "en", "#arkiv": "nb",
        }  # fmt: skip
        (answer,) = chat.person("U1").says("status T101", "#lonn", mention=True)
        assert answer.raw["lang"] == "en"


def test_a_report_does_not_swallow_the_reminder_that_is_due(chat: Stage) -> None:
    chat.until("2027-11-19T08:59")
    chat.down()
    chat.person("gro").says("T101 40 %")
    assert any(post.to == "@kari" and "T101" in post.text for post in chat.up("2027-11-19T10:00"))


def test_after_days_of_downtime_todays_digest_still_comes(chat: Stage) -> None:
    chat.down()
    assert sent(chat.up("2027-11-17T09:00"), "#prosjekt") == ["2027-11-17T09:00"]


def test_asking_again_for_a_digest_that_says_the_same_is_answered(chat: Stage) -> None:
    berit = chat.person("berit")
    berit.says("morgenstatus", "#prosjekt", mention=True)
    (answer,) = berit.says("morgenstatus", "#prosjekt", mention=True)
    assert (answer.text, answer.only) == ("Dagens morgenstatus er oppdatert.", "berit")


def test_each_change_of_a_digest_is_an_edit_of_its_own(chat: Stage) -> None:
    berit = chat.person("berit")
    (first,) = (post for post in berit.says("morgenstatus", "#prosjekt", mention=True) if not post.raw["thread"])
    for text in ("T101 ferdig", "T101 i gang", "T102 ferdig"):
        chat.person("kari").says(text)
        (edit,) = berit.says("morgenstatus", "#prosjekt", mention=True)
        assert edit.raw["edits"] == first.id


def test_a_digest_does_not_follow_into_the_weekend() -> None:
    with stage(rules=Rules(digest_follows=True), at="2027-11-19T07:00") as chat:
        chat.until("2027-11-19T15:00")
        chat.person("kari").says("T101 ferdig")
        chat.down()
        assert [post for post in chat.up("2027-11-20T10:00") if post.to.startswith("#")] == []


def test_the_workspace_can_be_shown_before_the_clock_starts() -> None:
    rehearsal = Rehearsal(town.ABOUT, town.beginning(), Rules())
    (shown,) = asyncio.run(rehearsal.read(Line(show="workspace")))
    assert len(shown["workspace"]["tasks"]) == 5
    at = datetime.fromisoformat("2027-11-15T10:00:00+01:00")
    assert asyncio.run(rehearsal.read(Line(at=at))) == []


def test_a_snoozed_reminder_goes_to_nobody_when_the_task_has_another_owner() -> None:
    with stage(at="2027-12-06T10:00") as chat:
        reminder = next(post for post in chat.until("2027-12-08T09:00") if post.to == "@nils")
        chat.person("nils").presses(reminder, "tomorrow")
        chat.person("gro").says("T103 til Kari")
        assert [post for post in chat.until("2027-12-09T12:00") if post.to == "@nils"] == []


def test_a_leader_sees_whose_task_it_is_and_buttons_name_the_task() -> None:
    with stage(at="2027-11-19T10:00") as chat:
        chat.person("gro").says("T103 frist 23.11")
        chat.person("gro").says("T103 til Gro")
        posts = [post for post in chat.until("2027-11-23T09:30") if post.to == "@gro" and "T101" in post.text]
    (post,) = posts
    assert (
        "• T101 Overføre ansattregister: i gang, fristen var fredag 19. november (Kari Nes)" in post.text.splitlines()
    )
    assert post.raw["buttons"][0]["text"] == "T103: Ferdig"


def test_a_digest_asked_for_directly_is_in_the_language_it_is_asked_in(chat: Stage) -> None:
    post, *_ = chat.person("berit").says("morning digest")
    assert post.text.startswith("47 days to the merger")
