"""Risks: the open ones first, of these the worst, each as it was told of last."""

import json
from collections.abc import Mapping

from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.tables.known import Known
from cdmon.tables.risks import read_risks, risks
from tests.conftest import send
from tests.workbooks import instructions, table, workbook


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
        "nothing named",
        "Team leader",
        "open",
        "N01",
        "October 2024",
    ]


def test_the_command_filters_by_place(programme_store):
    send(programme_store, risks_workbook("2024-10", {"reference": "R1"}))
    send(programme_store, risks_workbook("2024-10", {"reference": "R2"}, place="N02"))
    run = ["--database", programme_store.url, "risks", "N02"]
    (row,) = json.loads(CliRunner().invoke(main, [*run, "--json"], catch_exceptions=False).stdout)
    assert [row["reference"], row["neighbourhood"]] == ["R2", "N02"]
    assert "R2: Rain" in CliRunner().invoke(main, run, catch_exceptions=False).stdout
