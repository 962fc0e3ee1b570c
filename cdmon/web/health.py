"""Whether the dashboard can do its work: for proxies and whoever watches over the server."""

import duckdb
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from cdmon.database import default_url, open_database
from cdmon.store.errors import StoreError
from cdmon.store.schema import schema_version


def health(_request: Request) -> PlainTextResponse:
    """Answer 200 with the version of the store's schema, or 503 while the store cannot be read; nothing else is told."""
    try:
        with open_database(default_url()).cursor() as cursor:
            told, status = f"ok, schema {schema_version(cursor)}", 200
    except (StoreError, duckdb.Error):
        told, status = "store away", 503
    return PlainTextResponse(told, status, {"Cache-Control": "no-store"})
