"""Which waves may be compared, what is said where they may not, and when it is too early to tell."""

from datetime import date, datetime
from math import isnan

import pandas as pd
import pytest

from cdmon.database import Database
from cdmon.returns.submit import submit
from cdmon.statistics.intervals import smallest_rise
from cdmon.tables.factors import factors, read_factors
from cdmon.tables.known import Known
from cdmon.tables.sureness import provenance_mix, read_smallest_rises, read_sureness
from cdmon.workbooks.cells import Upload
from tests.conftest import CORRECTED, send
from tests.flat import flat
from tests.stored import counted, happened, set_up
from tests.workbooks import programme_workbook, survey_workbook, workbook, yes_of

THEN, NOW = date(2024, 10, 20), date(2026, 10, 20)


def active(database: Database, place: str | None = "N01") -> pd.Series:
    """Return the row of the residents who are active in a place."""
    with database.cursor() as cursor:
        return flat(factors(Known(cursor), place)).set_index("indicator").loc["residents_active"]


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
    assert (row["baseline_value"], row["latest_value"]) == (21 / 300, 36 / 300)  # the figures are still shown
    assert isnan(row["change_value"])  # their difference would be no change of one place


def test_a_correction_however_late_is_about_the_boundaries_of_the_version_it_corrects(database):
    send(database, with_boundaries("E05000001", 2015))
    send(database, survey_workbook("2024", THEN, yes_of(300, 20)))
    send(database, with_boundaries("E05009999", 2023))
    send(database, survey_workbook("2026", NOW, yes_of(300, 36)))
    send(database, survey_workbook("2024", THEN, yes_of(300, 21)))
    assert active(database)["verdict"] == "not comparable"


def test_the_pool_is_made_of_places_whose_waves_may_be_compared(programme_store):
    """In N01 the mode changed; in N02 it did not: 20 of 300, then 60 of 300."""
    for label, day, modes, yes in (("2024", THEN, ("online", "post"), 20), ("2026", NOW, ("post", "post"), 60)):
        for place, mode in zip(("N01", "N02"), modes, strict=True):
            send(programme_store, survey_workbook(label, day, yes_of(300, yes), neighbourhood=place, mode=mode))
    row = active(programme_store, None)
    assert (row["baseline_n"], row["latest_n"], row["verdict"], row["remark"]) == (300, 300, "rose", "")
    assert row["latest_period"] == "2026 (1 neighbourhood)"


def test_the_programmes_months_are_those_of_the_places_that_are_pooled(database):
    """In N01 the boundaries changed in between. N02 held 5 activities in each of 24 months, then 50 in the last; N01 50, then none."""
    for gss_code, at in (("E05000001", datetime(2024, 5, 2)), ("E05009999", datetime(2026, 5, 31))):
        places = [["Code", "Name", "Population", "GSS code"], ["N01", "Quayside", 6500, gss_code], ["N02", "Hill Top", 6000, "E05000002"]]
        content = workbook({"Programme": [["name", "start_month"], ["Test programme", "2024-05"]], "Neighbourhoods": places})
        set_up(database, content, at)
    counted(database, "activities_held", [50] * 24 + [0], place="N01")
    counted(database, "activities_held", [5] * 24 + [50], place="N02")
    with database.cursor() as cursor:
        table = {place: flat(factors(Known(cursor), place)).set_index("indicator").loc["activities_held"] for place in ("N01", "N02", None)}
    assert [table[place]["verdict"] for place in ("N01", "N02", None)] == ["not comparable", "rose", "rose"]
    assert (table[None]["baseline_value"], table[None]["latest_value"]) == (12 * 5, 11 * 5 + 50)


def test_where_no_place_may_be_compared_the_programme_may_not_either(programme_store):
    for label, day, modes in (("2024", THEN, ("online", "post")), ("2026", NOW, ("post", "online"))):
        for place, mode in zip(("N01", "N02"), modes, strict=True):
            send(programme_store, survey_workbook(label, day, yes_of(300, 36), neighbourhood=place, mode=mode))
    row = active(programme_store, None)
    assert (row["verdict"], row["remark"]) == ("not comparable", "in no neighbourhood may the two be compared")


def test_of_two_waves_that_ended_on_one_day_neither_is_the_later(programme_store):
    for label, yes in (("B", 21), ("A", 46)):
        send(programme_store, survey_workbook(label, NOW, yes_of(300, yes)))
    row = active(programme_store)
    assert (row["verdict"], row["remark"]) == ("not comparable", "both ended on one day")


def test_a_wave_in_which_nobody_could_say_is_told(programme_store):
    send(programme_store, survey_workbook("2024", THEN, yes_of(300, 21)))
    send(programme_store, survey_workbook("2026", NOW, [{"q1": "don't know", "q2": "don't know"}] * 300))
    with programme_store.cursor() as cursor:
        table = flat(factors(Known(cursor), "N01"))
    (row,) = read_factors(table)[table["indicator"] == "residents_active"].to_dict("records")
    assert row["Now"] == "nobody answered, of 300 in the round, 2026"
    assert (row["Change"], row["Verdict"]) == ("cannot tell", "cannot tell")


def test_whose_word_it_is_is_told_of_both_figures_where_it_differs(programme_store):
    send(programme_store, survey_workbook("2024", THEN, yes_of(300, 21), independent="no"))
    send(programme_store, survey_workbook("2026", NOW, yes_of(300, 21)))
    assert active(programme_store)["provenance"] == "survey by the programme, then independent survey"


@pytest.mark.parametrize(("later", "verdict"), [(date(2026, 9, 30), "too early"), (date(2026, 10, 1), "cannot tell")])
def test_in_the_first_two_years_a_change_that_does_not_show_is_too_early_to_tell(programme_store, later, verdict):
    row = waves(programme_store, 21, 30, later=later)
    assert row["verdict"] == verdict
    assert row["change_low"] < 0 < row["change_high"]  # the interval is shown all the same


def test_a_change_that_shows_is_told_at_any_time(programme_store):
    assert waves(programme_store, 21, 36, later=date(2025, 10, 20))["verdict"] == "rose"


def test_a_wave_that_asked_fewer_than_300_is_marked(programme_store):
    row = waves(programme_store, 20, 21, n=299)
    assert row["remark"] == "fewer than 300 residents asked at the baseline; fewer than 300 residents asked now"


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
        table = flat(factors(Known(cursor), "N01"))
    told = read_sureness(table).set_index("Indicator").loc["Residents who take part in community groups"]
    assert list(told) == ["q1, q2", "baseline", "311", "11", "300", "1.00", "300"]
    rises = read_smallest_rises(table).set_index("Indicator")["Smallest rise likely to show"]
    assert rises["Residents who take part in community groups"] == "+6.9 percentage points"
    assert provenance_mix(table[table["indicator"] == "residents_active"]) == "independent survey (1)"


def test_what_happened_to_a_set_up_after_a_day_changes_nothing_of_that_day(database):
    """Between two waves the boundaries changed; the set-up that said so was sent back a year later."""
    for gss_code, at, label, day, yes in (
        ("E05000001", datetime(2024, 5, 2), "2024", THEN, 20),
        ("E05009999", datetime(2026, 5, 2), "2026", NOW, 60),
    ):
        places = [["Code", "Name", "Population", "GSS code"], ["N01", "Quayside", 6500, gss_code]]
        set_up(database, workbook({"Programme": [["name", "start_month"], ["Test programme", "2024-05"]], "Neighbourhoods": places}), at)
        wave = Upload("wave.xlsx", survey_workbook(label, day, yes_of(300, yes)))
        assert submit(database, wave, "a test", datetime(day.year, 11, 1), tell_effect=False, restatement=CORRECTED).stored
    with database.cursor() as cursor:
        ((newest,),) = cursor.execute(
            "SELECT arg_max(return_id, happened_at) FROM returns JOIN events USING (return_id) WHERE dataset = 'programme'"
        ).fetchall()
        before = factors(Known(cursor, date(2026, 11, 10))).set_index("indicator").loc["residents_active", "verdict"]
    happened(database, newest, "sent back", datetime(2026, 11, 20))
    with database.cursor() as cursor:
        after = factors(Known(cursor, date(2026, 11, 10)), "N01").set_index("indicator").loc["residents_active", "verdict"]
    assert (before, after) == ("not comparable", "not comparable")
