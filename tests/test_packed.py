"""Streamlit's own files: compressed once, kept, and announced, and otherwise as Streamlit answers; its page with our style."""

import asyncio
import base64
import gzip
import hashlib
import re
from urllib.request import Request, urlopen

import pytest

from cdmon.web.packed import Packed, announcing, chunks
from tests.serving import serving


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("empty") / "store.duckdb") as address:
        yield address


def get(url, **headers):
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"} | headers)) as response:  # noqa: S310 (our own address)
        return response.status, response.headers, response.read()


async def answers(asked, app):
    """What the middleware answers to requests, one after the other, as (status, headers, body)."""
    wrapped, found = Packed(app), []
    for path, headers, method in asked:
        told = []

        async def send(message, told=told):
            told.append(message)

        await wrapped({"type": "http", "method": method, "path": path, "headers": headers}, None, send)
        found.append((told[0]["status"], dict(told[0]["headers"]), b"".join(each["body"] for each in told[1:])))
    return found


def counted(status=200, kind=b"text/javascript"):
    """An application that answers with how often it was asked, in two parts."""
    times = []

    async def app(scope, receive, send):
        times.append(scope["headers"])
        headers = [(b"content-type", kind), (b"etag", b"1"), (b"content-length", b"99"), (b"cache-control", b"immutable")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"asked ", "more_body": True})
        await send({"type": "http.response.body", "body": str(len(times)).encode()})

    return app


GZIP = [(b"accept-encoding", b"gzip, br"), (b"if-none-match", b"1")]


def test_a_script_is_asked_for_once_and_comes_compressed_from_then_on():
    first, second = asyncio.run(answers([("/static/js/a.js", GZIP, "GET")] * 2, counted()))
    assert first == second
    status, headers, body = first
    assert status == 200 and gzip.decompress(body) == b"asked 1"
    assert headers == {
        b"content-type": b"text/javascript",
        b"cache-control": b"immutable",
        b"content-encoding": b"gzip",
        b"vary": b"Accept-Encoding",
        b"content-length": str(len(body)).encode(),
    }


@pytest.mark.parametrize(
    ("path", "headers", "method"),
    [
        ("/static/js/a.js", [], "GET"),
        ("/static/js/a.js", GZIP, "HEAD"),
        ("/static/media/font.woff2", GZIP, "GET"),
        ("/_stcore/health", GZIP, "GET"),
        ("/media/a.csv", GZIP, "GET"),
        ("/kpis/", GZIP, "GET"),
    ],
)
def test_all_else_is_passed_on_as_it_is(path, headers, method):
    told = asyncio.run(answers([(path, headers, method)] * 2, counted()))
    assert [body for *_, body in told] == [b"asked 1", b"asked 2"]
    assert all(b"content-encoding" not in headers for _, headers, _ in told)


def test_an_answer_that_is_none_is_not_kept():
    told = asyncio.run(answers([("/static/js/a.js", GZIP, "GET")] * 2, counted(404)))
    assert [(status, body) for status, _, body in told] == [(404, b"asked 1"), (404, b"asked 2")]


def test_the_page_announces_what_tables_are_drawn_with_and_no_script_twice():
    html, purify = (next(name for name in chunks("Html") if name.startswith(begins)) for begins in ("Html.", "purify."))
    page = announcing(f'<head><link href="./static/js/{purify}"></head>')
    assert page.count(html) == page.count(purify) == 1


def test_the_page_bears_our_style_between_its_own_and_that_of_what_is_drawn(address):
    for encoding, opened in (("gzip", gzip.decompress), ("identity", bytes)):
        _, headers, body = get(f"{address}/kpis", **{"Accept-Encoding": encoding})
        page = opened(body).decode()
        assert int(headers["Content-Length"]) == len(body)
        assert page.index("</head>") < page.index(".cd-table") < page.index('id="root"')
        assert "--better: #00508c" in page


def test_every_page_is_one_and_all_that_it_announces_is_there(address):
    pages = {gzip.decompress(get(f"{address}/{code}")[2]) for code in ("", "kpis", "neighbourhood?neighbourhood=N01")}
    (page,) = pages
    scripts = re.findall(r'href="\./(static/js/[^"]+)"', page.decode())
    assert len([name for name in scripts if name.startswith("static/js/Html.")]) == 1
    for name in scripts:
        status, headers, body = get(f"{address}/{name}")
        assert status == 200 and "javascript" in headers["Content-Type"] and "immutable" in headers["Cache-Control"]
        assert gzip.decompress(body)


def test_the_page_that_streamlit_gives_for_a_file_that_is_not_there_is_not_kept_for_one():
    told = asyncio.run(answers([("/static/js/nothing.js", GZIP, "GET")] * 2, counted(kind=b"text/html")))
    assert [body for *_, body in told] == [b"asked 1", b"asked 2"]


def test_the_page_says_that_its_server_is_in_the_folder_of_the_page_and_may_say_so(address):
    _, headers, body = get(f"{address}/kpis")
    script = re.search(r"<script>(window\.__streamlit = .*?)</script>", gzip.decompress(body).decode())[1]
    assert 'new URL("./", window.location.href)' in script
    assert f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" in headers["Content-Security-Policy"]


def test_of_who_has_gone_before_the_answer_nothing_is_kept():
    async def silent(scope, receive, send):
        pass

    packed, sent = Packed(silent), []
    asyncio.run(packed({"type": "http", "method": "GET", "path": "/kpis", "headers": []}, None, sent.append))
    assert (sent, packed.kept) == ([], {})
