"""A model of what should be: people report, assign, move dates, undo, repeat themselves; the tasks are as it says."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.conversations.stage import Said, Stage

GROUP = {"kari": "lonn", "nils": "lonn", "gro": "lonn", "tone": "lonn", "ola": "arkiv", "berit": "led", "leif": None}
OWNER = {"T101": "kari", "T102": "kari", "T103": "nils", "T104": "ola", "T105": None}
SYSTEM_GROUP = {"T101": "lonn", "T102": "lonn", "T103": "lonn", "T104": "arkiv", "T105": "arkiv"}
STATUS_WORDS = {"ferdig": "done", "i gang": "doing", "ikke begynt": "todo", "utgår": "dropped"}
STATUS_FIELDS = {"status", "percent"}  # told together, so undone together
FIELDS = ("status", "percent", "due", "owner")

people = st.sampled_from(sorted(GROUP))
tasks = st.sampled_from(sorted(OWNER))


class Conversations(RuleBasedStateMachine):
    """`expected` is what each task should be; `changes` what can be undone, the newest last."""

    def __init__(self) -> None:
        super().__init__()
        self.chat = Stage()
        self.expected = {task["id"]: {name: task[name] for name in FIELDS} for task in self.chat.show()["tasks"]}
        self.changes: list[tuple[str, str, dict[str, Any], dict[str, Any], Said]] = []
        self.entries = 0
        self.messages = 0

    def teardown(self) -> None:
        self.chat.close()

    def may_report(self, who: str, task: str) -> bool:
        if who == "berit":
            return True
        return who != "leif" and (self.expected[task]["owner"] == who or GROUP[who] == SYSTEM_GROUP[task])

    def may_lead(self, who: str, task: str) -> bool:
        return who == "berit" or (who == "gro" and SYSTEM_GROUP[task] == "lonn")

    def say(self, who: str, text: str) -> list[Said]:
        self.messages += 1
        posts = self.chat.person(who).says(text, id=f"m{self.messages}")
        assert self.chat.person(who).says(text, id=f"m{self.messages}") == []
        return posts

    def expect(self, who: str, task: str, after: dict[str, Any], posts: list[Said]) -> None:
        before = self.expected[task]
        if before == after:
            return
        self.expected[task] = after
        self.entries += 1
        echo = next(post for post in posts if "undo" in post.buttons)
        self.changes.append((who, task, before, after, echo))

    @rule(who=people, task=tasks, word=st.sampled_from(sorted(STATUS_WORDS)))
    def reports(self, who: str, task: str, word: str) -> None:
        posts = self.say(who, f"{task} {word}")
        if not self.may_report(who, task):
            return
        before = self.expected[task]
        status = STATUS_WORDS[word]
        percent = before["percent"]
        if status == "done":
            percent = 100
        elif status == "todo" or before["status"] == "done":
            percent = None
        self.expect(who, task, {**before, "status": status, "percent": percent}, posts)

    @rule(who=people, task=tasks, percent=st.integers(0, 100))
    def reports_a_share(self, who: str, task: str, percent: int) -> None:
        posts = self.say(who, f"{task} {percent} %")
        if not self.may_report(who, task):
            return
        status = "done" if percent == 100 else "doing" if percent else "todo"
        self.expect(who, task, {**self.expected[task], "status": status, "percent": percent}, posts)

    @rule(who=people, task=tasks, day=st.integers(1, 28))
    def moves_a_date(self, who: str, task: str, day: int) -> None:
        posts = self.say(who, f"{task} frist {day}.12")
        if self.may_lead(who, task):
            self.expect(who, task, {**self.expected[task], "due": f"2027-12-{day:02}"}, posts)

    @rule(who=people, task=tasks, to=st.sampled_from(["kari", "nils", "ola"]))
    def assigns(self, who: str, task: str, to: str) -> None:
        posts = self.say(who, f"{task} til {to}")
        if self.may_lead(who, task):
            self.expect(who, task, {**self.expected[task], "owner": to}, posts)

    @precondition(lambda self: self.changes)
    @rule(who=people, data=st.data())
    def undoes(self, who: str, data: st.DataObject) -> None:
        number = data.draw(st.integers(0, len(self.changes) - 1))
        made_by, task, before, after, echo = self.changes[number]
        self.chat.person(who).presses(echo, "undo")
        may = who != "leif" and (who == made_by or self.may_lead(who, task))
        changed = {name for name in FIELDS if before[name] != after[name]}
        stands = all(self.expected[task][name] == after[name] for name in changed)
        for _, later_task, was, became, _ in self.changes[number + 1 :]:
            later = {name for name in FIELDS if was[name] != became[name]}
            together = changed | (STATUS_FIELDS if changed & STATUS_FIELDS else set())
            later |= STATUS_FIELDS if later & STATUS_FIELDS else set()
            stands = stands and not (later_task == task and later & together)
        if may and stands:
            self.expected[task] = {**self.expected[task], **{name: before[name] for name in changed}}
            self.entries += 1
            del self.changes[number]

    @invariant()
    def the_tasks_are_as_the_model_says(self) -> None:
        shown = self.chat.show()
        assert {t["id"]: {name: t[name] for name in FIELDS} for t in shown["tasks"]} == self.expected
        assert len(shown["journal"]) == self.entries

    @invariant()
    def the_journal_holds(self) -> None:
        klar = self.chat.rehearsal.klar
        assert klar is not None
        assert [w.journal.first_fault() for w in klar.store.workspaces()] == [None]


TestConversations = Conversations.TestCase
TestConversations.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
