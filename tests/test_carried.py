"""The rows that a template begins with: which month's, which of them, and what changes in them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cdmon.clock import now
from cdmon.database import Database
from cdmon.definitions import load
from cdmon.returns.carried import carried
from cdmon.tables.known import Known
from tests.conftest import send
from tests.stored import happened
from tests.workbooks import groups_workbook, instructions, programme_workbook, table, workbook

DATASETS = load().datasets
SPACE = {"kind": "meeting space", "name": "Library room", "provider": "Libraries", "status": "new"}
RISK = {"reference": "R1", "risk": "The hall closes", "likelihood": "low", "impact": "high", "status": "open"}


def rows(database: Database, dataset: str, period: str, neighbourhood: str = "N01") -> pd.DataFrame:
    with database.cursor() as cursor:
        return carried(Known(cursor), DATASETS[dataset], neighbourhood, period)


def names(database: Database, period: str, neighbourhood: str = "N01") -> list[str]:
    return list(rows(database, "groups", period, neighbourhood)["name"])


def monthly(month: str, neighbourhood: str | None = "N01", **sheets: list[Mapping[str, Any]]) -> bytes:
    """A month's workbook of the sheets that are given."""
    return workbook({"Instructions": instructions(neighbourhood, month), **{title: table(rows) for title, rows in sheets.items()}})


def test_they_come_from_the_newest_month_before(programme_store: Database):
    for month in ("2024-09", "2024-11", "2025-02"):
        send(programme_store, groups_workbook(month, [{"name": f"Choir of {month}"}]))
    assert names(programme_store, "2024-09") == ["Choir of 2024-09"]
    assert names(programme_store, "2024-10") == ["Choir of 2024-09"]
    assert names(programme_store, "2025-01") == ["Choir of 2024-11"]
    assert names(programme_store, "2026-10") == ["Choir of 2025-02"]


def test_groups_that_ended_stay_behind_and_new_ones_are_not_new_any_more(programme_store: Database):
    ended = [{"name": "Chess", "status": "closed"}, {"name": "Walkers", "status": "merged", "merged_into": "Choir"}]
    going = [{"name": "Choir", "status": "new", "links": 2, "volunteers": 5}, {"name": "Allotments", "status": "dormant", "links": 1}]
    send(programme_store, groups_workbook("2024-09", [ended[0], *going, ended[1]]))
    found = rows(programme_store, "groups", "2024-10")
    assert found[["month", "name", "status"]].to_numpy().tolist() == [
        ["2024-09", "Choir", "active"],
        ["2024-09", "Allotments", "dormant"],
    ]
    assert found["volunteers"].tolist()[0] == 5
    assert found["links"].isna().all()


def test_spaces_schemes_and_posts_go_on_but_neither_what_was_given_once_nor_what_ended(programme_store: Database):
    support = [
        SPACE,
        SPACE | {"name": "Church hall", "status": "ended"},
        SPACE | {"kind": "grant award", "name": "Award", "amount": 500},
        SPACE | {"kind": "cd input", "name": "Worker", "wte": 0.5, "status": "in place"},
    ]
    send(programme_store, monthly("2024-09", Support=support))
    found = rows(programme_store, "support", "2024-10")
    assert found[["name", "status"]].to_numpy().tolist() == [["Library room", "in place"], ["Worker", "in place"]]


def test_the_return_of_the_very_month_comes_back_whole_and_unchanged(programme_store: Database):
    send(programme_store, groups_workbook("2024-09", [{"name": "Old"}]))
    send(
        programme_store, groups_workbook("2024-10", [{"name": "Choir", "status": "new", "links": 2}, {"name": "Chess", "status": "closed"}])
    )
    found = rows(programme_store, "groups", "2024-10")
    assert found[["month", "name", "status"]].to_numpy().tolist() == [["2024-10", "Choir", "new"], ["2024-10", "Chess", "closed"]]
    assert found["links"].tolist()[0] == 2


def test_a_return_that_does_not_count_is_passed_over(programme_store: Database):
    send(programme_store, groups_workbook("2024-09", [{"name": "Choir"}]))
    (plan,) = send(programme_store, groups_workbook("2024-10", [{"name": "Chess"}])).checked.plans
    happened(programme_store, plan.return_id, "withdrawn", now(), "of another place")
    assert names(programme_store, "2024-11") == ["Choir"]


def test_a_neighbourhood_gets_its_own_rows_and_the_programme_those_of_none(programme_store: Database):
    send(programme_store, monthly("2024-09", "N01", Risks=[RISK, RISK | {"reference": "R2", "status": "closed"}]))
    send(programme_store, monthly("2024-09", "programme", Risks=[RISK | {"reference": "P1"}]))
    found = {place: rows(programme_store, "risks", "2024-10", place)["reference"].tolist() for place in ("N01", "N02", "")}
    assert found == {"N01": ["R1"], "N02": [], "": ["P1"]}


def test_what_happened_in_a_month_is_not_carried_over(programme_store: Database):
    activity = {"date": "2024-09-03", "activity": "Lunch", "kind": "social", "participants": 10}
    send(programme_store, monthly("2024-09", Activities=[activity]))
    found = rows(programme_store, "activities", "2024-10")
    assert found.empty and list(found.columns) == [column.code for column in DATASETS["activities"].sheets[0].columns]


def test_every_kind_of_store_carries_over(any_database: Database):
    send(any_database, programme_workbook())
    send(any_database, groups_workbook("2024-09", [{"name": "Choir", "status": "new"}, {"name": "Chess", "status": "closed"}]))
    assert rows(any_database, "groups", "2024-10")[["name", "status"]].to_numpy().tolist() == [["Choir", "active"]]
