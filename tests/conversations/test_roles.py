"""Who may do what: what somebody else reports is not thrown away, but asked about."""

from datetime import timedelta

from tests.conversations.stage import Speaker, Stage


def test_a_report_from_somebody_else_is_a_question_to_the_owner(chat: Stage, kari: Speaker, ola: Speaker) -> None:
    question, answer = kari.says("T104 ferdig")
    assert (question.to, answer.to) == ("@ola", "@kari")
    assert question.text == "Kari Nes skriver: T104 Hente ut gammelt arkiv → ferdig. Stemmer det?"
    assert answer.text == "Jeg har spurt Ola Bø: T104 Hente ut gammelt arkiv → ferdig"
    assert chat.task("T104")["status"] == "doing"

    told, done = sorted(ola.presses(question, "yes"), key=lambda post: post.to)
    assert told.text.startswith("Ola Bø har bekreftet det.")
    assert done.text == "Notert: T104 Hente ut gammelt arkiv → ferdig (var: 40 %)"
    assert chat.task("T104")["status"] == "done"
    assert chat.show()["journal"][-1]["who"] == "ola"


def test_a_question_is_answered_once(ola: Speaker, kari: Speaker) -> None:
    question, _ = kari.says("T104 ferdig")
    ola.presses(question, "no")
    (again,) = ola.presses(question, "yes")
    assert again.text == "Det spørsmålet er besvart allerede."


def test_no_leaves_it_and_tells_the_one_who_reported(chat: Stage, ola: Speaker, kari: Speaker) -> None:
    question, _ = kari.says("T104 ferdig")
    told, answer = sorted(ola.presses(question, "no"), key=lambda post: post.to)
    assert told.text == "Ola Bø svarte nei til dette: T104 Hente ut gammelt arkiv → ferdig"
    assert answer.text == "Greit, ingenting er endret."
    assert chat.show()["journal"] == []


def test_a_question_lasts_a_day_and_then_says_what_to_write(chat: Stage, ola: Speaker, kari: Speaker) -> None:
    question, _ = kari.says("T104 ferdig")
    chat.pass_by(timedelta(hours=24, seconds=1))
    (answer,) = ola.presses(question, "yes")
    assert "«T104 ferdig»" in answer.text
    assert chat.task("T104")["status"] == "doing"


def test_when_the_thing_has_changed_meanwhile_klar_asks_again(chat: Stage, ola: Speaker, kari: Speaker) -> None:
    question, _ = kari.says("T104 ferdig")
    ola.says("T104 60 %")
    (again,) = ola.presses(question, "yes")
    assert again.text.startswith("Noe er endret siden jeg spurte.")
    assert chat.task("T104")["status"] == "doing"
    ola.presses(again, "yes")
    assert chat.task("T104")["status"] == "done"


def test_only_whoever_may_make_the_change_may_answer(chat: Stage, kari: Speaker, nils: Speaker) -> None:
    question, _ = kari.says("T104 ferdig")
    (refused,) = nils.presses(question, "yes")
    assert refused.text == "Dette spørsmålet er det andre som må svare på."
    assert chat.show()["journal"] == []


def test_a_member_changes_the_tasks_of_the_groups_systems(chat: Stage, nils: Speaker) -> None:
    nils.says("T101 90 %")
    assert chat.task("T101")["percent"] == 90


def test_a_member_does_not_move_a_deadline_but_the_leader_is_asked(chat: Stage, kari: Speaker, gro: Speaker) -> None:
    question, echo = sorted(kari.says("T101 80 % frist 1.12"), key=lambda post: post.to)
    assert question.to == "@gro"
    assert echo.text.splitlines()[0] == "Notert: T101 Overføre ansattregister → 80 % (var: i gang)"
    assert (chat.task("T101")["percent"], chat.task("T101")["due"]) == (80, "2027-11-19")
    gro.presses(question, "yes")
    assert chat.task("T101")["due"] == "2027-12-01"


def test_a_reader_reads(chat: Stage, leif: Speaker) -> None:
    (status,) = leif.says("status lønn")
    assert "T101" in status.text
    question, _ = leif.says("T101 ferdig")
    assert question.to == "@kari"
    assert chat.task("T101")["status"] == "doing"


def test_a_stranger_may_ask_and_is_told_how_to_be_added(chat: Stage, stranger: Speaker) -> None:
    (status,) = stranger.says("status lønn")
    assert "T101" in status.text
    assert status.text.endswith("Jeg kjenner deg ikke her ennå. Be Berit Aas om å legge deg til.")
    (refused,) = stranger.says("T101 ferdig")
    assert refused.text == "Jeg kjenner deg ikke her ennå. Be Berit Aas om å legge deg til."
    assert chat.show()["journal"] == []


def test_undo_is_for_the_one_who_made_the_change_or_a_leader(
    chat: Stage, kari: Speaker, nils: Speaker, berit: Speaker
) -> None:
    (echo,) = kari.says("T101 ferdig", "#prosjekt")
    (refused,) = nils.presses(echo, "undo")
    assert refused.text == "Bare den som gjorde endringen, eller en leder, kan angre den."
    assert refused.only == "nils"
    berit.presses(echo, "undo")
    assert chat.task("T101")["status"] == "doing"


def test_undo_changes_nothing_when_something_later_rests_on_it(chat: Stage, kari: Speaker) -> None:
    (echo,) = kari.says("T101 ferdig")
    kari.says("T101 i gang")
    (refused,) = kari.presses(echo, "undo")
    assert refused.text == "T101 er endret igjen etter det, så jeg lar det stå."
    (task, *_) = [entry for entry in chat.show()["journal"] if entry["what"] == "undo"] or [None]
    assert task is None


def test_undo_ends_after_a_day(chat: Stage, kari: Speaker) -> None:
    (echo,) = kari.says("T101 ferdig")
    chat.pass_by(timedelta(hours=24, seconds=1))
    (refused,) = kari.presses(echo, "undo")
    assert refused.text == "Det er mer enn et døgn siden. Skriv heller hva som gjelder nå."
    assert chat.task("T101")["status"] == "done"


def test_pressing_undo_twice_undoes_once(chat: Stage, kari: Speaker) -> None:
    (echo,) = kari.says("T101 ferdig")
    kari.presses(echo, "undo")
    (again,) = kari.presses(echo, "undo")
    assert again.text == "Det er angret allerede."
    assert len(chat.show()["journal"]) == 2


def test_a_button_that_was_never_there_does_nothing(chat: Stage, kari: Speaker) -> None:
    (echo,) = kari.says("T101 ferdig")
    (answer,) = kari.presses(echo, "drop database")
    assert answer.text.startswith("Den knappen virker ikke lenger.")


def test_an_owner_who_may_only_read_is_not_asked_but_a_leader_is(chat: Stage, gro: Speaker, leif: Speaker) -> None:
    gro.says("T103 til Leif")
    question, _ = leif.says("T103 ferdig")
    assert question.to == "@gro"
    gro.presses(question, "yes")
    assert chat.task("T103")["status"] == "done"


def test_the_one_who_asked_cannot_answer_for_the_owner(chat: Stage, ola: Speaker, kari: Speaker) -> None:
    question, _ = kari.says("T104 ferdig")
    (refused,) = kari.presses(question, "yes")
    assert refused.text == "Dette spørsmålet er det andre som må svare på."
    assert chat.task("T104")["status"] == "doing"


def test_whoever_reported_is_told_also_when_klar_had_to_ask_again(ola: Speaker, kari: Speaker) -> None:
    question, _ = kari.says("T104 ferdig")
    ola.says("T104 60 %")
    (again,) = ola.presses(question, "yes")
    assert "@kari" in {post.to for post in ola.presses(again, "yes")}


def test_an_old_button_never_answers_a_new_question(chat: Stage, ola: Speaker, kari: Speaker) -> None:
    old, _ = kari.says("T104 ferdig")
    chat.until("2028-02-25T10:00")
    new, _ = kari.says("T104 utgår")
    assert new.to == "@ola"
    ola.presses(old, "yes")
    assert chat.task("T104")["status"] == "doing"


def test_being_given_two_tasks_at_once_is_told_of_both(chat: Stage, berit: Speaker) -> None:
    posts = berit.says("T103 til Kari. T105 til Kari")
    assert sorted(post.raw["about"][0] for post in posts if post.to == "@kari") == ["T103", "T105"]


def test_undo_leaves_no_half_of_a_report(chat: Stage, kari: Speaker) -> None:
    (blocked,) = kari.says("T102 blokkert")
    kari.says("T102 venter på leverandøren")
    (refused,) = kari.presses(blocked, "undo")
    assert refused.text == "T102 er endret igjen etter det, så jeg lar det stå."
    assert chat.task("T102")["status"] == "blocked"
