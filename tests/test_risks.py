"""Risks: the open ones first, of these the most harmful and the oldest, each as it was told of last, with what was seen of it."""

import json
from collections.abc import Mapping
from datetime import date

from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.returns.check import check
from cdmon.tables.effects import effects, read_effects
from cdmon.tables.known import Known
from cdmon.tables.listing import in_numbers
from cdmon.tables.risks import RISKS, read_risks, risks
from cdmon.workbooks.cells import Upload
from tests.conftest import send
from tests.workbooks import evidence_workbook, instructions, programme_workbook, table, workbook


def risks_workbook(month: str, *rows: Mapping[str, object], place: str = "N01") -> bytes:
    usual = {"risk": "Rain", "likelihood": "low", "impact": "low", "status": "open"}
    return workbook({"Instructions": instructions(place, month), "Risks": table(usual | row for row in rows)})


def test_the_worst_open_risk_stands_first_and_what_is_closed_last(programme_store):
    # likelihood times impact: R1 3 · 3 = 9 but closed, R2 2 · 3 = 6, R3 3 · 1 = 3, R4 1 · 1 = 1
    rows = [
        {"reference": "R1", "likelihood": "high", "impact": "high"},
        {"reference": "R2", "likelihood": "medium", "impact": "high", "owner": "Team leader"},
        {"reference": "R3", "likelihood": "high", "impact": "low"},
    ]
    send(programme_store, risks_workbook("2024-10", *rows))
    send(programme_store, risks_workbook("2024-11", rows[0] | {"status": "closed"}, {"reference": "R4"}))
    with programme_store.cursor() as cursor:
        found = risks(Known(cursor))
    assert found["reference"].tolist() == ["R2", "R3", "R4", "R1"]
    assert read_risks(found).values.tolist()[0] == [
        "R2: Rain",
        "medium likelihood, high impact",
        "nothing named. Owner: Team leader",
        "open, told since October 2024",
        "nothing reported",
        "N01",
        "October 2024",
    ]


def test_of_risks_that_are_as_harmful_the_oldest_stands_first(programme_store):
    # R1 has no day, and is as old as the first month that told of it; R2 was opened before, R3 after
    send(programme_store, risks_workbook("2024-10", {"reference": "R1"}))
    days = {"R1": None, "R2": date(2024, 9, 30), "R3": date(2024, 10, 2)}
    send(programme_store, risks_workbook("2024-11", *({"reference": each, "opened": day} for each, day in days.items())))
    with programme_store.cursor() as cursor:
        found = risks(Known(cursor))
    assert found["reference"].tolist() == ["R2", "R1", "R3"]
    assert found["since"].tolist() == [date(2024, 9, 30), date(2024, 10, 1), date(2024, 10, 2)]


def test_all_that_a_register_keeps_of_a_risk_is_told(programme_store):
    kept = {
        "reference": "R1",
        "raised_by": "Open meeting",
        "opened": date(2024, 9, 3),
        "borne_by": "small groups",
        "target": "low",
        "likelihood": "high",
        "last_review": date(2024, 10, 1),
        "next_review": date(2024, 10, 30),
        "accepted_by": "Steering group",
        "accepted_until": date(2025, 3, 31),
        "escalated_to": 2,
    }
    ended = {"reference": "R2", "status": "closed", "opened": date(2024, 9, 3), "closed": date(2024, 10, 2)}
    send(programme_store, risks_workbook("2024-10", kept, ended))
    with programme_store.cursor() as cursor:
        table = risks(Known(cursor))
    first, second = read_risks(table).to_dict("records")
    assert first["Risk"] == "R1: Rain. Borne by: small groups"
    assert first["Likelihood and impact"] == "high likelihood, low impact; target: low likelihood"
    assert first["How it stands"] == (
        "open, opened 3 September 2024, raised by Open meeting; reviewed 1 October 2024; next review by 30 October 2024 (overdue); "
        "accepted by Steering group until 31 March 2025 (over); brought to the break clause of stage 2"
    )
    assert second["How it stands"] == "closed, opened 3 September 2024; closed 2 October 2024"
    assert in_numbers(table, RISKS) == (
        "2 risks: 1 open; 0 of them likely, and with a high impact; 1 open, their review overdue; "
        "1 open, their acceptance over; 0 of which something was seen; 1 closed"
    )


def test_what_was_seen_stands_beside_its_risk_and_the_risk_beside_what_was_seen(any_database):
    send(any_database, programme_workbook())
    send(any_database, risks_workbook("2024-10", {"reference": "R1", "risk": "The hall closes"}))
    send(any_database, risks_workbook("2024-10", {"reference": "r1", "risk": "Posts fall vacant"}, {"reference": "R2"}, place="programme"))
    harm = {"intended": "unintended", "effect": "detrimental"}
    here = harm | {"what": "No room", "risk": "r1", "date": date(2024, 10, 9)}
    send(any_database, evidence_workbook("2024-10", [here, harm | {"what": "Nobody came", "risk": "R7"}, harm | {"what": "Noise"}]))
    send(any_database, evidence_workbook("2024-11", [harm | {"what": "No worker", "risk": "R1"}], "N02"))  # has none: the programme's
    with any_database.cursor() as cursor:
        known = Known(cursor)
        table, seen = risks(known), effects(known)
    told = dict(zip(zip(table["neighbourhood"].fillna(""), table["reference"], strict=True), read_risks(table)["Seen of it"], strict=True))
    assert told == {
        ("N01", "R1"): "9 October 2024, detrimental: No room",
        ("", "r1"): "November 2024, detrimental: No worker",
        ("", "R2"): "nothing reported",
    }
    assert dict(zip(seen["what"], read_effects(seen)["Foreseen as a risk"], strict=True)) == {
        "No room": "r1: The hall closes",
        "Nobody came": "R7: no risk of this reference is on record",
        "Noise": "none named",
        "No worker": "R1: Posts fall vacant",
    }


def test_a_workbook_of_the_first_version_is_still_read(programme_store):
    lines = [*instructions("N01", "2024-10"), ["Dataset", "risks"], ["Template version", "1"]]
    rows = table([{"reference": "R1", "risk": "Rain", "likelihood": "low", "impact": "low", "action": "", "owner": "", "status": "open"}])
    with programme_store.cursor() as cursor:
        told = check(Known(cursor), Upload("old.xlsx", workbook({"Instructions": lines, "Risks": rows})))
    assert [problem.code for problem in told.problems] == ["template-version-older"]
    assert told.ok


def test_the_command_filters_by_place(programme_store):
    send(programme_store, risks_workbook("2024-10", {"reference": "R1"}))
    send(programme_store, risks_workbook("2024-10", {"reference": "R2"}, place="N02"))
    run = ["--database", programme_store.url, "risks", "N02"]
    (row,) = json.loads(CliRunner().invoke(main, [*run, "--json"], catch_exceptions=False).stdout)
    assert [row["reference"], row["neighbourhood"]] == ["R2", "N02"]
    assert "R2: Rain" in CliRunner().invoke(main, run, catch_exceptions=False).stdout
