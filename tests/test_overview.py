"""All neighbourhoods at a glance: each figure whole, from one wave."""

import json
from datetime import date
from math import isnan

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.tables.known import Known
from cdmon.tables.overview import overview, read_overview
from tests.conftest import send
from tests.workbooks import groups_workbook, survey_workbook, yes_of

THEN, NOW = date(2024, 10, 1), date(2026, 10, 1)
ONE_STREET = [{**each, "cluster": "Quay Street"} for each in yes_of(300, 150)]
ALL_REFUSED = [{"q1": "don't know", "q2": "don't know"}] * 300


@pytest.mark.parametrize(
    ("name", "latest", "design", "cell"),
    [
        ("one cluster: a figure without an interval", ONE_STREET, "clustered", "50.0%, n = 300"),
        ("nobody answered: no figure, and a base of nobody", ALL_REFUSED, "simple random", "nobody answered, n = 0"),
    ],
)
def test_value_interval_and_base_are_of_one_wave(programme_store, name, latest, design, cell):
    """The baseline is 7.0% (4.6–10.5), n = 300: nothing of it stands in a cell of the later wave."""
    send(programme_store, survey_workbook("2024", THEN, yes_of(300, 21)))
    send(programme_store, survey_workbook("2026", NOW, latest, design=design))
    with programme_store.cursor() as cursor:
        table = overview(Known(cursor))
    assert read_overview(table)["Residents active"].tolist() == [cell, "not collected"]
    assert isnan(table["active"][0].low) and table["active"][0].period == "2026"


def test_json_has_a_row_a_neighbourhood_in_a_shape_that_stays(programme_store):
    send(programme_store, survey_workbook("2024", THEN, yes_of(300, 21)))
    send(programme_store, survey_workbook("2026", NOW, yes_of(300, 36)))
    send(programme_store, groups_workbook("2026-09", [{}, {}]))
    printed = CliRunner().invoke(main, ["--database", programme_store.url, "overview", "--json"], catch_exceptions=False)
    here, there = json.loads(printed.stdout)
    first = ["neighbourhood", "name", "wave", "active", "change", "verdict", "groups", "last_return", "milestones_late"]
    assert list(here) == [*first, "mode"]
    assert (here["mode"], there["mode"]) == ("maintenance", "maintenance")  # both of the first wave, and stage 3 has begun
    active = here["active"]
    assert (active["value"], active["n"], active["period"]) == (0.12, 300, "2026")
    assert [round(active[end], 3) for end in ("low", "high")] == [0.088, 0.162]
    assert {part: round(value, 3) for part, value in here["change"].items()} == {"value": 0.05, "low": 0.003, "high": 0.098}
    assert (here["verdict"], here["groups"]) == ("rose", 2)
    assert there["active"] == dict.fromkeys(("value", "low", "high", "n", "period"))
    assert (there["change"], there["groups"], there["verdict"]) == (dict.fromkeys(("value", "low", "high")), None, "not collected")


def test_as_at_a_day_the_overview_is_that_of_the_day(programme_store):
    send(programme_store, survey_workbook("2024", THEN, yes_of(300, 21)))
    printed = CliRunner().invoke(main, ["--database", programme_store.url, "overview"], catch_exceptions=False)
    assert "7.0% (4.6–10.5), n = 300" in printed.stdout
