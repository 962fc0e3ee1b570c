"""Support, one by one: what is collected of spaces, workers, money and help in kind is shown, and added up as written out here."""

import json
import re
from collections.abc import Mapping

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.definitions import load
from cdmon.tables.effects import accounts, of_groups, read_of_groups
from cdmon.tables.known import Known
from cdmon.tables.support import read_spaces, read_support, spaces, support
from tests.conftest import send
from tests.workbooks import evidence_workbook, instructions, table, workbook

HALL = {"kind": "meeting space", "name": "Hall", "hours_a_week": 20, "cost": "free"}


def support_workbook(month: str, *rows: Mapping[str, object], place: str = "N01") -> bytes:
    usual = {"status": "in place", "provider": None}
    return workbook({"Instructions": instructions(place, month), "Support": table(usual | row for row in rows)})


def test_meeting_spaces_are_added_up_by_what_groups_pay(programme_store):
    rows = [HALL, {"kind": "meeting space", "name": "Room", "hours_a_week": 7.5, "cost": "free"}]
    rows += [{"kind": "meeting space", "name": "Studio", "cost": "full"}, {"kind": "meeting space", "name": "Shed", "hours_a_week": 3}]
    send(
        programme_store, support_workbook("2024-10", *rows, {"kind": "meeting space", "name": "Lost", "status": "ended", "hours_a_week": 9})
    )
    with programme_store.cursor() as cursor:
        found = read_spaces(spaces(support(Known(cursor)))).values.tolist()
    assert found == [["Free", "2", "27.5"], ["Full price", "1", "not known"], ["Not known", "1", "3"]]  # 20 + 7.5


def test_each_kind_of_support_has_its_place_with_all_that_is_known_of_it(programme_store):
    rows = [
        {"kind": "pooled money", "name": "Fund", "amount": 1500, "provider": "Council"},
        {"kind": "in kind", "name": "Printing", "group_name": "Choir"},
        {"kind": "cd input", "name": "Worker", "wte": 0.5},
        HALL,
    ]
    send(programme_store, support_workbook("2024-10", *rows))
    with programme_store.cursor() as cursor:
        found = read_support(support(Known(cursor), "N01")).values.tolist()
    assert [row[:5] for row in found] == [
        ["Meeting space", "Hall", "not named", "none in particular", "20 hours a week, free"],
        ["Community development input", "Worker", "not named", "none in particular", "0.5 WTE"],
        ["Help in kind", "Printing", "not named", "Choir", "not known"],
        ["Pooled money", "Fund", "Council", "none in particular", "£1,500"],
    ]
    offered = [option.code for option in load().datasets["support"].sheet("support").column("kind").options]
    assert {"in kind", "pooled money", "outside funding", "grant award"} <= set(offered)


def test_a_space_is_that_of_the_newest_register_and_money_that_of_every_month(programme_store):
    send(programme_store, support_workbook("2024-10", HALL, {"kind": "in kind", "name": "Printing"}))
    send(programme_store, support_workbook("2024-11", HALL | {"name": "Room"}))
    with programme_store.cursor() as cursor:
        found = support(Known(cursor), "N01")
    assert found[["name", "month"]].values.tolist() == [["Room", "2024-11"], ["Printing", "2024-10"]]


def test_what_groups_achieved_and_struggled_with_is_told_by_group(programme_store):
    rows = [
        {"kind": "achievement", "what": "Sang", "group_name": "Choir"},
        {"kind": "problem", "what": "No room", "group_name": "Allotments"},
        {"kind": "problem", "what": "Few came", "group_name": "Choir"},
        {"kind": "achievement", "what": "Nobody's", "group_name": None},
        {"kind": "testimony", "what": "It helps", "group_name": "Choir"},
    ]
    send(programme_store, evidence_workbook("2024-10", rows))
    with programme_store.cursor() as cursor:
        told = read_of_groups(of_groups(accounts(Known(cursor), "N01"))).to_numpy().tolist()
    assert [row[:3] for row in told] == [
        ["Allotments", "Problem of a group", "No room"],
        ["Choir", "Achievement of a group", "Sang"],
        ["Choir", "Problem of a group", "Few came"],
    ]


def test_the_command_filters_by_place(programme_store):
    send(programme_store, support_workbook("2024-10", HALL))
    send(programme_store, support_workbook("2024-10", HALL | {"name": "Room"}, place="N02"))
    run = ["--database", programme_store.url, "support", "N02"]
    told = json.loads(CliRunner().invoke(main, [*run, "--json"], catch_exceptions=False).stdout)
    assert told["spaces"] == [{"cost": "free", "spaces": 1, "hours_a_week": 20.0, "without_hours": 0}]
    assert [row["name"] for row in told["support"]] == ["Room"]
    assert "20 hours a week, free" in CliRunner().invoke(main, run, catch_exceptions=False).stdout


@pytest.mark.parametrize("heading", ["WTE", "Whole-time equivalents", "FTE", "Full-time equivalents"])
def test_wte_is_read_under_its_older_headings_too(programme_store, heading):
    send(programme_store, support_workbook("2024-10", {"kind": "cd input", "name": "Worker", heading: 0.5}))
    with programme_store.cursor() as cursor:
        assert support(Known(cursor))["wte"].tolist() == [0.5]


def test_no_text_that_people_see_names_equivalents_in_another_way():
    texts = [column.title + column.help for dataset in load().datasets.values() for sheet in dataset.sheets for column in sheet.columns]
    texts += [kind.title + kind.message for kind in load().problems.values()]
    texts += [indicator.title + indicator.unit for indicator in load().indicators.values()]
    assert [text for text in texts if re.search(r"full-time equivalent|\bFTE\b", text, re.IGNORECASE)] == []
