"""Monthly series as XmR charts: the limits written out, and where they begin anew."""

from datetime import date

import numpy as np
import pytest

from cdmon.database import Database
from cdmon.statistics.series import broken_rules, directions, natural_limits
from cdmon.tables.factors import factors
from cdmon.tables.known import Known
from cdmon.tables.steps import DatedEvent, steps
from cdmon.tables.xmr import monthly
from tests.conftest import send
from tests.workbooks import activities_workbook, programme_workbook

MONTHS = [f"{2024 + (10 + n) // 12}-{(10 + n) % 12 + 1:02}" for n in range(25)]  # from November 2024
EVENTS = ["Date", "What happened", "Neighbourhood", "Indicator"]


def held(database: Database, numbers: list[int], neighbourhood: str = "N01") -> None:
    """Send a workbook of months, each with so many activities."""
    send(database, activities_of({month: [{}] * number for month, number in zip(MONTHS, numbers, strict=False)}, neighbourhood))


def activities_of(months: dict[str, list[dict[str, object]]], neighbourhood: str = "N01") -> bytes:
    """The activities of several months; without instructions, so that each row says of which it is."""
    rows = [{"month": month, "neighbourhood": neighbourhood, "date": f"{month}-01", **row} for month, of in months.items() for row in of]
    return activities_workbook(None, rows, None)


def happened(database: Database, *rows: list[object]) -> None:
    """Send the set-up again with dated events."""
    send(database, programme_workbook(sheets={"Events": [EVENTS, *rows]}))


def chart(database: Database, indicator: str = "activities_held", neighbourhood: str = "N01") -> dict[str, list[object]]:
    with database.cursor() as cursor:
        return monthly(Known(cursor), neighbourhood).query("indicator == @indicator").to_dict("list")


def verdict(database: Database, neighbourhood: str | None = "N01", indicator: str = "activities_held") -> str:
    with database.cursor() as cursor:
        return factors(Known(cursor), neighbourhood).set_index("indicator").loc[indicator, "verdict"]


# Limits


def test_limits_by_hand(programme_store):
    """10, 14, 12, 16: mean 52/4 = 13; moving ranges 4, 2, 4, mean 10/3; limits 13 ± 2.66 × 10/3."""
    held(programme_store, [10, 14, 12, 16])
    found = chart(programme_store)
    assert found["value"] == [10, 14, 12, 16]
    assert found["mean"] == [13] * 4
    assert found["lower"] == pytest.approx([13 - 2.66 * 10 / 3] * 4)
    assert found["upper"] == pytest.approx([13 + 2.66 * 10 / 3] * 4)
    assert (found["rule"], found["direction"], found["months"]) == ([""] * 4, [0] * 4, [4] * 4)


def test_the_lower_limit_of_a_count_is_never_below_0(programme_store):
    """1, 9, 2, 10: mean 5.5; moving ranges 8, 7, 8; 5.5 − 2.66 × 23/3 is −14.9."""
    held(programme_store, [1, 9, 2, 10])
    assert chart(programme_store)["lower"] == [0] * 4


@pytest.mark.parametrize(("months", "has_limits"), [(1, False), (2, False), (3, True)])
def test_fewer_than_three_months_have_no_limits(programme_store, months, has_limits):
    held(programme_store, [10, 14, 12][:months])
    found = chart(programme_store)
    assert [value == value for value in found["upper"]] == [has_limits] * months  # NaN is not itself
    assert [value == value for value in found["mean"]] == [has_limits] * months


def test_seven_months_on_one_side_of_the_mean_are_a_shift(programme_store):
    """Seven months at 10 or 11, then seven at 12 or 13: the mean is 11.5, and no month is far from it."""
    held(programme_store, [10, 11, 10, 11, 10, 11, 10, 13, 12, 13, 12, 13, 12, 13])
    found = chart(programme_store)
    assert found["rule"] == ["shift"] * 14
    assert found["direction"] == [-1] * 7 + [1] * 7


def test_a_month_of_a_trend_points_where_the_trend_goes_not_to_its_side_of_the_mean():
    leaps = [-50, 50] * 4  # keep the limits far away
    values = np.array([*leaps, -9, -8, -7, -6, -5, -4, -3], float)  # rises, all of it below the mean of -42/15
    mean, reach = natural_limits(values)
    rules = broken_rules(values, mean, reach)
    assert rules == [""] * 8 + ["trend"] * 7
    assert directions(values, mean, rules) == [0] * 8 + [1] * 7


def test_where_a_trend_turns_the_month_points_where_it_goes_next():
    values = np.array([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1], float)
    assert directions(values, 4, ["trend"] * 13) == [1] * 6 + [-1] * 7


def test_a_hidden_month_takes_no_part_for_the_limits_would_give_it_back(programme_store):
    """Participants 20, 3, 30, 25: of those shown the mean is 75/3 = 25, the moving ranges 10 and 5."""
    counted = zip(MONTHS, (20, 3, 30, 25), strict=False)
    send(programme_store, activities_of({month: [{"participants": people}] for month, people in counted}))
    found = chart(programme_store, "participants")
    assert found["value"] == [20, 30, 25]
    assert found["upper"] == pytest.approx([25 + 2.66 * 7.5] * 3)


def test_a_month_without_a_return_is_passed_over(programme_store):
    """Seven months, each above the one before, are a trend, though the third month sent nothing."""
    leaps = [5, 25] * 4
    counted = dict(zip(MONTHS, [*leaps, 11, 12, None, 13, 14, 15, 16, 17], strict=False))
    send(programme_store, activities_of({month: [{}] * number for month, number in counted.items() if number}))
    found = chart(programme_store)
    assert found["period"] == [month for month, number in counted.items() if number]
    assert found["rule"] == [""] * 8 + ["trend"] * 7


# Dated events


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], [(0, 5)]),
        ([date(2025, 2, 1)], [(0, 2), (2, 5)]),  # the month that holds it is the first of the new step
        ([date(2025, 2, 28)], [(0, 2), (2, 5)]),
        ([date(2025, 1, 15)], [(0, 2), (2, 5)]),  # in a month without a figure: from the next one on
        ([date(2024, 11, 30)], [(0, 5)]),  # in the first month, before it, after the last: no step
        ([date(2020, 1, 1)], [(0, 5)]),
        ([date(2025, 5, 1)], [(0, 5)]),
        ([date(2025, 2, 3), date(2025, 2, 20)], [(0, 2), (2, 5)]),
        ([date(2025, 4, 1), date(2025, 2, 3)], [(0, 2), (2, 4), (4, 5)]),
    ],
)
def test_a_step_begins_at_the_first_month_that_ends_on_or_after_an_event(days, expected):
    months = ["2024-11", "2024-12", "2025-02", "2025-03", "2025-04"]
    assert steps(months, [DatedEvent(day, "Flood", "", "") for day in days]) == expected


def test_limits_begin_anew_at_an_event(programme_store):
    """10, 14, 12 (mean 12, ranges 4 and 2), then 30, 36, 33 (mean 33, ranges 6 and 3)."""
    held(programme_store, [10, 14, 12, 30, 36, 33])
    happened(programme_store, [date(2025, 2, 10), "Centre reopened", None, None], [date(2025, 2, 1), "New team", "N01", "activities_held"])
    found = chart(programme_store)
    assert found["mean"] == [12] * 3 + [33] * 3
    assert found["upper"] == pytest.approx([12 + 2.66 * 3] * 3 + [33 + 2.66 * 4.5] * 3)
    assert (found["step"], found["months"]) == ([1] * 3 + [2] * 3, [3] * 6)
    assert found["event"] == [""] * 3 + ["New team; Centre reopened"] + [""] * 2
    assert found["event_date"] == [None] * 3 + [date(2025, 2, 1)] + [None] * 2


LEVELS = [10, 11] * 11 + [30, 31, 30]  # the last three are far above the limits of all, and ordinary after an event


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (None, "rose"),
        ([date(2026, 9, 1), "Centre opened", None, None], "cannot tell"),
        ([date(2026, 9, 1), "Centre opened", "N01", "activities_held"], "cannot tell"),
        ([date(2026, 9, 1), "Centre opened", "N02", None], "rose"),  # of another neighbourhood
        ([date(2026, 9, 1), "Centre opened", None, "participants"], "rose"),  # of another indicator
        ([date(2020, 11, 1), "Centre opened", None, None], "rose"),  # long before
    ],
)
def test_the_verdict_is_of_the_last_step_as_the_chart_is(programme_store, event, expected):
    held(programme_store, LEVELS)
    if event:
        happened(programme_store, event)
    assert verdict(programme_store) == expected
    assert chart(programme_store)["direction"][-1] == (1 if expected == "rose" else 0)


@pytest.mark.parametrize(("where", "expected"), [(None, "cannot tell"), ("N01", "rose")])
def test_an_event_of_one_neighbourhood_is_none_of_the_programme(programme_store, where, expected):
    held(programme_store, LEVELS)
    happened(programme_store, [date(2026, 9, 1), "Centre opened", where, None])
    assert verdict(programme_store, None) == expected


def test_a_later_set_up_without_the_event_takes_it_back(programme_store):
    held(programme_store, LEVELS)
    happened(programme_store, [date(2026, 9, 1), "Centre opened", None, None])
    happened(programme_store)
    assert set(chart(programme_store)["step"]) == {1}
