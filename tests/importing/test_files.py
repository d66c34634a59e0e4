"""Files as they arrive: encodings, delimiters, disguises, bombs. A wrong file is one sentence, and changes nothing."""

import random
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.importing import SourceFile, UnreadableFile
from commands.phrases import render
from tests.importing.files import (
    EMPTY,
    carried_out,
    csv,
    fields,
    imported,
    planned,
    problems,
    raw_workbook,
    tasks,
    workbook,
    xml_row,
)

TEXT = "System;Oppgave;Ansvarlig\nLønn;Prøvekjøring på Ås;Åse Bråten\n"


def refused(content: bytes, name: str = "plan.xlsx") -> str:
    """The sentence that a wrong file is met with."""
    with pytest.raises(UnreadableFile) as caught:
        planned(SourceFile(name, content))
    sentence = render(caught.value.reason, "en")
    assert sentence.startswith((name, "There are", "A quotation"))
    return sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert "Prøvekjøring på Ås" in tasks(imported(csv(TEXT, encoding)))


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    assert len(imported(csv(TEXT.replace(";", delimiter))).tasks) == 1


def test_a_line_that_names_the_delimiter() -> None:
    assert len(imported(csv("sep=|\r\n" + TEXT.replace(";", "|"))).tasks) == 1


def test_quoted_cells_with_delimiters_quotes_and_line_breaks() -> None:
    text = 'System;Oppgave;Kommentar\nLønn;"Teste; og ""lære""";"linje én\nlinje to"\nLønn;En til;\n'
    first, second = imported(csv(text)).tasks
    assert (first.title, first.note) == ('Teste; og "lære"', "linje én\nlinje to")
    assert second.title == "En til"


def test_an_open_quotation_mark_swallows_nothing_silently() -> None:
    assert "never closed" in refused(b'System;Oppgave\nL;"Teste\nL;En\nL;To\n', "plan.csv")


def test_decomposed_letters_control_characters_and_direction_marks() -> None:
    text = "System;Oppgave\nLo\u0308nn;A\u030as \u202eetset\u202c\x07\u200b nå\n"
    assert "Ås etset nå" in tasks(imported(csv(text)))


def test_an_apostrophe_that_an_export_put_first_goes_again() -> None:
    assert "=1+1 skal testes" in tasks(imported(csv("System;Oppgave\nLønn;'=1+1 skal testes\n")))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"{\\rtf1\\ansi hei", "RTF"),
        (b"%PDF-1.7 hei", "PDF"),
        (b"<html><table>", "web page"),
        (b"<?xml version='1.0'?><Workbook/>", "web page"),
        (b"\x89PNG\r\n", "neither"),
        (b"\x00\x01\x02", "neither"),
        (b"PK\x03\x04rot", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"bare tekst uten tabell\nog en linje til", "no table"),
        (b"\xff\xfeabc", "neither"),
    ],
)
def test_wrong_files(content: bytes, says: str) -> None:
    assert says in refused(content, "plan.csv")


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("word/document.xml", "Word"),
        ("content.xml", "LibreOffice"),
        ("Index/Document.iwa", "Numbers"),
        ("xl/workbook.bin", "xlsb"),
        ("bilde.png", "zip file"),
        ("xl/workbook.xml", "damaged"),
    ],
)
def test_other_zip_files(part: str, says: str) -> None:
    assert says in refused(zipped({part: b"x"}))


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip file."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_an_empty_workbook_has_no_table() -> None:
    assert "no table" in refused(workbook({"Ark1": []}).content)


def test_a_workbook_with_only_hidden_sheets() -> None:
    content = workbook({"Ark1": [["System", "Oppgave"]], "B": []}).content
    hidden = content_with(content, "xl/workbook.xml", lambda xml: xml.replace(b'state="visible"', b'state="hidden"'))
    assert "no visible sheet" in refused(hidden)


def content_with(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip file with one part changed."""
    with ZipFile(BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    return zipped({**parts, part: change(parts[part])})


def test_a_zip_bomb_that_declares_its_size() -> None:
    assert "too large" in refused(zipped({"xl/workbook.xml": bytes(101_000_000)}))


@pytest.mark.slow
def test_a_zip_bomb_that_lies_about_its_size() -> None:
    content = raw_workbook("<worksheet>" + " " * 101_000_000 + "</worksheet>").content
    honest = (101_000_000 + len("<worksheet></worksheet>")).to_bytes(4, "little")
    assert "too large" in refused(content)
    lying = content.replace(honest, (1000).to_bytes(4, "little"))
    assert lying != content
    assert any(word in refused(lying) for word in ("too large", "damaged"))


def test_xml_entities_are_refused() -> None:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    xml = f"{entities}<worksheet><sheetData>&b;</sheetData></worksheet>"
    assert "document type" in refused(raw_workbook(xml).content)


def test_an_encrypted_part_is_locked() -> None:
    content = bytearray(workbook({"Ark1": [["System", "Oppgave"]]}).content)
    headers = (b"PK\x03\x04", b"PK\x01\x02")
    for at in (index for index in range(len(content)) if content[index : index + 4] in headers):
        content[at + (6 if content[at + 2] == 3 else 8)] |= 1
    assert "password" in refused(bytes(content))


def test_the_name_of_a_file_says_nothing_about_what_it_is() -> None:
    file = workbook({"Ark1": [["System", "Oppgave"], ["Lønn", "En"]]}, name="plan.csv")
    assert len(imported(file).tasks) == 1


def test_a_sheet_with_merges_of_a_million_rows_costs_nothing() -> None:
    rows = xml_row(1, A="System", B="Oppgave") + xml_row(2, A="Lønn", B="En") + xml_row(3, B="To")
    merged = '<mergeCells><mergeCell ref="A2:A1048576"/><mergeCell ref="D1:XFD1048576"/></mergeCells>'
    xml = f"<worksheet><sheetData>{rows}</sheetData>{merged}</worksheet>"
    assert len(imported(raw_workbook(xml)).tasks) == 2


def test_cells_and_rows_that_do_not_name_their_place() -> None:
    def row(*texts: str) -> str:
        return "<row>" + "".join(f'<c t="inlineStr"><is><t>{t}</t></is></c>' if t else "<c/>" for t in texts) + "</row>"

    xml = f"<worksheet><sheetData>{row('System', '', 'Oppgave')}<row/>{row('Lønn', '', 'En')}</sheetData></worksheet>"
    plan = planned(raw_workbook(xml))
    assert plan.ready[-1].after is not None
    assert plan.sheets[0].left_out == {"blank": 1}


def test_two_files_with_a_wrong_one_change_nothing() -> None:
    with pytest.raises(UnreadableFile):
        planned(csv(TEXT), SourceFile("b.csv", b"%PDF"))


def test_500_rows_and_20_columns_that_are_not_ours() -> None:
    head = ["System", "Oppgave", *(f"Internt felt {n}" for n in range(20)), "Frist"]
    rows = [head, *(["Lønn", f"Oppgave {n}", *(f"verdi {n} {k}" for k in range(20)), "1.3.2027"] for n in range(500))]
    plan = planned(workbook({"Plan": rows}))
    assert problems(plan) == []
    assert plan.counts["task"] == (500, 0, 0)
    assert sum(1 for field in fields(plan).values() if field is None) == 20


def told(error: UnreadableFile) -> None:
    """See that the sentence can be said."""
    assert render(error.reason, "nb")


# Whatever comes in, nothing but the one kind of error comes out.


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(content: bytes) -> None:
    for name in ("x.csv", "x.xlsx", "x.json"):
        try:
            planned(SourceFile(name, content))
        except UnreadableFile as error:
            told(error)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_workbooks_with_flipped_bytes_are_read_or_refused(seed: int, flips: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    content = bytearray(_SAMPLE)
    for _ in range(flips):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        planned(SourceFile("x.xlsx", bytes(content)))
    except UnreadableFile as error:
        told(error)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_sheets_with_flipped_xml_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    with ZipFile(BytesIO(_SAMPLE)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = chance.choice(sorted(parts))
    damaged = bytearray(parts[name])
    for _ in range(3):
        damaged[chance.randrange(len(damaged))] = chance.choice(b'<>/"=0129 ABabrst')
    try:
        planned(SourceFile("x.xlsx", zipped({**parts, name: bytes(damaged)})))
    except UnreadableFile as error:
        told(error)


_HEADS = [
    "System",
    "Oppgave",
    "Frist",
    "Ansvarlig",
    "Status",
    "Nr",
    "% ferdig",
    "Avhengig av",
    "Navn",
    "E-post",
    "Rolle",
    "Kommune",
    "Dato",
    "Sted",
    "Fra",
    "Til",
    "Antall",
    "Leverandør",
    "Varighet",
    "x",
    "",
]
_CELLS = st.one_of(
    st.none(),
    st.integers(-5, 60_000),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from([*_HEADS, "1.1", "uke 3", "Sum", "1.3.2027", "a, b", "Ola / Kari", "80 %"]),
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_HEADS), max_size=8), st.lists(st.lists(_CELLS, max_size=9), max_size=8))
def test_random_grids_are_refused_or_planned_and_then_nothing_is_new(head: list[str], rows: list[list[object]]) -> None:
    try:
        file = workbook({"Ark1": [head, *rows]})
    except (ValueError, OverflowError):
        return  # what Excel cannot hold
    try:
        plan = planned(file)
    except UnreadableFile:
        return
    rest = plan.without_broken()
    after = carried_out(rest.changes, EMPTY)
    assert planned(file, current=after).without_broken().changes == ()


_SAMPLE = workbook(
    {"Plan": [["System", "Oppgave", "Frist"], ["Lønn", "Teste", "1.3.2027"], ["Regna", "To", 3]]}
).content
