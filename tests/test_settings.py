"""Settings: what the example promises is so, and every mistake is one line that names the key."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from bot.cli import klar
from bot.settings import Settings, SettingsError, Web, checked, load, page_password, secret

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
PASSWORD = "a-long-enough-one"


def keys_of(values: Mapping[str, Any], table: str = "") -> Iterator[tuple[str, Any]]:
    """Every dotted key with its value."""
    for key, value in values.items():
        path = f"{table}{key}"
        if isinstance(value, Mapping):
            yield from keys_of(value, f"{path}.")
        else:
            yield path, list(value) if isinstance(value, tuple) else value


def keys_there_are(wanted: Any, table: str = "") -> Iterator[str]:
    """Every dotted key that the settings have; of tables with words of one's own, the table."""
    for one in wanted.fields:
        path = f"{table}{one.encode_name}"
        if isinstance(one.type, inspect.StructType | inspect.DataclassType):
            yield from keys_there_are(one.type, f"{path}.")
        else:
            yield path


def defaults() -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(Settings())
    return plain


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# --- the example


def test_the_example_says_the_defaults() -> None:
    assert msgspec.to_builtins(load(EXAMPLE)) == msgspec.to_builtins(load(None)) == msgspec.to_builtins(Settings())


def test_each_key_of_the_example_is_said_and_real() -> None:
    real = dict(keys_of(defaults()))
    for key, value in keys_of(tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))):
        default = real[key]
        assert value == (default.removesuffix(":00") if key.startswith("hours.") else default), key


def test_each_key_there_is_stands_in_the_example() -> None:
    said = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    for key in keys_there_are(inspect.type_info(Settings)):
        inner = said
        for part in key.split("."):
            assert part in inner, f"{key} is missing in {EXAMPLE.name}"
            inner = inner[part]


def test_each_key_of_the_example_is_explained() -> None:
    """A comment stands before each key, or before the few that it is about."""
    explained = False
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            explained = True
        elif not line:
            explained = False
        elif not line.startswith("["):
            assert explained, line


def test_what_is_commented_out_works_too(tmp_path: Path) -> None:
    text = re.sub(r'^# (?="[^"]+" = )', "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = load(written(tmp_path, text))
    assert found.import_.status == {"6-Archive": "dropped", "Hos leverandør": "blocked"}
    assert found.channels.languages == {"#tekn": "nn"}


def test_the_example_names_the_secrets_there_are() -> None:
    named = set(re.findall(r"KLAR_[A-Z_]+", EXAMPLE.read_text(encoding="utf-8")))
    assert named == {"KLAR_PAGE_PASSWORD", "KLAR_PAGE_PASSWORD_FILE"}


# --- mistakes: what is written, and the key that the line names

MISTAKES = [
    # unknown keys and tables
    ("[slakk]", "slakk"),
    ("[klar]\nstor = 'a.db'", "klar.stor"),
    ("[web]\nprot = 1", "web.prot"),
    ("[web]\npassword = 'hunter2hunter2'", "web.password"),
    ("[talk]\nlanguage = 'nb'", "talk.language"),
    ("[channels]\nlonn = '#lonn'", "channels.lonn"),
    ("[hours]\ndigest-until = '12:00'", "hours.digest-until"),
    ("[import]\nstatuses = {}", "import.statuses"),
    ("[readiness]\nweight = 1", "readiness.weight"),
    ("[readiness.weights]\ntask = 1", "readiness.weights.task"),
    ("[readiness.gate_days]\ndesicion = 3", "readiness.gate_days.desicion"),
    ("port = 8080", "port"),
    ('"a b" = 1', '"a b"'),
    # wrong types
    ("klar = 'klar.db'", "klar"),
    ("[[web]]", "web"),
    ("[klar]\nstore = 5", "klar.store"),
    ("[klar]\nname = true", "klar.name"),
    ("[web]\nport = '8080'", "web.port"),
    ("[web]\nport = 8080.0", "web.port"),
    ("[web]\nport = true", "web.port"),
    ("[web]\nhost = ['127.0.0.1']", "web.host"),
    ("[talk]\ndigest_follows = 'yes'", "talk.digest_follows"),
    ("[talk]\ndigest_follows = 1", "talk.digest_follows"),
    ("[hours]\ndigest = 8", "hours.digest"),
    ("[hours]\ndigest = 2027-11-15", "hours.digest"),
    ("[channels]\nproject = {}", "channels.project"),
    ("[import]\nstatus = ['done']", "import.status"),
    ("[readiness]\nmandatory = 'data'", "readiness.mandatory"),
    ("[readiness]\nmandatory = ['data', 7]", "readiness.mandatory[1]"),
    ("[readiness]\nweights = 1", "readiness.weights"),
    ("[readiness.weights]\ntasks = '0.35'", "readiness.weights.tasks"),
    ("[readiness.gate_days]\ndata = 1.5", "readiness.gate_days.data"),
    # impossible values
    ("[klar]\nstore = ''", "klar.store"),
    ("[klar]\nworkspace = ' '", "klar.workspace"),
    ('[klar]\nname = "Ny\\nkommune"', "klar.name"),
    ("[klar]\ntimezone = 'Europe/Olso'", "klar.timezone"),
    ("[klar]\ntimezone = '../etc'", "klar.timezone"),
    ("[klar]\nlanguage = 'no'", "klar.language"),
    ("[klar]\nlog_level = 'INFO'", "klar.log_level"),
    ("[web]\nport = -1", "web.port"),
    ("[web]\nport = 65536", "web.port"),
    ("[web]\nhost = ''", "web.host"),
    ("[web]\nhost = 'http://klar'", "web.host"),
    ("[web]\nhost = '127.0.0.1:80'", "web.host"),
    ("[web]\nhost = '127.0.0.256'", "web.host"),
    ("[talk]\nlisten = 'everything'", "talk.listen"),
    ("[channels]\nproject = 'prosjekt'", "channels.project"),
    ("[channels]\ntraining = '#'", "channels.training"),
    ("[channels]\ntraining = '#to ord'", "channels.training"),
    ("[channels.languages]\ntekn = 'nn'", "channels.languages.tekn"),
    ("[channels.languages]\n'#tekn' = 'nynorsk'", 'channels.languages."#tekn"'),
    ("[hours]\ndigest = '25:00'", "hours.digest"),
    ("[hours]\ndigest = '8'", "hours.digest"),
    ("[hours]\nreminders = 09:00:30", "hours.reminders"),
    ("[hours]\ndigest_until = '07:00'", "hours.digest_until"),
    ("[hours]\nwork_until = '07:00'", "hours.work_until"),
    ("[import.status]\narkivert = 'archived'", "import.status.arkivert"),
    ("[import.status]\n'6 Arkiv' = 6", 'import.status."6 Arkiv"'),
    ("[import.status]\n'' = 'done'", 'import.status.""'),
    ("[readiness]\nmandatory = ['dato']", "readiness.mandatory[0]"),
    ("[readiness]\nmandatory = ['data', 'data']", "readiness.mandatory[1]"),
    ("[readiness]\ngate_days_otherwise = -1", "readiness.gate_days_otherwise"),
    ("[readiness]\nheard_within = 0", "readiness.heard_within"),
    ("[readiness]\nheard_within = 100000000000", "readiness.heard_within"),
    ("[readiness.weights]\ntasks = -1", "readiness.weights.tasks"),
    ("[readiness.weights]\ntasks = nan", "readiness.weights.tasks"),
    ("[readiness.weights]\ntasks = inf", "readiness.weights.tasks"),
    ("[readiness.weights]\ntasks = 0\ntraining = 0\ngates = 0\nrisks = 0", "readiness.weights"),
    ("[readiness.gate_days]\ndata = -1", "readiness.gate_days.data"),
    # not TOML
    ("[web]\nport = ", "web.port: line 2"),
    ("[web]\nport = 80 80\n", "web.port: line 2"),
    ("[web]\nport = 08080", "web.port: line 2"),
    ("[web]\nport = 1\nport = 2", "web.port: line 3"),
    ("[web]\nport = 1\n[web]\nhost = 'a'", "web: line 3"),
    ('[web]\nhost = "127.0.0.1\nport = 1', "web.host: line 2"),
    ("[hours]\ndigest = 08:00", "hours.digest: line 2"),
    ("[web]\nhost", "web.host: line 2"),
    ("[web\nport = 1", "web: line 1"),
    ("[readiness]\nmandatory = [\n'data',", "readiness.mandatory: line 3"),
    ("\n= 3", "line 2"),
]


@pytest.mark.parametrize(("text", "key"), MISTAKES, ids=[key for _, key in MISTAKES])
def test_a_mistake_is_one_line_that_names_the_key(tmp_path: Path, text: str, key: str) -> None:
    result = CliRunner().invoke(klar, ["check", "--config", str(written(tmp_path, text))])
    assert result.exit_code != 0
    assert result.output.startswith(f"klar: config.toml: {key}"), result.output
    assert result.output[len(f"klar: config.toml: {key}")] in ": ", result.output
    assert result.output.count("\n") == 1, result.output
    assert result.output.endswith((".\n",))


def test_a_mistake_ends_the_program_with_one_line_on_standard_error(tmp_path: Path) -> None:
    for text, key in (MISTAKES[3], MISTAKES[17], MISTAKES[35], MISTAKES[-8]):
        said = subprocess.run(
            [sys.executable, "-c", "from bot.cli import main; main()", "check", "--config", written(tmp_path, text)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (said.returncode, said.stdout, said.stderr.count("\n")) == (1, "", 1)
        assert key in said.stderr


def test_each_mistake_has_a_line(tmp_path: Path) -> None:
    path = written(tmp_path, "[web]\nport = '1'\nhosts = 'a'\n[talk]\nlisten = 7")
    with pytest.raises(SettingsError) as caught:
        load(path)
    assert [line.split(":")[1].strip() for line in caught.value.mistakes] == ["web.port", "web.hosts", "talk.listen"]


def test_a_key_that_is_nearly_right_is_suggested() -> None:
    with pytest.raises(SettingsError, match=r"web\.prot: there is no such key; did you mean web\.port\.$"):
        checked({"web": {"prot": 1}}, "x")


def test_the_value_is_not_repeated() -> None:
    for values in ({"web": {"port": PASSWORD}}, {"web": {"password": PASSWORD}}, {"klar": {"timezone": PASSWORD}}):
        with pytest.raises(SettingsError) as caught:
            checked(values, "x")
        assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a = " + b"[" * 5000])
def test_what_is_not_text_or_not_sensible_is_one_line(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SettingsError, match=r"^[^\n]*config\.toml[^\n]+\.$"):
        load(written(tmp_path, content))


def test_a_missing_file_and_a_folder_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^There is no settings file .+none\.toml\.$"):
        load(tmp_path / "none.toml")
    with pytest.raises(SettingsError, match=r"^.+ cannot be read: .+\.$"):
        load(tmp_path)


KEYS = ["klar", "web", "hours", "status", "import", "port", "readiness", "mandatory", "weights", "tasks", "x\ny", ""]
WRITTEN = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text() | st.times(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=8,
)


@settings(deadline=None)  # the first of all compiles the types
@given(st.dictionaries(st.sampled_from(KEYS), WRITTEN))
def test_whatever_is_written_is_settings_or_lines(values: dict[str, Any]) -> None:
    lines: tuple[str, ...] = ()
    try:
        checked(values, "x")
    except SettingsError as error:
        lines = error.mistakes
    assert [line for line in lines if "\n" in line or not line.endswith(".")] == []


# --- what may be written in more than one way


def test_times_may_be_text_or_times(tmp_path: Path) -> None:
    both = [load(written(tmp_path, f"[hours]\ndigest = {time}")) for time in ("07:30:00", '"07:30"', '"07.30"')]
    assert len({one.hours.digest for one in both}) == 1


def test_a_file_from_notepad_is_read(tmp_path: Path) -> None:
    assert load(written(tmp_path, b"\xef\xbb\xbf[web]\r\nport = 1\r\n")).web.port == 1


def test_parts_that_are_not_mentioned_keep_their_default() -> None:
    rules = checked({"readiness": {"weights": {"tasks": 1}, "gate_days": {"data": 30}}}, "x").readiness
    assert rules.weights == {**Settings().readiness.weights, "tasks": 1}
    assert rules.gate_days == {"decision": 90, "rollback": 7, "data": 30}


# --- secrets


@pytest.fixture(autouse=True)
def no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KLAR_PAGE_PASSWORD", raising=False)
    monkeypatch.delenv("KLAR_PAGE_PASSWORD_FILE", raising=False)


def test_a_secret_comes_from_the_environment_or_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert secret("KLAR_PAGE_PASSWORD") is None
    monkeypatch.setenv("KLAR_PAGE_PASSWORD", PASSWORD)
    assert secret("KLAR_PAGE_PASSWORD") == PASSWORD
    file = tmp_path / "password"
    file.write_text("from a file\n", encoding="utf-8")
    monkeypatch.setenv("KLAR_PAGE_PASSWORD_FILE", str(file))
    assert secret("KLAR_PAGE_PASSWORD") == "from a file"


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff"])
def test_a_secret_file_that_is_no_use_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("KLAR_PAGE_PASSWORD_FILE", str(file))
    with pytest.raises(SettingsError, match=r"^KLAR_PAGE_PASSWORD_FILE: the file (is empty|cannot be read)\.$"):
        secret("KLAR_PAGE_PASSWORD")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.3.2.1"])
def test_on_this_machine_alone_the_page_needs_no_password(host: str) -> None:
    assert page_password(Settings(web=Web(host=host))) is None


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "klar.kommune.no"])  # noqa: S104
def test_where_others_can_reach_the_page_it_needs_a_password(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    here = Settings(web=Web(host=host))
    with pytest.raises(SettingsError, match=r"^web\.host: [^\n]+ set KLAR_PAGE_PASSWORD [^\n]+\.$"):
        page_password(here)
    monkeypatch.setenv("KLAR_PAGE_PASSWORD", "short")
    with pytest.raises(SettingsError, match=r"^KLAR_PAGE_PASSWORD: must have at least 12 characters\.$"):
        page_password(here)
    monkeypatch.setenv("KLAR_PAGE_PASSWORD", PASSWORD)
    assert page_password(here) == PASSWORD
