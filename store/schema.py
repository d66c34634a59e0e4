"""The tables, and how an older store becomes a newer one.

Every table of a workspace's things starts its key with the workspace's number, and refers to others by that number and
an id: a row can never point into another workspace. Moments are ISO 8601 in UTC, or whole seconds since 1970 where they
are searched by the clockwork; days are ISO dates.

Conditions that are looked at on every write say `a = x OR a = y`, or `NOT IN` of two: for a longer list SQLite builds a
table each time, which takes longer than the write.
"""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

APPLICATION_ID = 0x4B6C6172  # "Klar"
SENTINEL = "klarbot"

migrations = Migrations("klar")


@migrations()
def m001_first(db: Database) -> None:
    """The tables of the first release."""
    for statement in _FIRST.split(";;"):
        db.execute(statement)


_FIRST = """
CREATE TABLE klar (sentinel TEXT NOT NULL) STRICT;;
INSERT INTO klar VALUES ('klarbot');;

CREATE TABLE workspaces (
    n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, merge_date TEXT,
    timezone TEXT NOT NULL, lang TEXT NOT NULL, last_task INTEGER NOT NULL DEFAULT 100,
    journal_head TEXT NOT NULL DEFAULT ''
) STRICT;;

CREATE TABLE teams (
    chat TEXT NOT NULL, team TEXT NOT NULL, workspace INTEGER NOT NULL REFERENCES workspaces(n),
    members_are_users INTEGER NOT NULL,
    PRIMARY KEY (chat, team)
) STRICT, WITHOUT ROWID;;

CREATE TABLE municipalities (
    workspace INTEGER NOT NULL REFERENCES workspaces(n), id TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;;

CREATE TABLE groups (
    workspace INTEGER NOT NULL REFERENCES workspaces(n), id TEXT NOT NULL, name TEXT NOT NULL, channel TEXT,
    PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;;

CREATE TABLE members (
    workspace INTEGER NOT NULL REFERENCES workspaces(n), id TEXT NOT NULL, name TEXT NOT NULL, handle TEXT NOT NULL,
    role TEXT NOT NULL, "group" TEXT, access TEXT, email TEXT NOT NULL, lang TEXT, wrote_in TEXT, deputy TEXT,
    away_until TEXT, aliases TEXT NOT NULL,
    PRIMARY KEY (workspace, id),
    FOREIGN KEY (workspace, "group") REFERENCES groups(workspace, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (workspace, deputy) REFERENCES members(workspace, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;;

CREATE TABLE accounts (
    chat TEXT NOT NULL, team TEXT NOT NULL, user TEXT NOT NULL, workspace INTEGER NOT NULL, member TEXT NOT NULL,
    PRIMARY KEY (chat, team, user),
    FOREIGN KEY (workspace, member) REFERENCES members(workspace, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;;
CREATE INDEX accounts_of_member ON accounts (workspace, member);;

CREATE TABLE systems (
    workspace INTEGER NOT NULL REFERENCES workspaces(n), id TEXT NOT NULL, name TEXT NOT NULL, product TEXT NOT NULL,
    aliases TEXT NOT NULL, "group" TEXT, owner TEXT, vendor TEXT NOT NULL, cutover TEXT, archive INTEGER NOT NULL,
    status TEXT, percent INTEGER, blocker TEXT NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (workspace, id),
    FOREIGN KEY (workspace, "group") REFERENCES groups(workspace, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (workspace, owner) REFERENCES members(workspace, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;;

CREATE TABLE names (
    workspace INTEGER NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (workspace, key, kind, id)
) STRICT, WITHOUT ROWID;;
CREATE INDEX names_of ON names (workspace, kind, id);;

CREATE TABLE tasks (
    workspace INTEGER NOT NULL REFERENCES workspaces(n), id TEXT NOT NULL, system TEXT NOT NULL, title TEXT NOT NULL,
    owner TEXT, helpers TEXT NOT NULL, due TEXT, due_time TEXT,
    status TEXT NOT NULL
        CHECK (status = 'todo' OR status = 'doing' OR status = 'blocked' OR status = 'done' OR status = 'dropped'),
    percent INTEGER CHECK (percent BETWEEN 0 AND 100), blocker TEXT NOT NULL, depends_on TEXT NOT NULL,
    duration INTEGER, phase TEXT NOT NULL, ref TEXT NOT NULL, note TEXT NOT NULL, heard_at TEXT, blocked_at TEXT,
    PRIMARY KEY (workspace, id),
    FOREIGN KEY (workspace, system) REFERENCES systems(workspace, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (workspace, owner) REFERENCES members(workspace, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;;
CREATE INDEX tasks_counted ON tasks (workspace, system, status, due, percent, heard_at, duration);;
CREATE INDEX tasks_owned ON tasks (workspace, owner, due);;
CREATE INDEX tasks_blocked ON tasks (workspace, blocked_at) WHERE status = 'blocked';;
CREATE INDEX tasks_chained ON tasks (workspace, id, status, system, due, duration, depends_on)
    WHERE depends_on <> '[]';;

CREATE TABLE trainings (
    workspace INTEGER NOT NULL REFERENCES workspaces(n), id TEXT NOT NULL, system TEXT NOT NULL, start TEXT NOT NULL,
    "end" TEXT, place TEXT NOT NULL, seats INTEGER, trainer TEXT, audience TEXT NOT NULL, status TEXT NOT NULL,
    attended_count INTEGER,
    PRIMARY KEY (workspace, id),
    FOREIGN KEY (workspace, system) REFERENCES systems(workspace, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (workspace, trainer) REFERENCES members(workspace, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;;
CREATE INDEX trainings_by_start ON trainings (workspace, start);;

CREATE TABLE enrolments (
    workspace INTEGER NOT NULL, training TEXT NOT NULL, member TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (workspace, training, member),
    FOREIGN KEY (workspace, training) REFERENCES trainings(workspace, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (workspace, member) REFERENCES members(workspace, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;;
CREATE INDEX enrolments_attended ON enrolments (workspace, training, member) WHERE state = 'attended';;

CREATE TABLE needs (
    workspace INTEGER NOT NULL, system TEXT NOT NULL, role TEXT NOT NULL, municipality TEXT NOT NULL,
    people INTEGER NOT NULL,
    PRIMARY KEY (workspace, system, role, municipality),
    FOREIGN KEY (workspace, system) REFERENCES systems(workspace, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;;

CREATE TABLE gates (
    workspace INTEGER NOT NULL, system TEXT NOT NULL, gate TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state = 'green' OR state = 'amber' OR state = 'red' OR state = 'none'),
    owner TEXT, evidence TEXT NOT NULL,
    assessed TEXT, waived_by TEXT, reason TEXT NOT NULL,
    PRIMARY KEY (workspace, system, gate),
    FOREIGN KEY (workspace, system) REFERENCES systems(workspace, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;;

CREATE TABLE decisions (
    workspace INTEGER NOT NULL, id TEXT NOT NULL, system TEXT NOT NULL, decision TEXT NOT NULL, by TEXT, at TEXT,
    PRIMARY KEY (workspace, id),
    FOREIGN KEY (workspace, system) REFERENCES systems(workspace, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;;

CREATE TABLE risks (
    workspace INTEGER NOT NULL, id TEXT NOT NULL, system TEXT NOT NULL, text TEXT NOT NULL,
    likelihood INTEGER NOT NULL, consequence INTEGER NOT NULL, open INTEGER NOT NULL, raised_by TEXT,
    PRIMARY KEY (workspace, id),
    FOREIGN KEY (workspace, system) REFERENCES systems(workspace, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;;

CREATE TABLE legacy (
    workspace INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, municipality TEXT NOT NULL,
    product TEXT NOT NULL, vendor TEXT NOT NULL, owner TEXT NOT NULL, users INTEGER, contract_end TEXT,
    notice_date TEXT, integrations TEXT NOT NULL, note TEXT NOT NULL, replaced_by TEXT,
    PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;;

CREATE TABLE journal (
    workspace INTEGER NOT NULL REFERENCES workspaces(n), seq INTEGER NOT NULL, change INTEGER NOT NULL,
    at TEXT NOT NULL, who TEXT NOT NULL, message TEXT NOT NULL, what TEXT NOT NULL, kind TEXT NOT NULL,
    subject TEXT NOT NULL, before TEXT, after TEXT, undoes INTEGER, digest TEXT NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (workspace, seq)
) STRICT, WITHOUT ROWID;;
CREATE UNIQUE INDEX journal_undone ON journal (workspace, undoes, seq) WHERE undoes IS NOT NULL;;
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;;
CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;;

CREATE TABLE seen (
    chat TEXT NOT NULL, team TEXT NOT NULL, message TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (chat, team, message)
) STRICT, WITHOUT ROWID;;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY, workspace INTEGER NOT NULL REFERENCES workspaces(n), key TEXT NOT NULL UNIQUE,
    chat TEXT NOT NULL, team TEXT NOT NULL, channel TEXT NOT NULL, direct INTEGER NOT NULL, thread TEXT,
    under INTEGER REFERENCES outbox(id) ON DELETE SET NULL, only_for TEXT,
    edits INTEGER REFERENCES outbox(id) ON DELETE SET NULL, lang TEXT NOT NULL,
    reply TEXT NOT NULL, queued_at INTEGER NOT NULL,
    state TEXT NOT NULL
        CHECK (state = 'queued' OR state = 'sending' OR state = 'unknown' OR state = 'sent' OR state = 'dead'),
    attempts INTEGER NOT NULL, next_at INTEGER NOT NULL, post TEXT, error TEXT NOT NULL
) STRICT;;
CREATE INDEX outbox_waiting ON outbox (chat, team, channel, id) WHERE state NOT IN ('sent', 'dead');;
CREATE INDEX outbox_posts ON outbox (chat, team, post) WHERE post IS NOT NULL;;
CREATE INDEX outbox_edits ON outbox (edits) WHERE edits IS NOT NULL;;
CREATE INDEX outbox_dead ON outbox (id) WHERE state = 'dead';;

CREATE TABLE reminders (
    id INTEGER PRIMARY KEY AUTOINCREMENT, workspace INTEGER NOT NULL REFERENCES workspaces(n), at INTEGER NOT NULL,
    kind TEXT NOT NULL, subject TEXT NOT NULL, step TEXT NOT NULL, member TEXT, spent_at INTEGER
) STRICT;;
CREATE INDEX reminders_due ON reminders (at) WHERE spent_at IS NULL;;
CREATE INDEX reminders_of ON reminders (workspace, kind, subject) WHERE spent_at IS NULL;;

CREATE TABLE questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, workspace INTEGER NOT NULL REFERENCES workspaces(n), at INTEGER NOT NULL,
    author TEXT NOT NULL, message TEXT NOT NULL, choices TEXT NOT NULL, standing TEXT NOT NULL, answered_at INTEGER,
    own INTEGER NOT NULL, place TEXT, text TEXT NOT NULL
) STRICT;;
CREATE INDEX questions_waiting ON questions (workspace, author) WHERE place IS NOT NULL;;

CREATE TABLE unclear (
    workspace INTEGER NOT NULL REFERENCES workspaces(n), day TEXT NOT NULL, text TEXT NOT NULL, why TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (workspace, day, text, why)
) STRICT, WITHOUT ROWID;;

CREATE TABLE digests (
    workspace INTEGER NOT NULL REFERENCES workspaces(n), channel TEXT NOT NULL, day TEXT NOT NULL,
    outbox INTEGER NOT NULL REFERENCES outbox(id) ON DELETE CASCADE, facts TEXT NOT NULL,
    PRIMARY KEY (workspace, channel, day)
) STRICT, WITHOUT ROWID;;

CREATE TABLE local_posts (
    seq INTEGER PRIMARY KEY, team TEXT NOT NULL, post TEXT NOT NULL, key TEXT NOT NULL UNIQUE, at TEXT NOT NULL,
    author TEXT NOT NULL, channel TEXT NOT NULL, thread TEXT, only_for TEXT, edited INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;;
CREATE INDEX local_posts_by_post ON local_posts (team, post)
"""
