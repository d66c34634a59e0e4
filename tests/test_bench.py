"""What `make bench` runs still runs: small, and without a word about how fast it went."""

import pytest

from tests.bench import digest, messages, start, tick


def test_messages(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in {"MESSAGES": 32, "TASKS": 64, "BLOCK": 16, "ROUNDS": 1}.items():
        monkeypatch.setattr(messages, name, value)

    messages.run()

    assert "16 in flight, messages a second" in capsys.readouterr().out


def test_tick(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in {"REMINDERS": 30, "DUE": 5, "TICKS": 3, "ROUNDS": 1}.items():
        monkeypatch.setattr(tick, name, value)

    tick.run()

    assert "5 due: found, claimed and in the outbox as 5 messages in 1 commit" in capsys.readouterr().out


def test_digest(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(digest, "SIZES", ((3, 4, 0.5, 1),))
    monkeypatch.setattr(digest, "WITH_GATES", ((3, 4, 0.5, None),))
    monkeypatch.setattr(digest, "ROUNDS", 1)

    digest.run()

    printed = capsys.readouterr().out
    assert "digest of 3 systems × 4 tasks, 50% of them in chains" in printed
    assert "digest of 3 systems × 4 tasks × 11 gates" in printed


@pytest.mark.slow
def test_start(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(start, "ROUNDS", 1)

    start.run()

    assert "klar run to its first answer" in capsys.readouterr().out
