"""The feeds: tables and a calendar for other programs, for who has a token, as pages and exports have them."""

import json
import logging
from base64 import b64encode
from datetime import date, timedelta
from io import StringIO

import pandas as pd
import pytest
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cdmon.acts.token import end_token, make_token
from cdmon.clock import today
from cdmon.definitions import load
from cdmon.exports.due_dates import calendar
from cdmon.exports.table_file import table_file
from cdmon.exports.tidy import Filters
from cdmon.tables.audit_log import audit_log
from cdmon.tables.known import Known
from cdmon.tables.tokens import tokens
from cdmon.web import feeds, not_let_in
from cdmon.web.turns import Turns
from tests.conftest import send
from tests.workbooks import engagement_workbook, evidence_workbook, groups_workbook, programme_workbook, survey_workbook, yes_of

NAMES = ("kpis", "factors", "milestones", "effects", "matters", "board")
FORMULA = "=1+1"


def fill(database):
    """A programme of N01 and N02; in N01 a survey of 367 of whom 3 are active, which is hidden, and in N02 one of 300 of whom 36 are."""
    send(database, programme_workbook(name="Test programme"))
    send(database, survey_workbook("2024", date(2024, 10, 20), yes_of(367, 3)))
    send(database, survey_workbook("2024", date(2024, 10, 20), yes_of(300, 36), neighbourhood="N02"))
    for place in ("N01", "N02"):
        send(database, groups_workbook("2024-11", [{"name": "Choir"}], place))
        send(
            database,
            engagement_workbook(
                "2024-11", [{"kind": "issue raised", "thread": "Damp", "what": "Damp homes", "date": date(2024, 11, 5)}], place
            ),
        )
    send(
        database,
        evidence_workbook(
            "2024-11", [{"what": "It is louder", "effect": "detrimental", "intended": "unintended", "date": date(2024, 11, 5)}]
        ),
    )
    database.write(lambda cursor: cursor.execute("UPDATE evidence SET what = ?", [FORMULA]))


@pytest.fixture
def store(copy_of, monkeypatch):
    """A copy of the store that is filled so, which the feeds read."""
    opened = copy_of(fill)
    monkeypatch.setenv("CDMON_DATABASE", opened.url)
    monkeypatch.setattr(feeds, "_wrong", Turns(20, 60))
    monkeypatch.setattr(feeds, "_asked", Turns(1000, 60))
    return opened


@pytest.fixture
def client():
    return TestClient(Starlette(routes=feeds.ROUTES), raise_server_exceptions=False)


def token(database, kind="tables", neighbourhood=""):
    return make_token(database, kind, "a test", today() + timedelta(days=1), "somebody", "a test", neighbourhood)


def bearer(given):
    return {"Authorization": f"Bearer {given}"}


def read(response):
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    return pd.read_csv(StringIO(response.text), keep_default_na=False, dtype=str)


def exported(database, name, filters=None):
    return table_file(database, name, ".csv", filters)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_what_the_export_of_its_name_is(store, client, name):
    got = client.get(f"/api/v1/{name}.csv", headers=bearer(token(store)))
    assert got.content == exported(store, name) and len(read(got)) > 0


def test_each_read_leaves_a_line_and_what_has_not_changed_none(store, client, monkeypatch):
    monkeypatch.setattr(not_let_in, "_turns", Turns(1, 3600))
    key = bearer(token(store, neighbourhood="N01"))
    got = client.get("/api/v1/kpis.csv", headers=key)
    again = client.get("/api/v1/kpis.csv", headers=key | {"If-None-Match": got.headers["ETag"]})
    calendar_of = client.get(f"/api/v1/due.ics?token={token(store, 'calendar')}")
    for _ in range(3):
        client.get("/api/v1/kpis.csv", headers=bearer("cdmon_nothing"))
    with store.cursor() as cursor:
        lines = audit_log(cursor)[["done_by", "what", "subject", "neighbourhood"]].iloc[::-1].to_numpy().tolist()
    token_id = tokens_of(store)[1]["act_id"][:8]  # the newest stands first
    assert (again.status_code, calendar_of.status_code) == (304, 200)
    assert [line for line in lines if line[1] not in ("sent", "token")] == [
        ["a test", "feed", f"kpis.csv, token {token_id}", "N01"],
        ["a test", "calendar", "", ""],
        ["", "sign-in failed", "a token that opens nothing", ""],  # of the next there is no turn, so that no stranger can fill the log
    ]


def tokens_of(database):
    with database.cursor() as cursor:
        return tokens(Known(cursor)).to_dict("records")


@pytest.mark.parametrize("name", NAMES)
def test_every_page_together_is_the_whole(store, client, name):
    key = bearer(token(store))
    whole = client.get(f"/api/v1/{name}.csv", headers=key)
    address, pages = f"/api/v1/{name}.csv?size=2", []
    while address:
        got = client.get(address, headers=key)
        pages.append(read(got))
        address = got.links.get("next", {}).get("url")
    assert int(whole.headers["X-Total-Count"]) == len(read(whole)) and len(pages) == -(-len(read(whole)) // 2)
    pd.testing.assert_frame_equal(pd.concat(pages, ignore_index=True), read(whole))


def test_the_other_pages_are_named_with_what_was_asked(store, client):
    got = client.get("/api/v1/factors.csv?neighbourhood=N02&size=3&page=2", headers=bearer(token(store)))
    assert got.links["first"]["url"] == "/api/v1/factors.csv?neighbourhood=N02&size=3&page=1"
    assert got.links["prev"]["url"] == got.links["first"]["url"] and got.links["next"]["url"].endswith("page=3")
    beyond = client.get("/api/v1/factors.csv?size=3&page=9999", headers=bearer(token(store)))
    assert len(read(beyond)) == 0 and "next" not in beyond.links


def test_the_filters_are_those_of_the_export(store, client):
    got = client.get("/api/v1/kpis.csv?neighbourhood=N02&stage=1", headers=bearer(token(store)))
    assert got.content == exported(store, "kpis", Filters(neighbourhood="N02", stage=1))
    before = client.get("/api/v1/matters.csv?as_at=2024-05-03", headers=bearer(token(store)))
    assert before.status_code == 400 and "had been set up" in before.json()["error"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("neighbourhood=N99", "no neighbourhood"),
        ("wave=ninth", "no wave"),
        ("stage=x", "whole number"),
        ("stage=-1", "whole number"),
        ("page=0", "whole number"),
        ("page=" + "9" * 5000, "whole number"),
        ("size=50001", "50,000"),
        ("period=soon", "no period"),
        ("as_at=2999-01-01", "not come yet"),
        ("neigbourhood=N01", "no filter"),
        ("token=abc", "no filter"),
    ],
)
def test_what_cannot_be_asked_is_said_in_json(store, client, query, words):
    got = client.get(f"/api/v1/kpis.csv?{query}", headers=bearer(token(store)))
    assert got.status_code == 400 and words in got.json()["error"]


def test_a_hidden_number_is_in_no_table(store, client):
    """3 of 367 in N01 are few people: neither they nor their share; 36 of 300 in N02 are told, 0.12."""
    rows = read(client.get("/api/v1/factors.csv", headers=bearer(token(store))))
    active = rows[rows["indicator"] == "residents_active"].set_index("neighbourhood")
    assert (active.at["N01", "baseline_value"], active.at["N01", "baseline_n"], active.at["N01", "baseline_shorthand"]) == ("", "", "[c]")
    assert active.at["N02", "baseline_value"] == "0.12"
    assert str(3 / 367)[:6] not in rows.to_csv()


def test_no_text_of_a_return_becomes_a_formula(store, client):
    rows = read(client.get("/api/v1/effects.csv", headers=bearer(token(store))))
    assert f"'{FORMULA}" in rows.to_numpy() and FORMULA not in rows.to_numpy()


@pytest.mark.parametrize("path", ["kpis.csv", "index.json", "due.ics", "nothing.csv", "nothing", ""])
@pytest.mark.parametrize("wrong", [None, "", "Bearer", "Bearer x", "Basic", "Basic %%%", "Basic /w==", "Digest x", "Bearer é"])
def test_without_a_token_nothing_is_told(store, client, path, wrong):
    headers = {} if wrong is None else {"Authorization": wrong.encode("latin-1")}
    got = client.get(f"/api/v1/{path}", headers=headers)
    assert (got.status_code, list(got.json())) == (401, ["error"])
    assert "Basic" in got.headers["www-authenticate"] and "etag" not in got.headers and "link" not in got.headers


def test_a_token_that_is_ended_or_of_another_kind_opens_nothing(store, client):
    given, other = token(store), token(store, "calendar")
    assert client.get("/api/v1/kpis.csv", headers=bearer(other)).status_code == 401
    assert client.get(f"/api/v1/kpis.csv?token={given}").status_code == 401  # an address is kept in too many places
    with store.cursor() as cursor:
        (first,) = (row["act_id"] for row in tokens(Known(cursor)).to_dict("records") if row["kind"] == "tables")
    assert client.get("/api/v1/kpis.csv", headers=bearer(given)).status_code == 200
    end_token(store, first, "somebody", "It was lost.")
    assert client.get("/api/v1/kpis.csv", headers=bearer(given)).status_code == 401


def test_a_token_may_be_the_password_of_any_user_as_power_query_sends_it(store, client):
    basic = b64encode(f"anybody:{token(store)}".encode()).decode()
    assert client.get("/api/v1/kpis.csv", headers={"Authorization": f"Basic {basic}"}).status_code == 200


def test_a_token_of_one_neighbourhood_opens_no_other(store, client):
    key = bearer(token(store, neighbourhood="N02"))
    assert set(read(client.get("/api/v1/factors.csv", headers=key))["neighbourhood"]) == {"N02"}
    refused = client.get("/api/v1/factors.csv?neighbourhood=N01", headers=key)
    assert refused.status_code == 400 and refused.json() == {"error": "This token opens N02 alone."}
    assert client.get("/api/v1/index.json", headers=key).json()["neighbourhood"] == "N02"


def test_what_has_not_changed_is_not_sent_again(store, client):
    key = bearer(token(store))
    tag = client.get("/api/v1/kpis.csv", headers=key).headers["etag"]
    same = client.get("/api/v1/kpis.csv", headers=key | {"If-None-Match": f'"x", {tag}'})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert client.get("/api/v1/kpis.csv", headers={"If-None-Match": tag}).status_code == 401
    send(store, groups_workbook("2024-12", [{"name": "Choir"}]))
    other = client.get("/api/v1/kpis.csv", headers=key | {"If-None-Match": tag})
    assert other.status_code == 200 and other.headers["etag"] != tag


def test_the_next_day_it_is_another(store, client, monkeypatch):
    key = bearer(token(store))
    tag = client.get("/api/v1/board.csv", headers=key).headers["etag"]
    monkeypatch.setattr(feeds, "today", lambda: today() + timedelta(days=1))
    assert client.get("/api/v1/board.csv", headers=key | {"If-None-Match": tag}).status_code == 200


def test_head_has_all_that_stands_above_and_no_content(store, client):
    key = bearer(token(store))
    whole, head = client.get("/api/v1/kpis.csv", headers=key), client.head("/api/v1/kpis.csv", headers=key)
    assert head.status_code == 200 and head.content == b""
    for name in ("content-length", "etag", "content-type", "x-total-count"):
        assert head.headers[name] == whole.headers[name]
    assert client.head("/api/v1/kpis.csv").status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_there_is_nothing_but_reading(store, client, method):
    assert client.request(method, "/api/v1/kpis.csv", headers=bearer(token(store))).status_code == 405


def test_what_is_not_there_is_said_in_json(store, client):
    for path in ("nothing.csv", "nothing", "kpis.xlsx", "kpis.csv/x"):
        got = client.get(f"/api/v1/{path}", headers=bearer(token(store)))
        assert (got.status_code, list(got.json())) == (404, ["error"])


def test_too_many_wrong_tokens_and_too_many_requests_have_to_wait(store, client, monkeypatch):
    key = bearer(token(store))
    for _ in range(20):
        assert client.get("/api/v1/kpis.csv", headers=bearer("x")).status_code == 401
    late = client.get("/api/v1/kpis.csv", headers=bearer("x"))
    assert late.status_code == 429 and 0 < int(late.headers["retry-after"]) <= 61 and "Try again" in late.json()["error"]
    assert client.get("/api/v1/index.json", headers=key).status_code == 200  # who has a token is not kept out by who has none
    monkeypatch.setattr(feeds, "_asked", Turns(2, 60))
    assert [client.get("/api/v1/index.json", headers=key).status_code for _ in range(3)] == [200, 200, 429]


def test_the_index_says_what_there_is_and_what_each_column_means(store, client):
    told = client.get("/api/v1/index.json", headers=bearer(token(store))).json()
    assert (told["programme"], told["data_version"], told["neighbourhood"]) == ("Test programme", store.data_version(), "all")
    assert [each["name"] for each in told["tables"]] == list(load().exports) and set(NAMES) == set(load().exports)
    for each in told["tables"]:
        rows = read(client.get(each["address"], headers=bearer(token(store))))
        assert [column["name"] for column in each["columns"]] == list(rows.columns)
        assert all(column["meaning"] for column in each["columns"])


def test_a_calendar_is_subscribed_to_by_its_address_alone(store, client):
    given = token(store, "calendar", "N02")
    got = client.get(f"/api/v1/due.ics?token={given}")
    assert got.status_code == 200 and got.headers["content-type"] == "text/calendar; charset=utf-8"
    assert got.content == calendar(store, "N02") and Calendar.from_ical(got.content).events
    assert client.get("/api/v1/due.ics", headers=bearer(given)).content == got.content
    assert client.get(f"/api/v1/due.ics?token={given}", headers={"If-None-Match": got.headers["etag"]}).status_code == 304
    assert client.get(f"/api/v1/due.ics?token={given}x").status_code == 401
    assert client.get(f"/api/v1/due.ics?token={token(store)}").status_code == 401  # of the tables


def test_no_token_and_no_value_is_written_to_a_log(store, client, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    given, calendars = token(store), token(store, "calendar")

    def breaks(*_):
        raise ZeroDivisionError(FORMULA)

    monkeypatch.setattr(feeds, "safe_csv", breaks)
    got = client.get("/api/v1/kpis.csv", headers=bearer(given))
    client.get(f"/api/v1/due.ics?token={calendars}")
    assert got.status_code == 500 and FORMULA not in got.text
    reference = json.loads(got.text)["error"].split()[-1].rstrip(".")
    ours = "".join(record.getMessage() for record in caplog.records if record.name == "cdmon")
    assert f"Reference {reference}: ZeroDivisionError" in ours
    assert given not in caplog.text and calendars not in ours and FORMULA not in ours


def test_it_is_the_same_on_both_kinds_of_store(any_database, client, monkeypatch):
    monkeypatch.setenv("CDMON_DATABASE", any_database.url)
    monkeypatch.setattr(feeds, "_asked", Turns(1000, 60))
    send(any_database, programme_workbook())
    send(any_database, survey_workbook("2024", date(2024, 10, 20), yes_of(300, 36)))
    key = bearer(token(any_database))
    rows = read(client.get("/api/v1/factors.csv?neighbourhood=N01", headers=key))
    assert rows.loc[rows["indicator"] == "residents_active", "baseline_value"].tolist() == ["0.12"]
    tag = client.get("/api/v1/factors.csv", headers=key).headers["etag"]
    assert client.get("/api/v1/factors.csv", headers=key | {"If-None-Match": tag}).status_code == 304
