"""Under which names the dashboard answers, and to whose pages.

A page elsewhere whose name is made to lead here (DNS rebinding) would else read through a visitor's browser whatever the visitor may see.
"""

import os
import re

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOCAL = ("localhost", "127.0.0.1", "[::1]")  # always, and with any port: health checks on the machine itself come so
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[\w.-]+?)\.?(?::\d{1,5})?", re.ASCII)
OTHER_NAME = "This dashboard does not answer under this name. Whoever runs it can add the name to CDMON_HOSTS."
OTHER_PAGE = "This dashboard answers its own pages only. A proxy in front of it must pass on the Host header as it came."


def allowed_hosts() -> frozenset[str]:
    """Return the names that the dashboard answers under: those of this machine, and those of `CDMON_HOSTS`, parted by commas."""
    return frozenset(LOCAL) | {name.strip().lower() for name in os.environ.get("CDMON_HOSTS", "").split(",") if name.strip()}


class Hosts:
    """Refuses what was sent to another name, or by another site's page, be it a request or the handshake of a websocket."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app
        self.allowed = allowed_hosts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say why not."""
        wrong = refusal(Headers(scope=scope), self.allowed) if scope["type"] in ("http", "websocket") else ""
        await (PlainTextResponse(wrong, 403) if wrong else self.app)(scope, receive, send)


def refusal(headers: Headers, allowed: frozenset[str]) -> str:
    """Return why a request with these headers is refused; "" where it is not.

    No `Origin` is fine: a browser sends one with every handshake and with every request that another site's page could make and read.
    """
    hosts = headers.getlist("host")
    host = HOST.fullmatch(hosts[0].lower()) if len(hosts) == 1 else None
    if host is None or host[1] not in allowed:
        return OTHER_NAME
    own = {f"{scheme}://{host[0]}" for scheme in ("http", "https")}  # a proxy may have taken TLS off
    return "" if own.issuperset(origin.lower() for origin in headers.getlist("origin")) else OTHER_PAGE
