"""What wraps the server: its middleware, imports made before anybody waits for them, errors in a plain sentence."""

import asyncio
import gc
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route
from streamlit.runtime import Runtime

from cdmon.database import close_all
from cdmon.definitions import load
from cdmon.refusal import Refusal
from cdmon.web import downloads, feeds
from cdmon.web.endpoints import Endpoints
from cdmon.web.escape import plain
from cdmon.web.headers import SecurityHeaders
from cdmon.web.health import health
from cdmon.web.hosts import Hosts
from cdmon.web.logs import kept_quiet, where_it_broke
from cdmon.web.media import Media, keep_owners
from cdmon.web.packed import Packed
from cdmon.web.sign_in import SignIn
from cdmon.web.uploads import UploadLimits, keep_letting_go

SLOW_IMPORTS = (  # which Python and Streamlit would else make while the first visitor waits
    "pandera.pandas",
    "plotly.graph_objects",
    "pyarrow",
    "statsmodels.stats.proportion",
    "cdmon.exports.data",
    "cdmon.exports.due_dates",
    "cdmon.exports.table_file",
    "cdmon.web.charting",
    "cdmon.charts.indicator",
    "cdmon.web.deciding",
    "cdmon.web.example",
    "cdmon.web.naming",
    "cdmon.web.sending",
)

log = logging.getLogger("cdmon")


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Import what is slow before the first visitor comes, and keep the collector from walking through it; at the end close the stores.

    Meanwhile what visitors have left behind is let go.
    """
    with kept_quiet():
        for module in SLOW_IMPORTS:
            import_module(module)
        load()
        downloads.tell_refusals()
        if Runtime.exists():
            keep_owners(Runtime.instance().media_file_mgr)
        gc.collect()
        gc.freeze()
        letting_go = asyncio.create_task(keep_letting_go())
        yield
        letting_go.cancel()
        close_all()


def on_script_error(error: Exception) -> bool:
    """Tell the person, in a sentence with a reference number; where it broke goes to the log under the same number, without any value."""
    if isinstance(error, Refusal):  # of what runs before a page, as a click on a button does
        st.error(plain(str(error)))
        return True
    reference = secrets.token_hex(4).upper()
    log.error("Reference %s: %s", reference, where_it_broke(error), extra={"reference": reference})
    st.error(
        f"Load the page again. If this happens again, tell whoever runs this dashboard the reference **{reference}**.",
        title="Something went wrong",
    )
    return True


routes = [Route("/healthz", health), *feeds.ROUTES]
middleware = [
    Middleware(SecurityHeaders),
    Middleware(Hosts),
    Middleware(Endpoints),
    Middleware(Media),
    Middleware(SignIn),
    Middleware(UploadLimits),
    Middleware(Packed),  # Streamlit itself leaves its scripts uncompressed: 9 MB of them
    Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
]
