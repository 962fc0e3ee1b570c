"""Streamlit's own files, compressed once and kept; its page bears our style, and announces what every page of ours draws with.

So the style is there before anything is drawn, and no click sends it again. Streamlit's own way to find its server is to try the address of
the page, and the folder above it a tenth of a second later: the page says which it is.
"""

import gzip
import re
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cdmon.charts.symbols import IN_STYLE

STYLE = Path(__file__).with_name("style.css")
SCRIPTS = Path(st.__file__).parent / "static" / "static" / "js"
KEPT = re.compile(
    r"/static/.+\.(js|css)|/[\w-]*"
)  # its scripts and styles; and every address of a page, at which it answers with its one page
DRAWN_WITH = "Html"  # this alone: to announce what widgets need as well makes the page wait for it (measured)
SERVER = '<script>window.__streamlit = { BACKEND_BASE_URL: new URL("./", window.location.href).href };</script>'
CONDITIONS = ("accept-encoding", "if-none-match", "if-modified-since", "range")  # of an answer that is not plain and whole
OF_WHOLE = ("etag", "last-modified", "content-length", "accept-ranges")  # headers of the answer as Streamlit gave it

BACK = "/oauth2callback"  # whoever signed in comes back so: no page, though it looks like one


class Packed:
    """Answers for the page and its files from memory, as Streamlit answered the first time."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app
        self.kept: dict[tuple[str, bool], list[Message]] = {}  # by name, and whether it is compressed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory where that can be, else pass the request on."""
        name = name_of(scope)
        if name is None:
            await self.app(scope, receive, send)
            return
        kept_as = (name, takes_gzip(scope))
        answer = self.kept.get(kept_as)
        if answer is None:
            answer = await self.ask(scope, receive)
            is_given = bool(answer) and answer[0]["status"] == 200  # whoever has gone meanwhile gets no answer
            if is_given and is_page(answer) == (name == ""):  # for a file that is not there Streamlit gives its page
                answer = self.kept[kept_as] = await run_in_threadpool(as_sent, answer, takes_gzip(scope))
        for message in answer:
            await send(dict(message))

    async def ask(self, scope: Scope, receive: Receive) -> list[Message]:
        """Return the whole answer to a request."""
        answer: list[Message] = []

        async def take(message: Message) -> None:
            answer.append(message)

        left = [(name, value) for name, value in scope["headers"] if name.decode() not in CONDITIONS]
        await self.app(dict(scope) | {"headers": left}, receive, take)
        return answer


def name_of(scope: Scope) -> str | None:
    """Return under which name the answer to a request is kept: a file's path, "" for the page; None where it is passed on."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    path = str(scope["path"])
    if KEPT.fullmatch(path) is None or path == BACK:
        return None
    if path.startswith("/static/"):
        return path if takes_gzip(scope) else None
    return ""


def takes_gzip(scope: Scope) -> bool:
    """Tell whether who asks takes a compressed answer; a proxy in between may not."""
    return "gzip" in Headers(scope=scope).get("accept-encoding", "")


def as_sent(answer: list[Message], is_packed: bool) -> list[Message]:
    """Return an answer as it is kept: whole, compressed where it `is_packed`; the page with our style and the scripts that it announces."""
    start, body = dict(answer[0]), b"".join(message.get("body", b"") for message in answer[1:])
    headers = MutableHeaders(raw=list(start["headers"]))
    if is_page(answer):
        body = styled(located(announcing(body.decode("utf-8")))).encode("utf-8")
    for name in OF_WHOLE:
        del headers[name]
    if is_packed:
        body = gzip.compress(body)
        headers["content-encoding"] = "gzip"
    headers.update({"vary": "Accept-Encoding", "content-length": str(len(body))})
    return [start | {"headers": headers.raw}, {"type": "http.response.body", "body": body}]


def is_page(answer: list[Message]) -> bool:
    """Tell whether an answer is HTML."""
    return Headers(raw=answer[0]["headers"]).get("content-type", "").startswith("text/html")


def announcing(page: str) -> str:
    """Return the page with links to the script that tables are drawn with, and to those which that imports, as far as it has none yet."""
    links = (f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in chunks(DRAWN_WITH) if name not in page)
    return page.replace("</head>", f"{''.join(links)}</head>")


def located(page: str) -> str:
    """Return the page with where its server is, said before any script of Streamlit's runs."""
    return page.replace("</head>", f"{SERVER}</head>")


def styled(page: str) -> str:
    """Return the page with the style of all our pages: after Streamlit's own, which stands in its head, before that of a single one."""
    return page.replace('<div id="root">', f'<style>{IN_STYLE}{STYLE.read_text(encoding="utf-8")}</style><div id="root">')


def chunks(name: str) -> list[str]:
    """Return the files of a script of Streamlit's and of all that it imports."""
    waiting, found = [path.name for path in SCRIPTS.glob(f"{name}.*.js")], list[str]()
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.append(file)
            waiting += re.findall(r"""(?:from|import)\s?["`]\./([^"`]+\.js)["`]""", (SCRIPTS / file).read_text(encoding="utf-8"))
    return found
