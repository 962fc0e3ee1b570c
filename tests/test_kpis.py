"""Whether a target is reached: as far as the interval of the latest figure tells, never as a colour."""

from datetime import date
from math import nan

import pytest

from cdmon.tables.figures import Figure
from cdmon.tables.known import Known
from cdmon.tables.kpis import kpis, reached, read_kpis
from tests.conftest import send
from tests.stored import counted
from tests.workbooks import programme_workbook, survey_workbook, table, yes_of


def told(value: float, low: float = nan, high: float = nan) -> Figure:
    return Figure("residents_active", "N01", "Autumn 2026", None, value, low=low, high=high)


HIGHER, LOWER = "higher is better", "lower is better"


@pytest.mark.parametrize(
    ("latest", "target", "direction", "said"),
    [
        (told(0.12, 0.088, 0.162), nan, HIGHER, ""),
        (told(0.12, 0.088, 0.162), 0.088, HIGHER, "reached, Autumn 2026"),
        (told(0.12, 0.088, 0.162), 0.10, HIGHER, "cannot tell"),  # the target lies within the interval
        (told(0.12, 0.088, 0.162), 0.17, HIGHER, "not yet"),
        (told(0.12, 0.088, 0.162), 0.17, LOWER, "reached, Autumn 2026"),
        (told(0.12, 0.088, 0.162), 0.10, LOWER, "cannot tell"),
        (told(0.12, 0.088, 0.162), 0.08, LOWER, "not yet"),
        (told(14), 14, HIGHER, "reached, Autumn 2026"),  # counted in full
        (told(14), 15, HIGHER, "not yet"),
        (told(nan), 15, HIGHER, "cannot tell"),
        (None, 15, HIGHER, "cannot tell"),
    ],
)
def test_a_target_is_reached_only_where_the_whole_interval_is_beyond_it(latest, target, direction, said):
    assert reached({"baseline": None, "latest": latest, "target": target, "direction": direction}) == said


@pytest.mark.parametrize(
    ("by", "cell"), [("2030-01", "40.0% by January 2030, not yet"), ("2026-05", "40.0% by May 2026, not yet though its month is over")]
)
def test_the_target_stands_with_its_month_and_whether_it_is_reached(database, by, cell):
    targets = table([{"kpi": "people_active", "neighbourhood": "N01", "target": 0.4, "by_month": by}])
    send(database, programme_workbook(sheets={"Targets": targets}))
    send(database, survey_workbook("2026", date(2026, 10, 1), yes_of(300, 36)))
    with database.cursor() as cursor:
        frame = kpis(Known(cursor), "N01")
    assert read_kpis(frame)["Target"][frame["kpi"] == "people_active"].tolist() == [cell]


def test_the_target_of_a_flow_is_for_twelve_months(waves_store):
    counted(waves_store, "activities_held", [4] * 24)
    with waves_store.cursor() as cursor:
        row = kpis(Known(cursor), "N01").set_index("kpi").loc["community_activity"]
    assert reached({**row, "target": 48}) == "reached, May 2025 to April 2026"
    assert reached({**row, "target": 49}) == "not yet"
