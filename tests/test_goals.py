"""Residents' goals: as those who set them see them, each as it was told of last; and what stands in the next month's template."""

import json
from collections.abc import Mapping
from datetime import date

from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.definitions import load
from cdmon.returns.carried import carried
from cdmon.tables.goals import goals, read_goals
from cdmon.tables.known import Known
from tests.conftest import send
from tests.workbooks import instructions, table, workbook

CROSSING = {"reference": "G1", "goal": "A safe place to cross", "set_by": "open meeting", "set_on": date(2024, 10, 5), "status": "open"}
SHED = CROSSING | {"reference": "G2", "goal": "A shed", "set_by": "group", "set_on": date(2024, 11, 7), "by_when": date(2025, 6, 30)}


def goals_workbook(month: str, *rows: Mapping[str, object], place: str = "N01") -> bytes:
    return workbook({"Instructions": instructions(place, month), "Goals": table(rows)})


def test_a_goal_stands_as_it_was_told_of_last_the_newest_first(programme_store):
    send(programme_store, goals_workbook("2024-11", CROSSING, SHED))
    settled = {"status": "partly reached", "settled_on": date(2025, 3, 3), "words": "An island, no lights"}
    send(programme_store, goals_workbook("2025-03", CROSSING | settled))
    with programme_store.cursor() as cursor:
        told = read_goals(goals(Known(cursor))).values.tolist()
    assert told == [
        ["A shed", "group, 7 November 2024", "30 June 2025", "open", "nothing said", "N01", "November 2024"],
        [
            "A safe place to cross",
            "open meeting, 5 October 2024",
            "no day named",
            "partly reached, 3 March 2025",
            "An island, no lights",
            "N01",
            "March 2025",
        ],
    ]


def test_only_open_goals_stand_in_the_next_template(programme_store):
    reached = SHED | {"status": "reached", "settled_on": date(2024, 11, 20)}
    send(programme_store, goals_workbook("2024-11", CROSSING, reached))
    with programme_store.cursor() as cursor:
        assert carried(Known(cursor), load().datasets["goals"], "N01", "2024-12")["reference"].tolist() == ["G1"]


def test_goals_are_in_no_monthly_workbook_and_not_owed():
    assert not load().datasets["goals"].owed and "goals" not in load().workbooks["monthly"].datasets


def test_the_command_filters_by_place(programme_store):
    send(programme_store, goals_workbook("2024-11", CROSSING))
    send(programme_store, goals_workbook("2024-11", SHED, place="N02"))
    run = ["--database", programme_store.url, "goals", "N02"]
    (row,) = json.loads(CliRunner().invoke(main, [*run, "--json"], catch_exceptions=False).stdout)
    assert [row[name] for name in ("neighbourhood", "reference", "by_when", "settled_on")] == ["N02", "G2", "2025-06-30", None]
    assert "A shed" in CliRunner().invoke(main, run, catch_exceptions=False).stdout
