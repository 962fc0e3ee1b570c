"""What residents said and what was done about it: threads from the issue to the result, and what changed."""

import json
from datetime import date, datetime

import pandas as pd
import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.returns.submit import submit
from cdmon.tables.known import Known
from cdmon.tables.threads import improvements, read_improvements, read_threads, thread_steps, threads
from cdmon.workbooks.cells import Upload
from tests.workbooks import engagement_workbook, programme_workbook


def send(database, content, at=None):
    receipt = submit(database, Upload("file.xlsx", content), "a test", at, tell_effect=False)
    assert receipt.stored, receipt.checked.problems


def happened(database, month, *rows, place="N01", at=None):
    """Send the engagement of a month; each row is the day of the month, the kind, the thread, and what else is to be said."""
    told = [{"date": date.fromisoformat(f"{month}-{day:02}"), "kind": kind, "thread": thread, **more} for day, kind, thread, more in rows]
    send(database, engagement_workbook(month, told, place), at)


def found(database, neighbourhood=None, *when, table=threads):
    with database.cursor() as cursor:
        return table(Known(cursor, *when), neighbourhood)


def standing(database, neighbourhood=None, *when):
    with database.cursor() as cursor:
        told = read_threads(threads(Known(cursor, *when), neighbourhood), thread_steps(Known(cursor, *when), neighbourhood))
    return dict(zip(told["Matter"], told["How it stands"], strict=True))


BUS = {"what": "The last bus leaves too early", "rank": 2}
HOMES = {"agency": "Riverton Homes", "what": "They answered in writing"}


def test_a_thread_is_followed_from_the_issue_to_its_result(any_database):
    send(any_database, programme_workbook(), datetime(2024, 5, 2))
    happened(any_database, "2024-10", (8, "issue", "Bus", BUS), at=datetime(2024, 11, 1))
    happened(any_database, "2024-11", (4, "action", "bus!", {"what": "Residents counted"}), at=datetime(2024, 12, 1))
    response = (7, "response", "BUS", {"agency": "Buses Ltd", "what": "They will look at it"})
    happened(any_database, "2024-12", response, at=datetime(2025, 1, 2))
    result = (3, "result", "Bus", {"agency": "buses ltd", "what": "It leaves later", "outcome": "service change"})
    happened(any_database, "2025-02", result, at=datetime(2025, 3, 1))
    (row,) = found(any_database).to_dict("records")
    assert row == {
        "neighbourhood": "N01", "thread": "Bus", "raised_on": date(2024, 10, 8), "issue": "The last bus leaves too early", "rank": 2,
        "agencies": "Buses Ltd", "action": "Residents counted", "action_on": date(2024, 11, 4),
        "response": "They will look at it", "response_on": date(2024, 12, 7), "result": "It leaves later", "result_on": date(2025, 2, 3),
        "outcome": "service change", "days_to_response": 23 + 30 + 7, "days_waiting": None, "state": "resolved: service changed",
        "provisional": False,
    }  # fmt: skip
    days = {
        date(2024, 10, 31): {},
        date(2024, 11, 30): {"Bus": "raised"},
        date(2024, 12, 31): {"Bus": "acted on"},
        date(2025, 1, 31): {"Bus": "answered after 60 days"},
        date(2025, 3, 31): {"Bus": "resolved: service changed"},
    }
    assert {day: standing(any_database, "N01", day) for day in days} == days
    assert standing(any_database, "N02") == {}


def test_a_thread_without_an_answer_for_90_days_says_so(programme_store):
    happened(programme_store, "2024-10", (8, "issue", "Bus", BUS), (9, "action", "Bus", {}), at=datetime(2024, 11, 1))
    # 23 days are left of October; then come November, December and some days of January
    assert standing(programme_store, None, date(2025, 1, 5)) == {"Bus": "acted on"}  # 23 + 30 + 31 + 5 = 89
    assert standing(programme_store, None, date(2025, 1, 6)) == {"Bus": "acted on, no answer after 90 days"}
    assert found(programme_store, None, date(2025, 2, 5))["days_waiting"].tolist() == [120]  # 23 + 30 + 31 + 31 + 5


def test_the_last_result_tells_what_came_of_a_thread(programme_store):
    trial = (20, "result", "Noise", {"outcome": "service change", "what": "Patrols on trial"})
    happened(programme_store, "2024-10", (8, "issue", "Noise", {}), trial)
    happened(programme_store, "2024-11", (20, "result", "Noise", {"outcome": "no change", "what": "The trial was ended"}))
    assert found(programme_store)[["outcome", "result", "state"]].values.tolist() == [
        ["no change", "The trial was ended", "ended: no change"]
    ]
    assert found(programme_store, table=improvements)[["what", "state"]].values.tolist() == [["Patrols on trial", "ended: no change"]]


def test_an_issue_raised_again_keeps_its_first_day_and_its_best_rank(programme_store):
    happened(programme_store, "2024-10", (8, "issue", "Bus", {"rank": 4, "what": "No bus"}), (8, "issue", "Damp", {}))
    happened(programme_store, "2024-11", (5, "issue", "Bus", {"rank": 1, "what": "Still no bus"}), (6, "response", "Damp", HOMES))
    rows = found(programme_store).set_index("thread")
    assert rows.loc["Bus", ["raised_on", "issue", "rank"]].tolist() == [date(2024, 10, 8), "No bus", 1]
    assert pd.isna(rows.loc["Damp", "rank"])
    assert rows.loc["Damp", "days_to_response"] == 29


def test_the_days_to_an_answer_count_from_the_issue_to_the_first_response_after_it(programme_store):
    early = HOMES | {"what": "An answer to something else"}
    responses = [(2, "response", "Damp", early), (18, "response", "Damp", HOMES), (28, "response", "Damp", {**HOMES, "what": "And again"})]
    happened(programme_store, "2024-10", (8, "issue", "Damp", {}), *responses)
    assert found(programme_store)[["days_to_response", "response"]].values.tolist() == [[10, "And again"]]


def test_a_thread_whose_issue_is_not_on_record_stands_last_and_says_so(programme_store):
    happened(programme_store, "2024-10", (1, "response", "Damp", HOMES), (8, "issue", "Bus", BUS), at=datetime(2024, 11, 1))
    with programme_store.cursor() as cursor:
        known = Known(cursor, date(2024, 11, 30))
        told = read_threads(threads(known), thread_steps(known)).values.tolist()
    assert told == [
        ["The last bus leaves too early", "nothing yet", "raised", "8 October 2024", "2", "N01", "Bus"],
        [
            "the issue is not on record",
            "1 October 2024, response of Riverton Homes: They answered in writing",
            "answered",
            "not on record",
            "not ranked",
            "N01",
            "Damp",
        ],
    ]


def test_threads_of_the_same_name_in_two_neighbourhoods_are_two(programme_store):
    for place in ("N02", "programme", "N01"):
        happened(programme_store, "2024-10", (8, "issue", "Bus", {"what": f"No bus in {place}"}), (9, "action", "Bus", {}), place=place)
    rows = found(programme_store)
    assert sorted(rows["issue"]) == ["No bus in N01", "No bus in N02", "No bus in programme"]
    assert set(rows["state"]) == {"acted on"}
    assert found(programme_store, "N02")["issue"].tolist() == ["No bus in N02"]


def test_a_name_that_only_meetings_bear_is_no_thread_but_a_meeting_about_a_thread_is_one_of_its_steps(programme_store):
    meetings = [(3, "listening meeting", "Autumn meeting", {}), (9, "listening meeting", "Bus", {"what": "A meeting about the bus"})]
    happened(programme_store, "2024-10", *meetings, (8, "issue", "Bus", BUS))
    assert found(programme_store)["thread"].tolist() == ["Bus"]
    steps = found(programme_store, table=thread_steps)
    assert steps[["date", "kind"]].values.tolist() == [[date(2024, 10, 8), "issue"], [date(2024, 10, 9), "listening meeting"]]


def test_steps_of_one_day_stand_in_the_order_in_which_they_follow_from_one_another(programme_store):
    result = (8, "result", "Bus", {"outcome": "improvement"})
    happened(programme_store, "2024-10", result, (8, "response", "Bus", HOMES), (8, "action", "Bus", {}), (8, "issue", "Bus", {}))
    assert found(programme_store, table=thread_steps)["kind"].tolist() == ["issue", "action", "response", "result"]
    assert standing(programme_store) == {"Bus": "resolved: place improved"}
    assert found(programme_store)["days_to_response"].tolist() == [0]


def test_improvements_are_services_changed_and_places_improved_newest_first(programme_store):
    outcomes = [(12, "Swings", "improvement"), (20, "Noise", "no change"), (28, "Bus", "service change")]
    issues = [(8, "issue", thread, {"what": f"{thread} please"}) for _, thread, _ in outcomes]
    results = [(day, "result", thread, {"what": f"About {thread}", "outcome": outcome}) for day, thread, outcome in outcomes]
    happened(programme_store, "2024-10", *issues, *results)
    table = found(programme_store, table=improvements)
    assert table["raised_on"].tolist() == [date(2024, 10, 8)] * 2
    assert read_improvements(table).values.tolist() == [
        ["About Bus", "Service changed", "none named", "28 October 2024", "Bus please", "resolved: service changed", "N01"],
        ["About Swings", "Place improved", "none named", "12 October 2024", "Swings please", "resolved: place improved", "N01"],
    ]


def test_what_waits_for_acceptance_is_told_among_provisional_figures_only_and_marked(database):
    send(database, programme_workbook(acceptance="by a person"))
    happened(database, "2024-10", (8, "issue", "Bus", {}), (9, "result", "Bus", {"outcome": "improvement"}))
    assert found(database).empty and found(database, table=improvements).empty
    assert standing(database, None, None, True) == {"Bus": "resolved: place improved [provisional]"}
    assert read_improvements(found(database, None, None, True, table=improvements))["When"].tolist() == ["9 October 2024 [provisional]"]


def test_without_any_thread_each_table_is_empty(database):
    tables = [found(database, table=table) for table in (threads, thread_steps, improvements)]
    assert all(table.empty for table in tables)
    assert read_threads(tables[0], tables[1]).empty and read_improvements(tables[2]).empty


# The command line


@pytest.fixture
def run(programme_store):
    """Run a command on a store in which N01 raised one issue, which a response followed."""
    happened(programme_store, "2024-10", (8, "issue", "Damp", {"what": "Damp walls"}), (18, "response", "Damp", HOMES))
    return lambda *words: CliRunner().invoke(main, ["--database", programme_store.url, "threads", *words], catch_exceptions=False)


def test_the_command_prints_figures_threads_steps_and_improvements(run):
    told = json.loads(run("N01", "--json").stdout)
    assert list(told) == ["dialogue", "threads", "steps", "improvements"]
    (thread,) = told["threads"]
    assert (thread["raised_on"], thread["days_to_response"], thread["days_waiting"], thread["rank"]) == ("2024-10-08", 10, None, None)
    assert (thread["action"], thread["action_on"], thread["outcome"]) == ("", None, "none yet")
    assert [step["date"] for step in told["steps"]] == ["2024-10-08", "2024-10-18"]
    text = run().stdout
    assert "Matters raised" in text and "answered after 10 days" in text
    assert json.loads(run("--as-at", "2024-05-01", "--json").stdout)["threads"] == []
    assert "There is no neighbourhood 'N99'" in run("N99").stderr
