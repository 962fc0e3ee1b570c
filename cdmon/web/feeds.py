"""Feeds: the tidy tables and the calendar of due dates at stable addresses, for other programs that have a token; only to read.

A table is what the export of the same name is, small numbers hidden. docs/feeds.md says how to read one with what a council has.
"""

import hashlib
import logging
import secrets
from base64 import b64decode
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cdmon.audit_lines import keep_taken
from cdmon.clock import past_day, today
from cdmon.database import Database, default_url, open_database
from cdmon.definitions import load
from cdmon.exports.due_dates import calendar
from cdmon.exports.safe_csv import safe_csv
from cdmon.exports.tidy import Filters, dictionary, export_of, filters_of, tidy
from cdmon.made_once import MadeOnce
from cdmon.person import Person
from cdmon.refusal import Refusal
from cdmon.tables.known import Known, programme_of
from cdmon.tables.tokens import token_of
from cdmon.web.logs import where_it_broke
from cdmon.web.not_let_in import keep_refused
from cdmon.web.turns import Turns
from cdmon.wording import Row

PREFIX = "/api/v1"
READER = "viewer"  # the role that every token has
LARGEST_PAGE = 50_000  # rows
OF_PAGES = ("page", "size")
NOT_OPEN = "Give a token that is in use, as the password or as “Authorization: Bearer TOKEN”. Whoever runs this dashboard makes one."
SIGN_IN = {"WWW-Authenticate": 'Bearer realm="cdmon", Basic realm="cdmon", charset="UTF-8"'}

log = logging.getLogger("cdmon")
_tables = MadeOnce(30)
_wrong = Turns(20, 60)  # tokens that are none, by address
_asked = Turns(120, 60)  # requests, by token

Make = Callable[[Request, Database, Row], Response]
Endpoint = Callable[[Request], Response]


def feed(kind: str, make: Make) -> Endpoint:
    """Return an endpoint that answers with what `make` makes, for who has a token of a kind; else it says in JSON why not."""

    def endpoint(request: Request) -> Response:
        try:
            response = answer(request, kind, make)
        except Refusal as refusal:
            response = said(400, str(refusal))
        except Exception as error:
            reference = secrets.token_hex(4).upper()
            log.error("Reference %s: %s", reference, where_it_broke(error), extra={"reference": reference})
            response = said(500, f"Something went wrong. Tell whoever runs this dashboard the reference {reference}.")
        response.headers.update({"Cache-Control": "private, no-cache", "Vary": "Authorization"})
        return bare(response) if request.method == "HEAD" else response

    return endpoint


def answer(request: Request, kind: str, make: Make) -> Response:
    """Answer a request: 401 without a token of this kind, 429 where there are too many, 304 where nothing has changed."""
    database = open_database(default_url())
    version = (database.url, database.data_version())
    with database.cursor() as cursor:
        token = token_of(Known(cursor, version=version), given(request, kind))
    if token is None or token["kind"] != kind:
        seconds = _wrong.wait(request.client.host if request.client else "")
        if given(request, kind) and not seconds:
            keep_refused(database, "a token that opens nothing")
        return too_many(seconds) if seconds else said(401, NOT_OPEN, SIGN_IN)
    seconds = _asked.wait(token["act_id"])
    if seconds:
        return too_many(seconds)
    database = database.as_asked_by(Person(token["holder"], READER))
    tag = f'W/"{database.data_version()}-{today()}-{token["neighbourhood"]}-{fingerprint()}"'
    if tag in [each.strip() for each in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers={"ETag": tag})
    response = make(request, database, token)
    if response.status_code == 200:
        response.headers["ETag"] = tag
    return response


def given(request: Request, kind: str) -> str:
    """Return the token of a request: after Bearer, as the password of Basic or, of a calendar alone, in the address; "" for none."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() == "basic":
        try:
            return b64decode(value, validate=True).decode().partition(":")[2]
        except ValueError:
            return ""
    return request.query_params.get("token", "") if kind == "calendar" else ""


@cache
def fingerprint() -> str:
    """Return what changes with the definitions, as after an update of cdmon."""
    return hashlib.sha256(repr(load()).encode()).hexdigest()[:12]


def table(request: Request, database: Database, token: Row) -> Response:
    """Answer with a table as CSV: all of it or, where a size is asked for, a page, with the way to the others (Link)."""
    name = request.path_params["name"]
    if name not in load().exports:
        return said(404, f"There is no table “{name[:40]}”. {PREFIX}/index.json lists them.")
    asked = dict(request.query_params)
    known_ones = [*filters_of(export_of(name)), "as_at", *OF_PAGES]
    if unknown := [key for key in asked if key not in known_ones]:
        raise Refusal(f"There is no filter “{unknown[0][:40]}”. There are: {', '.join(known_ones)}.")
    rows = found(database, name, narrowed_to(asked, token), asked.get("as_at"))
    size = whole(asked, "size", LARGEST_PAGE) if "size" in asked else max(len(rows), 1)
    page, pages = whole(asked, "page"), max(-(-len(rows) // size), 1)
    headers = {"X-Total-Count": str(len(rows))} | ({"Link": links(request, page, pages)} if "size" in asked else {})
    part = rows.iloc[(page - 1) * size : page * size]
    keep_taken(database, "feed", f"{name}.csv, token {token['act_id'][:8]}", token["neighbourhood"])
    return Response(safe_csv(part), media_type="text/csv; charset=utf-8", headers=headers)


def narrowed_to(asked: Mapping[str, str], token: Row) -> Filters:
    """Return the filters of a request; a token of one neighbourhood opens no other. Refusal for a filter that is none."""
    place = asked.get("neighbourhood") or None
    if token["neighbourhood"]:
        if place not in (None, token["neighbourhood"]):
            raise Refusal(f"This token opens {token['neighbourhood']} alone.")
        place = token["neighbourhood"]
    numbers = {name: whole(asked, name) for name in ("stage", "factor") if name in asked}
    return Filters(place, asked.get("wave") or None, numbers.get("stage"), numbers.get("factor"), asked.get("period") or None)


def whole(asked: Mapping[str, str], name: str, most: int = 1_000_000_000) -> int:
    """Return what is asked as a whole number from 1, which it is where nothing is asked; Refusal for another text."""
    text = asked.get(name, "1")
    if not (text.isascii() and text.isdecimal() and len(text) < 11 and 1 <= int(text) <= most):
        raise Refusal(f"Give {name} as a whole number from 1 to {most:,}.")
    return int(text)


def found(database: Database, name: str, filters: Filters, as_at: str | None) -> pd.DataFrame:
    """Return a table, made once for each state of the store, so that its pages cost nothing more."""
    version = (database.url, database.data_version())
    day = past_day(as_at) if as_at else None

    def make() -> pd.DataFrame:
        with database.cursor() as cursor:
            return tidy(Known.in_view(cursor, day, version=version), name, filters)[0]

    rows: pd.DataFrame = _tables.get((version, today(), name, filters, day), make)
    return rows


def links(request: Request, page: int, pages: int) -> str:
    """Return where the first, previous, next and last page are, as RFC 8288 has it; by their path, whatever name the server has."""
    there = {"first": 1, "prev": page - 1, "next": page + 1, "last": pages}
    told = {rel: number for rel, number in there.items() if 1 <= number <= pages}
    return ", ".join(f'<{at(request, number)}>; rel="{rel}"' for rel, number in told.items())


def at(request: Request, page: int) -> str:
    """Return the path and query of another page of what is asked."""
    return f"{request.url.path}?{request.url.include_query_params(page=page).query}"


def index(request: Request, database: Database, token: Row) -> Response:
    """Answer with what there is: each table's address, filters and columns with what they mean."""
    version = (database.url, database.data_version())
    with database.cursor() as cursor:
        programme = programme_of(Known.in_view(cursor, version=version))
    tables = [
        {
            "name": name,
            "title": each.title,
            "address": f"{request.url.path.removesuffix('/index.json')}/{name}.csv",
            "one_row": each.one_row,
            "filters": [*filters_of(each), "as_at", *OF_PAGES],
            "columns": dictionary(each).to_dict("records"),
        }
        for name, each in load().exports.items()
    ]
    about: dict[str, Any] = {"programme": programme.name, "invented": programme.invented, "figures_as_at": f"{programme.today}"}
    about |= {"data_version": database.data_version(), "neighbourhood": token["neighbourhood"] or "all"}
    shorthand = {code: option.title for code, option in load().shorthand.items()}
    return JSONResponse(about | {"shorthand": shorthand, "tables": tables})


def due(_request: Request, database: Database, token: Row) -> Response:
    """Answer with the calendar of due dates, of the token's neighbourhood or of all."""
    return Response(calendar(database, token["neighbourhood"] or None), media_type="text/calendar; charset=utf-8")


def nothing(request: Request, _database: Database, _token: Row) -> Response:
    """Say that there is nothing at an address."""
    return said(404, f"There is nothing at this address. {PREFIX}/index.json lists what there is.")


def said(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a sentence as JSON."""
    return JSONResponse({"error": sentence}, status, dict(headers or {}))


def too_many(seconds: float) -> Response:
    """Say that there were too many requests, and when the next may come."""
    after = int(seconds) + 1
    return said(429, f"Too many requests. Try again in {after} seconds.", {"Retry-After": str(after)})


def bare(response: Response) -> Response:
    """Return the answer to HEAD: what stands above the content, without it."""
    return Response(status_code=response.status_code, headers=dict(response.headers))


ROUTES = [
    Route(f"{PREFIX}/index.json", feed("tables", index)),
    Route(f"{PREFIX}/due.ics", feed("calendar", due)),
    Route(f"{PREFIX}/{{name}}.csv", feed("tables", table)),
    Route(f"{PREFIX}/{{rest:path}}", feed("tables", nothing)),
]
