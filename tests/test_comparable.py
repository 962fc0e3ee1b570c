"""Which waves may be compared, what is said where they may not, and when it is too early to tell."""

from datetime import date

import pandas as pd
import pytest

from cdmon.database import Database
from cdmon.statistics import smallest_rise
from cdmon.tables.factors import factors
from cdmon.tables.sureness import provenance_mix, read_smallest_rises, read_sureness
from cdmon.wording import read_factors
from tests.conftest import send
from tests.workbooks import programme_workbook, survey_workbook, workbook, yes_of

THEN, NOW = date(2024, 10, 20), date(2026, 10, 20)


def active(database: Database) -> pd.Series:
    """Return the row of the residents who are active in N01."""
    with database.cursor() as cursor:
        return factors(cursor, "N01").set_index("indicator").loc["residents_active"]


def waves(database: Database, first: int = 21, second: int = 36, n: int = 300, later: date = NOW, **second_wave: str) -> pd.Series:
    """Send two waves of n residents, of whom so many are active, and return the row of those who are."""
    send(database, survey_workbook("2024", THEN, yes_of(n, first), sampling_frame="Postcode address file"))
    send(database, survey_workbook("later", later, yes_of(n, second), **{"sampling_frame": "postcode address-file", **second_wave}))
    return active(database)


def test_two_waves_alike_are_compared(programme_store):
    row = waves(programme_store)
    assert (row["verdict"], row["remark"]) == ("rose", "")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"mode": "online"}, "asked face to face, then online"),
        ({"sampling_frame": "Electoral roll"}, "sampled from Postcode address file, then Electoral roll"),
    ],
)
def test_another_mode_or_frame_is_not_comparable_and_says_why(programme_store, changed, why):
    row = waves(programme_store, **changed)
    assert (row["verdict"], row["remark"]) == ("not comparable", why)
    told = read_factors(row.to_frame().T.reset_index()).iloc[0]
    assert told["Verdict"] == f"not comparable ({why})"


def test_what_a_wave_does_not_say_is_not_held_against_it(programme_store):
    assert waves(programme_store, sampling_frame="")["verdict"] == "rose"


def with_boundaries(code: str, year: int) -> bytes:
    """A set-up of N01 alone, for these boundaries."""
    places = [["Code", "Name", "Population", "GSS code", "Boundary year"], ["N01", "Quayside", 6500, code, year]]
    return workbook({"Programme": [["name", "start_month"], ["Test programme", "2024-05"]], "Neighbourhoods": places})


def test_a_ward_whose_boundaries_changed_is_never_joined_by_name(database):
    send(database, with_boundaries("E05000001", 2015))
    send(database, survey_workbook("2024", THEN, yes_of(300, 21)))
    send(database, with_boundaries("E05009999", 2023))
    send(database, survey_workbook("2026", NOW, yes_of(300, 36)))
    row = active(database)
    why = "for E05000001, boundaries of 2015, then E05009999, boundaries of 2023"
    assert (row["verdict"], row["remark"]) == ("not comparable", why)
    assert round(row["change_value"], 3) == 0.05  # the figures are still shown


@pytest.mark.parametrize(("later", "verdict"), [(date(2026, 9, 30), "too early"), (date(2026, 10, 1), "cannot tell")])
def test_in_the_first_two_years_a_change_that_does_not_show_is_too_early_to_tell(programme_store, later, verdict):
    row = waves(programme_store, 21, 30, later=later)
    assert row["verdict"] == verdict
    assert row["change_low"] < 0 < row["change_high"]  # the interval is shown all the same


def test_a_change_that_shows_is_told_at_any_time(programme_store):
    assert waves(programme_store, 21, 36, later=date(2025, 10, 20))["verdict"] == "rose"


def test_a_wave_that_asked_fewer_than_300_is_marked(programme_store):
    row = waves(programme_store, 20, 21, n=299)
    assert row["remark"] == "fewer than 300 residents at the baseline; fewer than 300 residents now"


@pytest.mark.parametrize(("baseline", "rise"), [(0.05, 0.062), (0.07, 0.070), (0.20, 0.099), (0.50, 0.113)])
def test_the_smallest_rise_that_two_waves_of_300_show_agrees_with_exact_power(baseline, rise):
    assert float(smallest_rise(baseline, 300, 300)) == pytest.approx(rise, abs=0.0015)


def test_no_rise_can_be_shown_where_nearly_all_say_yes():
    assert pd.isna(smallest_rise(0.99, 50, 50))


def test_how_surely_is_told_with_who_did_not_answer(database):
    send(database, programme_workbook())
    answers = [*yes_of(300, 21), *({"q1": "don't know", "q4": "no"} for _ in range(10)), {"q4": "yes"}]
    send(database, survey_workbook("2024", THEN, answers))
    with database.cursor() as cursor:
        table = factors(cursor, "N01")
    told = read_sureness(table).set_index("Indicator").loc["Residents active in the community"]
    assert list(told) == ["baseline", "311", "11", "300", "1.00", "300"]
    rises = read_smallest_rises(table).set_index("Indicator")["Smallest rise likely to show"]
    assert rises["Residents active in the community"] == "+6.9 points"
    assert provenance_mix(table[table["indicator"] == "residents_active"]) == "independent survey (1)"
