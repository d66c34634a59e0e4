"""`klar import`, as it is typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.import_ import command
from store.opening import open_store
from store.records import Snapshot
from tests.importing.files import workbook

PLAN = "Nr;System;Oppgave;Ansvarlig;Frist\n1;Lønn;Teste;Kari Hansen;1.3.2027\n"
BROKEN = PLAN + "2;Lønn;Lære;Kari;uke 15\n"
Klar = Callable[..., Result]


@pytest.fixture
def klar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Klar:
    """Runs the command in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(command, ["--lang", "en", *arguments], catch_exceptions=False)

    return run


def write(text: str, name: str = "plan.csv") -> str:
    Path(name).write_text(text, "utf-8")
    return name


def stored() -> Snapshot:
    store = open_store(Path("klar.db"), create=False)
    try:
        return store.workspaces()[0].snapshot()
    finally:
        store.close()


def test_a_whole_file_is_imported_and_again_changes_nothing(klar: Klar) -> None:
    first = klar(write(PLAN))
    assert (first.exit_code, "3 changes were made." in first.output) == (0, True)
    assert [task.title for task in stored().tasks] == ["Teste"]
    again = klar("plan.csv")
    assert (again.exit_code, "There is nothing new" in again.output) == (0, True)


def test_a_dry_run_tells_all_and_makes_nothing(klar: Klar) -> None:
    result = klar("--dry-run", write(PLAN))
    assert result.exit_code == 0
    for told in (
        "E “Frist” → due",
        "Tasks: 1 new",
        "New people, without an account: Kari Hansen",
        "3 changes would be made",
    ):
        assert told in result.output
    assert not Path("klar.db").exists()


def test_a_dry_run_with_problems_exits_with_one(klar: Klar) -> None:
    result = klar("--dry-run", write(BROKEN))
    assert (result.exit_code, "plan.csv E3: “uke 15”" in result.output) == (1, True)


def test_a_broken_row_stops_all_of_it(klar: Klar) -> None:
    result = klar(write(BROKEN))
    assert (result.exit_code, "Nothing was imported." in result.output) == (1, True)
    assert not Path("klar.db").exists()


def test_skip_broken_leaves_out_the_row_and_lists_it(klar: Klar) -> None:
    result = klar("--skip-broken", write(BROKEN))
    assert result.exit_code == 0
    assert "1 row was left out: A3." in result.output
    assert [task.title for task in stored().tasks] == ["Teste"]


def test_what_changed_is_told_from_and_to(klar: Klar) -> None:
    klar(write(PLAN))
    result = klar(write(PLAN.replace("1.3.2027", "8.3.2027")))
    assert "T101 Teste: due 2027-03-01 → 2027-03-08" in result.output


def test_a_wrong_file_is_one_sentence_and_exits_with_two(klar: Klar) -> None:
    klar(write(PLAN))
    before = stored()
    result = klar("plan.csv", write("{\\rtf1 hei", "brev.csv"))
    assert result.exit_code == 2
    assert result.output.startswith("klar: brev.csv is a formatted document (RTF).")
    assert len(result.output.splitlines()) == 1
    assert stored() == before


def test_a_file_that_is_not_there_exits_with_two(klar: Klar) -> None:
    assert klar("nowhere.csv").exit_code == 2


def test_a_house_has_its_own_status_words_in_its_config(klar: Klar) -> None:
    Path("config.toml").write_text('[import.status]\n"6-Archive" = "dropped"\n', "utf-8")
    assert klar(write("System;Oppgave;Status\nLønn;En;6-Archive\n")).exit_code == 0
    assert stored().tasks[0].status == "dropped"


def test_two_files_of_the_same_name_are_told_apart(klar: Klar) -> None:
    Path("a").mkdir()
    Path("a/plan.csv").write_text(BROKEN, "utf-8")
    assert "a/plan.csv E3" in klar(write(PLAN.replace("1;", "3;").replace("Teste", "Se")), "a/plan.csv").output


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_the_preview_of_a_messy_workbook_in_every_language(klar: Klar, lang: str) -> None:
    rows = [
        ["Tittel"],
        ["Nr", "System", "Oppgave", "Frist", "x"],
        ["1", "Lønn", "En", "uke 3", 1],
        [],
        ["2", "Lønn", "To", None],
    ]
    Path("plan.xlsx").write_bytes(workbook({"Plan": rows, "Lister": [["a"]]}).content)
    result = klar("--lang", lang, "--dry-run", "plan.xlsx")
    assert result.exit_code == 1
    assert "{" not in result.output
    assert "D3" in result.output


def test_it_leaves_a_line_in_the_journal_for_each_change(klar: Klar) -> None:
    klar(write(PLAN))
    store = open_store(Path("klar.db"), create=False)
    try:
        entries = store.workspaces()[0].journal.entries()
        assert {(entry.who, entry.what) for entry in entries} == {("import", "import")}
    finally:
        store.close()
