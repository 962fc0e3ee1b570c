"""Files that pages offer: each only for the browser whose session was offered it, and only while that session lasts.

Streamlit serves `/media/NUMBER` to whoever knows the number, which follows from the content, and for some time after the session is over.
"""

import hmac
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from weakref import WeakKeyDictionary

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

PLACE = re.compile(r"(?<!/static)/media/(.*)")  # the fonts of Streamlit lie in /static/media
GONE = "This file is not here any more. Go back to the page that offered it, and press its button again."

_offered: WeakKeyDictionary[AppSession, set[str]] = WeakKeyDictionary()  # the numbers of the files of each session


class Media:
    """Gives a file to the browser it was offered to, and to no other."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it asks for a file that is not its browser's."""
        found = PLACE.search(scope["path"]) if scope["type"] == "http" else None
        if found is None:
            await self.app(scope, receive, send)
            return

        async def send_unkept(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Cache-Control"] = "private, no-store"
            await send(message)

        given = is_offered(PurePath(found[1]).stem, browser(Request(scope).cookies))
        await (self.app if given else PlainTextResponse(GONE, 404))(scope, receive, send_unkept)


def keep_owners(manager: MediaFileManager) -> None:
    """Have Streamlit's keeper of files note whose session each is offered to; a button that makes its file when it is pressed, too."""
    add, execute = manager.add, manager.execute_deferred

    def add_for_owner(*given: Any, **named: Any) -> str:
        context = get_script_run_ctx()
        return offer(add(*given, **named), context.session_id if context else "")

    def execute_for_owner(file_id: str) -> str:
        entry = manager._deferred_callables.get(file_id)
        return offer(execute(file_id), entry["session_id"] if entry else "")

    manager.add, manager.execute_deferred = add_for_owner, execute_for_owner  # type: ignore[method-assign]


def offer(url: str, session_id: str) -> str:
    """Note that the file of this address is a session's, and return the address."""
    info = Runtime.instance()._session_mgr.get_session_info(session_id)
    if info is not None:
        _offered.setdefault(info.session, set()).add(PurePath(url).stem)
    return url


def is_offered(number: str, asking: bytes) -> bool:
    """Tell whether a file is offered, now, to a session of the browser that asks."""
    sessions = Runtime.instance()._session_mgr.list_active_sessions() if asking and Runtime.exists() else []
    own = (each for each in sessions if number in _offered.get(each.session, ()))
    contexts = (each.client.client_context for each in own)
    return any(hmac.compare_digest(asking, browser(context.cookies)) for context in contexts if context)


def browser(cookies: Mapping[str, str]) -> bytes:
    """Return by what a browser is known again: the random token that Streamlit gives each, and asks back with everything it sends."""
    return decode_xsrf_token_string(cookies.get(XSRF_COOKIE_NAME, ""))[0] or b""
