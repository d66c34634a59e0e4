"""Members, and the accounts by which the chat platforms know them."""

from sqlite3 import Connection

from store.records import Language, Member
from store.rows import MEMBERS


class People:
    """The members of one workspace."""

    def __init__(self, connection: Connection, workspace: int) -> None:
        self._db = connection
        self._workspace = workspace
        self._known: dict[tuple[str, ...], Member | None] = {}

    def forget(self) -> None:
        """Read anew what is remembered: somebody has changed."""
        self._known.clear()

    def get(self, id_: str) -> Member | None:
        """The member with this id."""
        if (id_,) not in self._known:
            self._known[(id_,)] = MEMBERS.get(self._db, self._workspace, id_)
        return self._known[(id_,)]

    def all(self) -> list[Member]:
        """Every member, by id."""
        return MEMBERS.find(self._db, self._workspace, "TRUE ORDER BY id")

    def with_account(self, chat: str, team: str, user: str) -> Member | None:
        """The member whom a platform knows as `user`."""
        if (chat, team, user) not in self._known:
            self._known[chat, team, user] = self._with_account(chat, team, user)
        return self._known[chat, team, user]

    def _with_account(self, chat: str, team: str, user: str) -> Member | None:
        account = "SELECT member FROM accounts WHERE chat = ? AND team = ? AND user = ? AND workspace = ?"
        own = "SELECT ? FROM teams WHERE chat = ? AND team = ? AND workspace = ? AND members_are_users"
        return MEMBERS.first(
            self._db,
            self._workspace,
            f"id = coalesce(({account}), ({own}))",
            *(chat, team, user, self._workspace),
            *(user, chat, team, self._workspace),
        )

    def account_of(self, member: str, chat: str, team: str) -> str | None:
        """The user id by which a platform knows a member."""
        account = "SELECT user FROM accounts WHERE workspace = ? AND member = ? AND chat = ? AND team = ?"
        own = "SELECT ? FROM teams WHERE workspace = ? AND chat = ? AND team = ? AND members_are_users"
        (user,) = self._db.execute(
            f"SELECT coalesce(({account}), ({own}))",
            (self._workspace, member, chat, team, member, self._workspace, chat, team),
        ).fetchone()
        return None if user is None else str(user)

    def link(self, member: str, chat: str, team: str, user: str) -> None:
        """Let a platform's user be this member."""
        self.forget()
        self._db.execute(
            "INSERT INTO accounts VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET workspace = excluded.workspace, member = excluded.member",
            (chat, team, user, self._workspace, member),
        )

    def wrote_in(self, member: str, lang: Language) -> None:
        """Remember the language that a member last wrote in."""
        self.forget()
        self._db.execute(
            "UPDATE members SET wrote_in = ? WHERE workspace = ? AND id = ?", (lang, self._workspace, member)
        )
