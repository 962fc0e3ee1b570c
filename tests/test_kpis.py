"""KPIs stage by stage, and whether a target is reached: as far as the interval of the latest figure tells, never as a colour."""

import shutil
from datetime import date
from math import nan
from typing import Any

import pytest

from cdmon.database import SQL, Database, open_database, versions
from cdmon.tables.figures import Figure
from cdmon.tables.flows import Flow
from cdmon.tables.known import Known
from cdmon.tables.kpis import kpi_now_cell, kpis, not_begun, read_kpi_lines, read_kpis
from cdmon.tables.targets import reached
from tests.conftest import send
from tests.stored import counted
from tests.workbooks import groups_workbook, programme_workbook, survey_workbook, table, yes_of


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
    assert reached({"baseline": None, "latest": latest, "target": target, "direction": direction, "basis": "state"}) == said


@pytest.mark.parametrize(
    ("by", "cell"), [("2030-01", "40.0% by January 2030, not yet"), ("2026-05", "40.0% by May 2026, not yet though its month is over")]
)
def test_the_target_stands_with_its_month_and_whether_it_is_reached(database, by, cell):
    targets = table([{"kpi": "people_active", "neighbourhood": "N01", "target": 0.4, "by_month": by}])
    send(database, programme_workbook(sheets={"Targets": targets}))
    send(database, survey_workbook("2026", date(2026, 10, 1), yes_of(300, 36)))
    with database.cursor() as cursor:
        frame = kpis(Known(cursor), "N01")
    assert read_kpis(frame)["Target"][frame["indicator"] == "residents_active"].tolist() == [cell]


def test_the_target_of_a_flow_is_for_twelve_months(waves_store):
    counted(waves_store, "activities_held", [4] * 24)
    with waves_store.cursor() as cursor:
        row = kpis(Known(cursor), "N01").set_index("indicator").loc["activities_held"]
    assert reached({**row, "target": 48}) == "reached, May 2025 to April 2026"
    assert reached({**row, "target": 49}) == "not yet"


# Stages: the programme began in May 2024, so that stage 2 is November 2024 to April 2026, stage 3 May 2026 to October 2027


def measured(store: Database, place: str | None, indicator: str, stage: int) -> dict[str, Any]:
    with store.cursor() as cursor:
        frame = kpis(Known(cursor))
    at = frame["neighbourhood"].isna() if place is None else frame["neighbourhood"] == place
    (found,) = frame[at & (frame["indicator"] == indicator) & (frame["stage"] == stage)].to_dict("records")
    return found


def active(store: Database, label: str, day: date, yes: int, place: str = "N01", **wave: Any) -> None:
    send(store, survey_workbook(label, day, yes_of(300, yes), neighbourhood=place, **wave))


def test_a_stage_that_is_over_keeps_its_figures_when_those_of_the_next_arrive(waves_store):
    active(waves_store, "2024", date(2024, 10, 20), 21)  # month 6, in the stage before: the baseline
    active(waves_store, "2025", date(2025, 10, 20), 36)  # month 18
    counted(waves_store, "activities_held", [4] * 24)
    counted(waves_store, "meeting_spaces", [2] * 12 + [3] * 12)
    before = {code: measured(waves_store, "N01", code, 2) for code in ("residents_active", "activities_held", "meeting_spaces")}
    active(waves_store, "2026", date(2026, 10, 20), 90)  # month 30
    counted(waves_store, "activities_held", [40] * 6, first="2026-05")
    counted(waves_store, "meeting_spaces", [9] * 6, first="2026-05")
    assert all(str(measured(waves_store, "N01", code, 2)) == str(row) for code, row in before.items())
    told = before["residents_active"]
    assert (told["baseline"].period, told["latest"].period, told["stage_state"]) == ("2024", "2025", "over")
    assert round(told["change"].value, 2) == 0.05
    assert (before["meeting_spaces"]["baseline"].period, before["meeting_spaces"]["latest"].period) == ("2024-10", "2026-04")


def test_a_flow_is_of_the_months_of_the_stage_so_that_23_and_5_months_are_not_mixed(waves_store):
    """N01 begins in stage 2 and reports 23 months, 18 of them in it; N02 begins in stage 3 and reports 5, all in it."""
    counted(waves_store, "activities_held", [10] * 23, first="2024-11")
    counted(waves_store, "activities_held", [2] * 5, first="2026-05", place="N02")
    first, second = measured(waves_store, "N01", "activities_held", 2), measured(waves_store, "N02", "activities_held", 3)
    assert (first["flow"], second["flow"]) == (Flow(180, 18, returns=18), Flow(10, 5, returns=5))
    assert (first["latest"].value, first["latest"].period) == (120, "2025-05 to 2026-04")
    assert measured(waves_store, None, "activities_held", 2)["flow"] == Flow(180, 18, returns=18)
    assert measured(waves_store, None, "activities_held", 3)["flow"] == Flow(10, 5, returns=5)  # of the second wave, without N01's 5 months


def test_the_programmes_row_is_pooled_over_the_waves_that_the_stage_concerns(waves_store):
    active(waves_store, "2024", date(2024, 10, 20), 30)
    active(waves_store, "2024", date(2024, 10, 20), 150, place="N02")
    whole, place = (measured(waves_store, each, "residents_active", 2) for each in (None, "N01"))
    assert (whole["baseline"].value, whole["baseline"].n, whole["waves"]) == (0.1, 300, ["first"])
    assert whole["baseline"].value == place["baseline"].value


@pytest.mark.parametrize(
    ("days", "baseline", "latest"),
    [
        (["2024-10-20", "2026-04-20", "2026-09-01"], "2026-04-20", "2026-09-01"),  # the last before the stage begins
        (["2025-10-20", "2026-07-20"], "2026-07-20", None),  # in the stage's third month, nearer to its beginning than October
        (["2025-10-20", "2026-08-20"], "2025-10-20", "2026-08-20"),  # after these months
        (["2026-08-20", "2026-09-20"], "2026-08-20", "2026-09-20"),  # a late baseline is better than none
    ],
)
def test_the_baseline_of_a_stage_is_the_survey_nearest_to_its_beginning(waves_store, days, baseline, latest):
    for day in days:
        active(waves_store, day, date.fromisoformat(day), 30, place="N02")
    row = measured(waves_store, "N02", "residents_active", 3)
    assert (row["baseline"].period, row["latest"] and row["latest"].period) == (baseline, latest)


def test_a_follow_up_can_stand_at_the_beginning_of_a_later_stage_and_not_for_the_baseline_there_never_was(waves_store):
    active(waves_store, "2026", date(2026, 4, 20), 30, place="N02", purpose="follow-up")
    row = measured(waves_store, "N02", "residents_active", 3)
    assert (row["baseline"], row["verdict"]) == (None, "no baseline")
    active(waves_store, "2024", date(2024, 10, 20), 21, place="N02")
    assert measured(waves_store, "N02", "residents_active", 3)["baseline"].period == "2026"


def test_groups_that_opened_and_closed_are_those_of_the_stage(database):
    """At the stage's beginning one group more than in the first register; in the stage another opens and one closes."""
    send(database, programme_workbook())
    registers = {"2024-08": ["A"], "2024-10": ["A", "B"], "2025-10": ["B", "C"], "2026-06": ["B", "C", "D"]}
    for month, names in registers.items():
        send(database, groups_workbook(month, [{"name": name} for name in names]))
    change = measured(database, "N01", "groups_counting", 2)["change"]
    assert (change.value, change.opened, change.closed) == (0, 1, 1)


def test_a_stage_that_has_not_begun_has_no_row_and_is_named(waves_store):
    with waves_store.cursor() as cursor:
        known = Known(cursor)
        assert set(kpis(known)["stage"]) == {2, 3}
        assert not_begun(known) == ["stage 4 (Third wave), from November 2027"]


def test_each_figure_says_whether_it_is_a_state_per_period_or_cumulative(waves_store):
    counted(waves_store, "service_changes", [1, 0, 2] * 6, first="2024-11")
    row = measured(waves_store, "N01", "service_changes", 2)
    assert row["basis"] == "cumulative"
    assert kpi_now_cell(row) == "18 in stage 2 (18 months reported)"
    assert reached({**row, "target": 18}) == "reached, April 2026"  # all of the stage, and not its last twelve months
    assert reached({**row, "target": 19}) == "not yet"
    assert measured(waves_store, "N01", "participants", 2)["basis"] == "per period"
    assert measured(waves_store, "N01", "meeting_spaces", 2)["basis"] == "state"


def test_harm_stands_beside_the_benefit(waves_store):
    with waves_store.cursor() as cursor:
        frame = kpis(Known(cursor), "N01")
    of_health = frame[frame["kpi"] == "health_benefit"]
    assert list(zip(of_health["indicator"], of_health["direction"], strict=True)) == [
        ("health_benefited", HIGHER),
        ("health_harmed", LOWER),
    ]
    assert set(frame["kpi"][frame["inferred"]]) == {"mutual_aid", "health_benefit", "support_and_recognition"}


# What the set-up says


def test_a_programme_has_kpis_of_its_own_changes_one_and_switches_one_off(database):
    own = [
        {
            "code": "help",
            "title": "More help",
            "indicators": "receiving_help; giving_help",
            "direction": "lower is better",
            "stages": "2; 3",
        },
        {"code": "people_active", "indicators": "meets_others"},
        {"code": "mutual_aid", "used": "no"},
    ]
    send(database, programme_workbook(sheets={"KPIs": table(own)}))
    with database.cursor() as cursor:
        frame = kpis(Known(cursor), "N01").set_index("kpi")
    assert "mutual_aid" not in frame.index
    assert frame.loc["people_active", ["title", "indicator"]].tolist() == ["More people active", "meets_others"]
    assert frame.loc["help", ["stage", "indicator", "direction"]].values.tolist() == [
        [2, "receiving_help", LOWER],  # which is neutral by its definition
        [2, "giving_help", HIGHER],
    ]
    assert frame["kpi_verdict"].loc["help"].tolist() == ["not collected"] * 2


def test_a_kpi_may_be_about_named_waves_in_named_stages(database):
    own = [{"code": "kept", "title": "Kept up", "indicators": "activities_held", "stages": "3", "waves": "First"}]
    places = [("N01", "Quayside", 6500, "first"), ("N02", "Hill Top", 6000, "second")]
    send(database, programme_workbook(places, sheets={"KPIs": table(own)}))
    with database.cursor() as cursor:
        frame = kpis(Known(cursor))
    kept = frame[frame["kpi"] == "kept"]
    assert list(zip(kept["neighbourhood"].fillna(""), kept["stage"], strict=True)) == [("", 3), ("N01", 3)]


def test_what_a_kpi_names_and_nobody_measures_any_more_is_left_out(database):
    own = [{"code": "gone", "title": "Gone", "indicators": "hubs"}, {"code": "people_active", "indicators": "hubs; meets_others"}]
    send(database, programme_workbook(sheets={"KPIs": table([{**row, "direction": HIGHER} for row in own])}))
    database.write(lambda cursor: cursor.execute("UPDATE own_kpis SET indicators = replace(indicators, 'hubs', 'a_former_one')"))
    with database.cursor() as cursor:
        frame = kpis(Known(cursor), "N01")
    assert "gone" not in set(frame["kpi"])
    assert frame["indicator"][frame["kpi"] == "people_active"].tolist() == ["meets_others"]


def test_a_target_names_its_indicator_and_its_stage(database):
    targets = [
        {"kpi": "groups_strengthened", "indicator": "networking_rated", "neighbourhood": "N01", "stage": 2, "target": 3},
        {"kpi": "groups_strengthened", "neighbourhood": "N01", "target": 12},
    ]
    send(database, programme_workbook(sheets={"Targets": table(targets)}))
    assert measured(database, "N01", "networking_rated", 2)["target"] == 3
    assert measured(database, "N01", "groups_counting", 2)["target"] == 12
    with database.cursor() as cursor:
        lines = read_kpi_lines(kpis(Known(cursor), "N01")).set_index("KPI")
    assert (
        lines.loc["Groups and organisations strengthened", "Target"]
        == "12, cannot tell; How well groups work together (rated): 3 of 4, cannot tell"
    )


def test_a_target_of_an_old_store_stays_that_of_the_indicator_it_was_set_for(tmp_path):
    """Until version 14 a KPI was one indicator; two are led by another one now. A later version of the store knows what was meant."""
    earlier = tmp_path / "migrations"
    earlier.mkdir()
    for number, path in versions(SQL / "migrations").items():
        if number < 14:
            shutil.copy(path, earlier)
    old = Database(str(tmp_path / "cdmon.duckdb"), earlier)
    for kpi in ("productive_interaction", "support_and_recognition", "people_active"):
        row = "SELECT 'r' AS return_id, 2 AS row_number, ? AS kpi"
        old.write(lambda cursor, kpi=kpi, row=row: cursor.execute(f"INSERT INTO targets BY NAME {row}", [kpi]))
    old.close()
    opened = open_database(str(tmp_path / "cdmon.duckdb"))
    with opened.cursor() as cursor:
        found = cursor.execute("SELECT kpi, indicator FROM targets").fetchall()
    opened.close()
    assert dict(found) == {
        "productive_interaction": "can_influence",
        "support_and_recognition": "choice_of_activities",
        "people_active": None,  # its first, as before
    }
