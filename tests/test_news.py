"""What is new between two days: nothing that was there before, however often it is said, and harm first."""

from datetime import date, datetime

import pytest

from cdmon.acts.decide import decide
from cdmon.returns.submit import submit
from cdmon.tables.known import Known
from cdmon.tables.news import news, read_news
from cdmon.tables.returns import returns
from cdmon.workbooks.cells import Upload
from tests.workbooks import engagement_workbook, evidence_workbook, programme_workbook

MET = date(2026, 6, 30)
OLD, NEW = datetime(2026, 6, 1), datetime(2026, 8, 5)
BUS = {"kind": "issue", "thread": "Buses", "date": date(2026, 5, 10)}
HARM = {"intended": "unintended", "effect": "detrimental", "what": "A group has nowhere to meet"}
GOOD = {"intended": "intended", "effect": "beneficial", "what": "Neighbours share tools"}


def sent(database, content, at):
    receipt = submit(database, Upload("return.xlsx", content), "a test", at, tell_effect=False)
    assert receipt.stored, receipt.checked.problems


def found(database, then=MET, neighbourhood=None):
    with database.cursor() as cursor:
        return news(Known(cursor, then), Known(cursor), neighbourhood)


@pytest.fixture
def told(database):
    """Before the meeting a matter and a good effect; after it both again, another matter, another good effect and harm."""
    sent(database, programme_workbook(start="2024-05"), datetime(2024, 5, 2))
    sent(database, engagement_workbook("2026-05", [BUS]), OLD)
    sent(database, evidence_workbook("2026-05", [GOOD]), OLD)
    step = {"kind": "response", "thread": "buses", "date": date(2026, 7, 1), "agency": "Riverton Buses"}
    sent(database, engagement_workbook("2026-07", [step, BUS | {"thread": "Lights", "date": date(2026, 7, 2)}]), NEW)
    sent(database, evidence_workbook("2026-05", [GOOD, HARM]), NEW)
    sent(database, evidence_workbook("2026-07", [GOOD | {"what": "A choir began"}], "N02"), NEW)
    return database


def test_what_was_not_there_before_is_new_and_harm_stands_first(told):
    rows = list(found(told).itertuples(index=False, name=None))
    assert rows == [
        ("harm", "N01", "A group has nowhere to meet"),
        ("effect", "N02", "A choir began"),
        ("matter", "N01", "Lights: issue 2"),
    ]


def test_of_one_neighbourhood_only_its_own_is_told(told):
    assert found(told, neighbourhood="N02")["what"].tolist() == ["A choir began"]


def test_from_a_day_after_all_of_it_nothing_is_new(told):
    assert found(told, date(2026, 9, 1)).empty


def test_a_return_that_is_sent_back_is_a_decision_and_one_that_counts_at_once_is_none(told):
    with told.cursor() as cursor:
        table = returns(Known(cursor))
    (return_id,) = table[(table["dataset"] == "evidence") & (table["neighbourhood"] == "N02")]["return_id"]
    decide(told, return_id, "withdrawn", "a test", "Sent by mistake.", moment=datetime(2026, 8, 6))
    decisions = found(told)[lambda table: table["kind"] == "decision"]
    assert decisions[["neighbourhood", "what"]].to_numpy().tolist() == [["N02", "Evidence, July 2026: withdrawn"]]


def test_sentences_count_all_and_name_the_first_two(told):
    table = found(told)
    matter = table[table["kind"] == "matter"]
    assert read_news(table)[0] == "1 harm was seen: A group has nowhere to meet (N01)."
    assert read_news(matter.loc[matter.index.repeat(3)]) == [
        "3 matters were raised by residents: Lights: issue 2 (N01); Lights: issue 2 (N01); and 1 more."
    ]
    assert read_news(table.head(0)) == []
