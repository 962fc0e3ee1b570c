"""The way to the provider of identities and back: whoever signs in comes back to the page that they had asked for."""

import re
from contextlib import suppress
from http.cookies import SimpleCookie
from urllib.parse import quote, unquote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from cdmon.database import default_url, open_database
from cdmon.store.errors import StoreError
from cdmon.web.not_let_in import keep_refused

TO, BACK = "/auth/login", "/oauth2callback"
COOKIE = "cdmon_back_to"
MINUTES = 15  # that somebody has to sign in
FAILED = "/?sign-in=failed"
ANSWERED = re.compile(rb"(?:^|&)(?:code|error)=")


class SignIn:
    """Keeps the page from which somebody goes to sign in, in a cookie, and leads back to it."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; the answer to a way to or back from the provider is changed."""
        if scope["type"] != "http" or scope["path"] not in (TO, BACK):
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)

        async def send_changed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"] == TO:
                    remember(asked, headers)
                elif headers.get("location") == "/":
                    lead_back(asked, headers, ANSWERED.search(scope["query_string"]) is not None)
                    if headers["location"] == FAILED:
                        await run_in_threadpool(tell_failed)
            await send(message)

        await self.app(scope, receive, send_changed)


def tell_failed() -> None:
    """Keep in the audit log that a provider's answer was no sign-in; a store that cannot be opened says so on the page that follows."""
    with suppress(StoreError):
        keep_refused(open_database(default_url()), "the provider's answer was refused")


def remember(asked: Headers, headers: MutableHeaders) -> None:
    """Have the browser keep the page of ours that it comes from."""
    page = urlsplit(asked.get("referer", ""))
    if page.netloc == asked.get("host"):
        place = quote(page.path + ("?" + page.query if page.query else ""), safe="")
        headers.append("set-cookie", f"{COOKIE}={place}; Path=/; Max-Age={MINUTES * 60}; HttpOnly; SameSite=Lax")


def lead_back(asked: Headers, headers: MutableHeaders, is_answered: bool) -> None:
    """Send who signed in to the page that the browser kept, and who tried to and did not to the front page, which says so.

    `is_answered` tells an answer to a sign-in from the way back of somebody who signed out.
    """
    kept = SimpleCookie(asked.get("cookie", "")).get(COOKIE)
    place = unquote(kept.value) if kept else "/"
    signed_in = any(each.startswith(f"{USER_COOKIE_NAME}=") and "Max-Age=0" not in each for each in headers.getlist("set-cookie"))
    if is_answered:
        headers["location"] = (place if is_own(place) else "/") if signed_in else FAILED
    headers.append("set-cookie", f"{COOKIE}=; Path=/; Max-Age=0")


def is_own(place: str) -> bool:
    """Tell whether an address is a path of ours, and none that a browser takes for one of another site's."""
    return place.startswith("/") and not place.startswith("//") and "\\" not in place and place.isprintable()
