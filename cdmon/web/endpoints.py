"""Which of Streamlit's own endpoints answer: those that its page needs, and nothing that tells of the server or its visitors."""

import hmac
import os
import re

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

OWN = "/_stcore/"
NEEDED = re.compile(r"/_stcore/(health|host-config|stream|upload_file/.*|bidi-components/.*)$")
METRICS = "/_stcore/metrics"


class Endpoints:
    """Closes what nobody needs. The metrics open to who knows `CDMON_METRICS_TOKEN`, where it is set: `Authorization: Bearer TOKEN`."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app
        self.token = os.environ.get("CDMON_METRICS_TOKEN", "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it is to an endpoint that is closed."""
        path = scope.get("path", "")
        closed = scope["type"] == "http" and OWN in path and not NEEDED.search(path) and not self.may_measure(path, Headers(scope=scope))
        await (PlainTextResponse("Not found", 404) if closed else self.app)(scope, receive, send)

    def may_measure(self, path: str, headers: Headers) -> bool:
        """Tell whether a request is one for the metrics by who may have them."""
        given, wanted = headers.get("authorization", "").encode(), f"Bearer {self.token}".encode()
        return bool(self.token) and path.endswith(METRICS) and hmac.compare_digest(given, wanted)
