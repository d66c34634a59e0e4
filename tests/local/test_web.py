"""The page over HTTP: each route, what is refused and why, and how posts arrive."""

import http.client
import inspect
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from bot.chats.local import web
from bot.chats.local.chat import LocalChat
from tests.local.fake_chat import FakeChat, Served, serving

HELLO = {"id": "m1", "who": "kari", "where": "#prosjekt", "text": "Hei", "thread": None, "slash": False}
PRESS = {"id": "b1", "who": "kari", "post": "p1", "button": "undo", "values": {}}


@pytest.fixture
def served() -> Iterator[Served]:
    with serving(FakeChat()) as served:
        yield served


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(served: Served, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        return Answer(connection.getresponse())
    finally:
        connection.close()


def post(served: Served, path: str, body: object, **headers: str) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return ask(served, path, "POST", raw, **{"Content_Type": "application/json", "Origin": served.url, **headers})


class Stream:
    """A browser's EventSource, in a few lines."""

    def __init__(self, served: Served, who: str = "kari", after: int = 0, **headers: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
        path = f"/api/events?who={who}&after={after}"
        self.connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        self.response = self.connection.getresponse()

    def next(self) -> dict[str, str]:
        """The fields of the next event; a comment is the field ""."""
        fields: dict[str, str] = {}
        while line := self.response.readline().decode():
            if line == "\n":
                return fields
            name, _, value = line.rstrip("\n").partition(":")
            fields[name] = value.strip()
        raise EOFError

    def texts_until_caught_up(self) -> list[str]:
        texts = []
        while (event := self.next()).get("event") != "caught-up":
            if "id" in event:
                texts.append(json.loads(event["data"])["text"])
        return texts

    def __enter__(self) -> "Stream":
        return self

    def __exit__(self, *_: object) -> None:
        self.response.close()
        self.connection.close()


# ——— the page and its files ———


def test_the_page_is_served_with_strict_headers(served: Served) -> None:
    page = ask(served, "/")

    assert page.status == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", sorted(file.name for file in web.PAGE.iterdir()))
def test_each_file_of_the_page_is_served_and_kept_by_its_hash(served: Served, path: str) -> None:
    first = ask(served, f"/page/{path}")
    again = ask(served, f"/page/{path}", If_None_Match=first.headers["ETag"])

    assert first.status == 200
    assert first.body == (web.PAGE / path).read_bytes()
    assert first.headers["Cache-Control"] == "no-cache"
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("path", ["/page/web.py", "/page/..%2fweb.py", "/page/", "/page/../web.py", "/nothing"])
def test_nothing_else_is_a_file(served: Served, path: str) -> None:
    answer = ask(served, path)

    assert answer.status == 404
    assert "Content-Security-Policy" in answer.headers


def test_nothing_in_the_page_comes_from_elsewhere() -> None:
    for file in web.PAGE.iterdir():
        text = file.read_text().replace("http://www.w3.org/2000/svg", "")
        assert "//cdn" not in text
        assert 'src="http' not in text
        assert "innerHTML" not in text
        assert "style=" not in text


def test_start_tells_of_the_municipality_its_people_and_channels(served: Served) -> None:
    start = ask(served, "/api/start").json

    assert start["title"] == "Nye Fjordvik kommune"
    assert start["people"][0] == {"id": "kari", "name": "Kari Nordås", "role": "Prosjektleder", "group": "Prosjektet"}
    assert "#opplæring" in [channel["id"] for channel in start["channels"]]


def test_pictures_come_by_name(served: Served) -> None:
    found = ask(served, "/api/pictures/status.png")

    assert (found.status, found.headers["Content-Type"]) == (200, "image/png")
    assert found.body.startswith(b"\x89PNG")
    assert ask(served, "/api/pictures/other.png").status == 404
    assert ask(served, "/api/pictures/status.html").status == 404
    assert ask(served, "/api/pictures/..%2f..%2fstatus.png").status == 404


# ——— writing and pressing ———


def test_what_is_written_is_stored_before_the_answer(served: Served) -> None:
    assert post(served, "/api/write", HELLO).status == 200
    assert served.chat.written == [HELLO]


def test_a_slash_command_may_be_empty(served: Served) -> None:
    assert post(served, "/api/write", {**HELLO, "text": "", "slash": True, "where": "@klar"}).status == 200


def test_a_press_reaches_the_post(served: Served) -> None:
    served.chat.say("Notert", buttons=[{"id": "undo", "text": "Angre", "style": "plain"}])

    assert post(served, "/api/press", PRESS).status == 200
    assert served.chat.pressed == [PRESS]


@pytest.mark.parametrize(("path", "body"), [("/api/write", HELLO), ("/api/press", PRESS)])
def test_what_is_not_stored_is_said(served: Served, path: str, body: dict[str, Any]) -> None:
    served.chat.stores = False

    answer = post(served, path, body)

    assert (answer.status, answer.json) == (503, {"error": "The disk is full."})


LONG = "å" * (web.LONGEST_TEXT + 1)
BAD = [
    ("/api/write", b"", 400),
    ("/api/write", b"{", 400),
    ("/api/write", b"[]", 400),
    ("/api/write", b"null", 400),
    ("/api/write", b"\xff\xfe", 400),
    ("/api/write", b"[" * 100_000, 400),
    ("/api/write", json.dumps(HELLO)[:-1].encode() + b', "more": ' + b"[" * 100_000, 400),
    ("/api/write", {**HELLO, "extra": 1}, 400),
    ("/api/write", {name: value for name, value in HELLO.items() if name != "id"}, 400),
    ("/api/write", {**HELLO, "id": ""}, 400),
    ("/api/write", {**HELLO, "id": 7}, 400),
    ("/api/write", {**HELLO, "id": "x" * 201}, 400),
    ("/api/write", {**HELLO, "who": "nobody"}, 400),
    ("/api/write", {**HELLO, "where": "#nowhere"}, 400),
    ("/api/write", {**HELLO, "text": " \n "}, 400),
    ("/api/write", {**HELLO, "text": LONG}, 400),
    ("/api/write", {**HELLO, "text": None}, 400),
    ("/api/write", {**HELLO, "slash": "yes"}, 400),
    ("/api/write", {**HELLO, "thread": 3}, 400),
    ("/api/write", b" " * (web.LARGEST_BODY + 1), 413),
    ("/api/press", {**PRESS, "who": "nobody"}, 400),
    ("/api/press", {**PRESS, "values": ["done"]}, 400),
    ("/api/press", {**PRESS, "values": {"percent": 50}}, 400),
    ("/api/press", {**PRESS, "values": {"why": LONG}}, 400),
]


@pytest.mark.parametrize(("path", "body", "status"), BAD)
def test_bad_input_is_met_with_one_sentence(served: Served, path: str, body: object, status: int) -> None:
    answer = post(served, path, body)

    assert answer.status == status
    assert 0 < len(answer.json["error"]) < 200
    assert "\n" not in answer.json["error"]
    assert served.chat.written == []
    assert served.chat.pressed == []


def test_the_longest_text_passes(served: Served) -> None:
    assert post(served, "/api/write", {**HELLO, "text": LONG[1:]}).status == 200


def test_methods_are_minded(served: Served) -> None:
    assert ask(served, "/api/write").status == 405
    assert post(served, "/api/start", {}).status == 405


# ——— who may ask ———


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "[::1]:{port}", "localhost"])
def test_this_machine_is_known_by_its_own_names(served: Served, host: str) -> None:
    assert ask(served, "/", Host=host.format(port=served.port)).status == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", ""])
def test_another_name_that_leads_here_is_turned_away(served: Served, host: str) -> None:
    assert ask(served, "/api/start", Host=host).status == 400


FOREIGN = [
    ({"Origin": "https://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Origin": "http://127.0.0.1"}, 403),
    ({"Origin": "http://127.0.0.1:1"}, 403),
    ({"Sec_Fetch_Site": "cross-site"}, 403),
    ({"Sec_Fetch_Site": "same-site"}, 403),
    ({"Content_Type": "text/plain"}, 415),
    ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
]


@pytest.mark.parametrize(("headers", "status"), FOREIGN)
def test_what_another_site_sends_is_turned_away(served: Served, headers: dict[str, str], status: int) -> None:
    answer = post(served, "/api/write", HELLO, **headers)

    assert answer.status == status
    assert served.chat.written == []


def test_a_post_that_does_not_say_where_it_is_from_is_turned_away(served: Served) -> None:
    answer = ask(served, "/api/write", "POST", json.dumps(HELLO).encode(), Content_Type="application/json")

    assert answer.status == 403


def test_another_site_cannot_read_along(served: Served) -> None:
    assert ask(served, "/api/events?who=kari", Sec_Fetch_Site="cross-site").status == 403
    assert ask(served, "/api/start", Sec_Fetch_Site="same-site").status == 403
    assert ask(served, "/", Sec_Fetch_Site="cross-site").status == 200  # a link that somebody follows


# ——— posts as they come ———


def test_old_posts_come_first_and_new_ones_by_themselves(served: Served) -> None:
    served.chat.say("en")
    served.chat.say("to")

    with Stream(served) as stream:
        assert stream.response.headers["Content-Type"].startswith("text/event-stream")
        assert stream.texts_until_caught_up() == ["en", "to"]
        served.chat.say("tre")
        event = stream.next()

    assert event["id"] == "3"
    assert json.loads(event["data"])["text"] == "tre"


def test_a_line_break_in_a_post_does_not_break_the_stream(served: Served) -> None:
    served.chat.say("en\r\n\r\ndata: to\u2028tre")

    with Stream(served) as stream:
        assert stream.texts_until_caught_up() == ["en\r\n\r\ndata: to\u2028tre"]


def test_a_browser_that_comes_back_gets_what_it_missed(served: Served) -> None:
    for text in ("en", "to", "tre"):
        served.chat.say(text)

    with Stream(served, Last_Event_ID="2") as stream:
        assert stream.texts_until_caught_up() == ["tre"]
    with Stream(served, after=1) as stream:
        assert stream.texts_until_caught_up() == ["to", "tre"]
    with Stream(served, after=1, Last_Event_ID="3") as stream:
        assert stream.texts_until_caught_up() == []


def test_an_edit_comes_as_the_same_post(served: Served) -> None:
    served.chat.say("Notert", buttons=[{"id": "undo", "text": "Angre", "style": "plain"}])

    with Stream(served) as stream:
        assert stream.texts_until_caught_up() == ["Notert"]
        post(served, "/api/press", PRESS)
        edited = json.loads(stream.next()["data"])

    assert (edited["post"], edited["edited"], edited["seq"]) == ("p1", True, 2)


def test_one_does_not_see_what_is_for_another(served: Served) -> None:
    served.chat.say("bare Ola", only="ola")
    served.chat.say("til Kari", where="@klar", to="kari")

    with Stream(served, "kari") as stream:
        assert stream.texts_until_caught_up() == ["til Kari"]
        served.chat.say("mer til Ola", where="@klar", to="ola")
        assert stream.next() == {"": "still here"}
        served.chat.say("til alle")
        assert json.loads(stream.next()["data"])["text"] == "til alle"


def test_a_quiet_stream_has_a_heartbeat(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "HEARTBEAT", 0.05)

    with Stream(served) as stream:
        stream.texts_until_caught_up()
        assert stream.next() == {"": "still here"}
        assert stream.next() == {"": "still here"}


def test_each_run_has_a_name_of_its_own(served: Served) -> None:
    def run(at: Served) -> str:
        with Stream(at) as stream:
            return stream.next()["data"]

    with serving(FakeChat()) as another:
        assert run(served) == run(served) != run(another)


@pytest.mark.parametrize(
    "query", ["", "?who=", "?who=nobody", "?who=kari&after=-1", "?who=kari&after=x", "?who=kari&after=" + "9" * 99]
)
def test_a_stream_for_nobody_is_refused(served: Served, query: str) -> None:
    assert ask(served, f"/api/events{query}").status == 400


def test_open_streams_do_not_hold_up_the_end(served: Served) -> None:
    with Stream(served) as stream, Stream(served, "ola"):
        stream.texts_until_caught_up()
        stopping = threading.Thread(target=served.stop)
        stopping.start()
        stopping.join(10)

        assert not stopping.is_alive()
        with pytest.raises((EOFError, http.client.IncompleteRead)):
            stream.next()


@pytest.mark.parametrize("name", ["people", "channels", "write", "press", "events", "changed", "picture"])
def test_the_stand_in_is_asked_as_the_real_chat_is(name: str) -> None:
    real, fake = getattr(LocalChat, name), getattr(FakeChat, name)

    def shape(method: Any) -> list[tuple[str, Any]]:
        return [(each.name, each.kind) for each in inspect.signature(method).parameters.values()]

    assert shape(fake) == shape(real)
    assert inspect.iscoroutinefunction(fake) == inspect.iscoroutinefunction(real)
