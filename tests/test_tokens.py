"""Tokens of the feeds: told once, kept as a hash with who, when, why and until when, and ended."""

from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.acts.act import AlreadyDone
from cdmon.acts.token import LONGEST, end_token, make_token
from cdmon.clock import today
from cdmon.refusal import Refusal
from cdmon.tables.known import Known
from cdmon.tables.tokens import read_tokens, token_of, tokens
from tests.conftest import send
from tests.workbooks import programme_workbook


def made(database, kind="tables", **more):
    arguments = {"holder": "Power BI of the council", "until": today(), "by": "somebody", "reason": "The quarterly report"} | more
    return make_token(database, kind, **arguments)


def listed(database):
    with database.cursor() as cursor:
        return tokens(Known(cursor)).to_dict("records")


def opened(database, given):
    with database.cursor() as cursor:
        found = token_of(Known(cursor), given)
    return None if found is None else (found["kind"], found["neighbourhood"])


def test_a_token_is_kept_with_who_when_why_and_until_when_and_not_itself(any_database):
    send(any_database, programme_workbook())
    at = datetime(2026, 3, 1, 12)
    token = made(any_database, neighbourhood="N01", until=today() + timedelta(days=3), moment=at, act_id="an-act")
    (row,) = listed(any_database)
    told = {name: row[name] for name in ("act_id", "kind", "neighbourhood", "holder", "reason", "made_by", "made_at", "state")}
    assert told == {
        "act_id": "an-act", "kind": "tables", "neighbourhood": "N01", "holder": "Power BI of the council",
        "reason": "The quarterly report", "made_by": "somebody", "made_at": at, "state": "in use",
    }  # fmt: skip
    assert row["until"].date() == today() + timedelta(days=3)
    assert token.startswith("cdmon_") and len(token) == 6 + 43  # 32 bytes, in base64
    assert token not in str(row)
    with any_database.cursor() as cursor:
        assert token not in str([cursor.execute(f"FROM {table}").fetchall() for table in ("feed_tokens", "ended_tokens")])


def test_it_opens_what_it_is_for_and_nothing_else_does(programme_store):
    token = made(programme_store, "calendar", neighbourhood="N02")
    other = made(programme_store)
    assert opened(programme_store, token) == ("calendar", "N02") and opened(programme_store, other) == ("tables", "")
    for wrong in ("", token[:-1], token + "x", token.upper(), listed(programme_store)[0]["hash"], listed(programme_store)[0]["act_id"]):
        assert opened(programme_store, wrong) is None


def test_it_opens_nothing_once_it_is_ended_or_has_run_out(programme_store, monkeypatch):
    token, other = made(programme_store), made(programme_store, until=today() + timedelta(days=1))
    first = next(row["act_id"] for row in listed(programme_store) if row["until"].date() == today())
    monkeypatch.setattr("cdmon.tables.tokens.today", lambda: today() + timedelta(days=1))
    assert opened(programme_store, token) is None and opened(programme_store, other) is not None
    monkeypatch.undo()
    end_token(programme_store, first[:8], "another", "It was sent by e-mail")
    assert opened(programme_store, token) is None and opened(programme_store, other) is not None
    (row,) = (row for row in listed(programme_store) if row["act_id"] == first)
    assert (row["state"], row["ended_by"], row["ended_why"]) == ("ended", "another", "It was sent by e-mail")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"kind": "rows"}, "A token is for one of"),
        ({"holder": " "}, "who reads"),
        ({"reason": ""}, "and why"),
        ({"until": date(2020, 1, 1)}, "lasts from today"),
        ({"until": date.max}, f"{LONGEST} days"),
        ({"neighbourhood": "N99"}, "no neighbourhood 'N99'"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(programme_store, more, words):
    with pytest.raises(Refusal, match=words):
        made(programme_store, **more)
    assert listed(programme_store) == []


def test_no_act_is_done_twice(programme_store):
    made(programme_store, act_id="once")
    with pytest.raises(AlreadyDone):
        made(programme_store, act_id="once")
    end_token(programme_store, "once", "somebody", "why", act_id="twice")
    for beginning, words in (("once", "ended before"), ("x", "No token"), ("", "No token")):
        with pytest.raises(Refusal, match=words):
            end_token(programme_store, beginning, "somebody", "why")
    with pytest.raises(Refusal, match="Say why"):
        end_token(programme_store, "once", "somebody", " ")


def test_an_empty_store_has_no_tokens_and_makes_none(database):
    assert listed(database) == []
    with pytest.raises(Refusal, match="No programme"):
        made(database)


def test_the_commands_make_list_and_end_one(programme_store):
    def run(*arguments):
        return CliRunner().invoke(main, ["--database", programme_store.url, "token", *arguments])

    done = run("make", "Power BI", "--reason", "Report", "--neighbourhood", "N01")
    assert done.exit_code == 0
    token = done.stdout.strip()
    assert opened(programme_store, token) == ("tables", "N01")
    assert run("make", "Outlook", "--calendar", "--reason", "Dates").exit_code == 0
    shown = run("list").stdout
    assert "Power BI" in shown and "Calendar of due dates" in shown and token not in shown and "in use" in shown
    (row,) = (row for row in listed(programme_store) if row["holder"] == "Power BI")
    assert row["hash"] not in run("list", "--json").stdout and row["until"].date() == today() + timedelta(days=365)
    assert run("end", row["act_id"][:8], "--reason", "Lost").exit_code == 0
    assert opened(programme_store, token) is None and "by" in read_tokens(tokens_frame(programme_store))["State"].str.cat()
    assert run("end", row["act_id"][:8], "--reason", "Lost").exit_code == 1


def tokens_frame(database):
    with database.cursor() as cursor:
        return tokens(Known(cursor))
