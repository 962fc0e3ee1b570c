"""How much residents and agencies had to do with one another, in numbers."""

from datetime import date, datetime

import pytest

from cdmon.returns.submit import submit
from cdmon.tables.dialogue import dialogue, read_dialogue
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from tests.workbooks import engagement_workbook, programme_workbook


def send(database, content, at=None):
    receipt = submit(database, Upload("file.xlsx", content), "a test", at, tell_effect=False)
    assert receipt.stored, receipt.checked.problems


def happened(database, month, *rows, place="N01", at=None):
    first = date.fromisoformat(f"{month}-01")
    send(database, engagement_workbook(month, [{"date": first, **row} for row in rows], place), at)


def meeting(residents=None, **more):
    return {"kind": "listening meeting", "residents": residents, **more}


def visit(agency, met_before=None, **more):
    return {"kind": "agency present", "agency": agency, "met_before": met_before, **more}


def numbers(database, neighbourhood=None, *when):
    with database.cursor() as cursor:
        told = read_dialogue(dialogue(Known(cursor, *when), neighbourhood))
    return dict(zip(told["Figure"], told["Number"], strict=True))


def test_meetings_and_those_who_came_are_counted(any_database):
    send(any_database, programme_workbook(), datetime(2024, 5, 2))
    came = [visit("Police", "no"), visit("Homes", "yes"), visit("police", "yes", date=date(2024, 10, 9)), visit("Council")]
    happened(any_database, "2024-10", meeting(12), meeting(8, date=date(2024, 10, 9)), *came, at=datetime(2024, 11, 1))
    happened(any_database, "2024-11", meeting(30), meeting(date=date(2024, 11, 9)), place="N02", at=datetime(2024, 12, 1))
    told = numbers(any_database)
    assert [told[figure] for figure in list(told)[:8]] == [
        "4",  # meetings: 2 in N01 and 2 in N02
        "50",  # residents: 12 + 8 + 30
        "1",  # meeting that does not say how many came
        "3",  # agencies: police, homes, council
        "4",  # visits
        "2",  # had met the residents before: homes, and the police at their second meeting
        "1",  # met them for the first time
        "1",  # not said
    ]
    assert numbers(any_database, "N01")["Residents present, counted at each meeting"] == "20"
    assert numbers(any_database, None, date(2024, 11, 30))["Listening meetings held"] == "2"


@pytest.mark.parametrize(
    ("of_october", "of_november", "expected"),
    [
        ([3], [30], "30, not counting 1 month in which too few came to show"),
        ([3], [4], "hidden (too few people)"),
        ([3, 4], [30], "37"),
        ([0], [30], "30"),
        ([0], [], "0"),
        ([None], [], "not counted"),
    ],
)
def test_so_few_residents_that_they_could_be_known_are_left_out(programme_store, of_october, of_november, expected):
    for month, counts in {"2024-10": of_october, "2024-11": of_november}.items():
        rows = [meeting(count, date=date.fromisoformat(f"{month}-{day:02}")) for day, count in enumerate(counts, start=1)]
        if rows:
            happened(programme_store, month, *rows)
    assert numbers(programme_store)["Residents present, counted at each meeting"] == expected


def test_threads_are_counted_by_how_they_stand(programme_store):
    def step(kind, thread, **more):
        return {"kind": kind, "thread": thread, **more}

    raised = [step("issue", thread) for thread in "ABCDEF"]
    answered = [step("response", thread, agency="Homes", date=date(2024, 10, 5)) for thread in "ABC"]
    outcomes = {"A": "service change", "B": "improvement", "D": "no change"}
    results = [step("result", thread, outcome=outcome, date=date(2024, 10, 9)) for thread, outcome in outcomes.items()]
    happened(programme_store, "2024-10", *raised, *answered, *results, at=datetime(2024, 11, 1))
    happened(programme_store, "2024-12", step("issue", "G"), at=datetime(2025, 1, 2))
    told = numbers(programme_store, None, date(2025, 1, 15))
    assert {figure: told[figure] for figure in list(told)[8:]} == {
        "Matters raised": "7",
        "Answered by an agency": "3",  # A, B, C
        "Not answered yet": "3",  # E, F, G
        "Not answered for 90 days or more": "2",  # E, F, raised on 1 October: 30 + 30 + 31 + 15 days before
        "Service changed": "1",
        "Place improved": "1",
        "No change": "1",
        "No result yet": "4",  # C, E, F, G
    }


def test_a_number_that_rests_on_what_waits_for_acceptance_is_marked(database):
    send(database, programme_workbook(acceptance="by a person"))
    happened(database, "2024-10", meeting(12))
    assert numbers(database)["Listening meetings held"] == "0"
    told = numbers(database, None, None, True)
    assert told["Listening meetings held"] == "1 [provisional]"
    assert told["Visits of agencies"] == "0"
