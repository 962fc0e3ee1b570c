"""One notion of today: the day in the United Kingdom, whatever zone the machine keeps, for what is sent and for what is shown.

At ten past midnight on 1 June, British Summer Time, it is still 31 May in UTC, and in California the afternoon of that day.
"""

import re
import time
from datetime import UTC, date, datetime

import pytest

from cdmon import clock
from cdmon.database import ROOT
from cdmon.definitions import load
from cdmon.problems import problem
from cdmon.refusal import Refusal
from cdmon.returns.check import check
from cdmon.tables.board import board
from cdmon.tables.known import Known
from cdmon.tables.threads import threads
from cdmon.workbooks.cells import Upload
from tests.conftest import send
from tests.test_pages import as_store, opened, sentences
from tests.workbooks import (
    activities_workbook,
    engagement_workbook,
    evidence_workbook,
    programme_workbook,
    survey_workbook,
    table,
    workbook,
    yes_of,
)

PAST_MIDNIGHT = datetime(2026, 5, 31, 23, 10, tzinfo=UTC)  # 1 June 2026, 00:10 BST


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Pacific/Auckland"])
def past_midnight(request, monkeypatch):
    """It is ten past midnight in the United Kingdom, on a machine of this zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    monkeypatch.setattr(clock, "time", PAST_MIDNIGHT.timestamp)
    yield
    monkeypatch.undo()
    time.tzset()


def found(database, content):
    """The kinds of problems of a file."""
    with database.cursor() as cursor:
        return [each.code for each in check(Known(cursor), Upload("return.xlsx", content)).problems]


def signoff(day):
    said = {"milestone": "stage_1_relationships", "reached_on": day, "evidence": "Report", "signed_off_by": "Steering group"}
    return workbook({"Instructions": [["Month", "2026-05"]], "Sign-offs": table([said])})


def test_today_is_the_day_in_the_united_kingdom(past_midnight):
    assert clock.now() == datetime(2026, 5, 31, 23, 10)
    assert clock.today() == date(2026, 6, 1)
    assert clock.past_day("2026-06-01") == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-06-02", "2026-06-02 has not come yet. Choose today or a day before it."),
        ("9999-12-31", "9999-12-31 has not come yet"),
        ("2026-02-30", "“2026-02-30” is not a day"),
        ("yesterday", "“yesterday” is not a day"),
        ("", "“” is not a day"),
    ],
)
def test_a_day_that_cannot_be_looked_from_is_a_sentence(past_midnight, text, sentence):
    with pytest.raises(Refusal, match=re.escape(sentence)):
        clock.past_day(text)


@pytest.mark.parametrize(
    ("content", "tomorrows", "code"),
    [
        (activities_workbook("2026-06", [{}]), activities_workbook("2026-07", [{}]), "month-in-future"),
        *(
            (content(date(2026, 6, 1)), content(date(2026, 6, 2)), code)
            for content, code in (
                (lambda day: evidence_workbook("2026-06", [{"date": day}]), "evidence-in-future"),
                (lambda day: survey_workbook("2026", day, yes_of(3, 1)), "fieldwork-in-future"),
                (signoff, "signoff-in-future"),
            )
        ),
    ],
)
def test_what_is_of_today_is_not_in_the_future_and_what_is_of_tomorrow_is(waves_store, past_midnight, content, tomorrows, code):
    assert code not in found(waves_store, content)
    assert code in found(waves_store, tomorrows)


def test_upload_offers_the_month_that_the_check_takes(made_stores, tmp_path, monkeypatch, past_midnight):
    for store in as_store(tmp_path / "store.duckdb", monkeypatch):
        send(store, programme_workbook())
        app = opened("upload")
        months = app.selectbox(key="template").select("activities").run().selectbox
        (offered,) = (box.options for box in months if box.label == "For the month")
        assert offered[0] == "June 2026"
        assert "figures as at 1 June 2026" in sentences(app)
        assert found(store, activities_workbook("2026-06", [{}])) == []


def test_the_tables_look_from_the_same_day(waves_store, past_midnight):
    send(waves_store, engagement_workbook("2026-05", [{"kind": "issue", "thread": "Lighting", "date": date(2026, 5, 30)}]))
    with waves_store.cursor() as cursor:
        known = Known(cursor)
        states = board(known).query("neighbourhood == 'N01' and month == '2026-05'").set_index("dataset")["state"].to_dict()
        waiting = threads(known)["days_waiting"].tolist()
    assert states == {"activities": "due", "engagement": "accepted", "groups": "due", "support": "due"}  # May is over
    assert waiting == [2]


def test_a_rule_becomes_strict_on_its_day(past_midnight, monkeypatch):
    kind = load().problems["cell-blank"].model_copy(update={"severity": "warning", "error_from": date(2026, 6, 1)})
    monkeypatch.setitem(load().problems, "cell-blank", kind)
    assert problem("cell-blank", sheet="Groups", column="Name", help="").severity == "error"


ASKS_THE_MACHINE = {
    ".py": r"(datetime|date|Timestamp)\.(now|today|utcnow)\(|from time import .*\btime\b|\btime\.(time|localtime|gmtime)\(",
    ".sql": r"\b(current_(date|time|timestamp)|localtime(stamp)?)\b|(?<![\w$])(today|now|get_current_\w+|transaction_timestamp)\(",
}


def test_nothing_but_the_clock_asks_the_machine_what_day_it_is():
    asking = [
        path.name
        for ending, asks in ASKS_THE_MACHINE.items()
        for folder in ("cdmon", "pages")
        for path in (ROOT / folder).rglob(f"*{ending}")
        if re.search(asks, re.sub("--.*", "", path.read_text()), re.IGNORECASE)
    ]
    assert asking == ["clock.py"]
