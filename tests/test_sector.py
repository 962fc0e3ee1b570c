"""The survey of organisations: counted in a neighbourhood, judged for the programme; who was approached, and who answered."""

from datetime import date
from math import isnan, sqrt

import pandas as pd
import pytest

from cdmon.database import Database
from cdmon.statistics.intervals import wilson
from cdmon.tables.comparators import read_comparators
from cdmon.tables.factors import factors, read_factors, series
from cdmon.tables.known import Known
from cdmon.tables.sureness import read_smallest_rises, read_sureness
from tests.conftest import send
from tests.workbooks import programme_workbook, survey_workbook, table, workbook, yes_of

THEN, NOW = date(2024, 10, 1), date(2026, 10, 1)
PLACES = [("N01", "Quayside", 6000), ("N02", "Hill Top", 4000)]
QUESTION, INDICATOR = "s7", "sector_positive_relationship"


@pytest.fixture
def two_places(database: Database) -> Database:
    """A programme of two neighbourhoods."""
    send(database, programme_workbook(PLACES))
    return database


def wave(day: date, *places: tuple[int, int], silent: int = 0, **facts: object) -> bytes:
    """A wave in which so many of so many organisations of N01, N02 … have a positive relationship; `silent` more of N01 do not know."""
    said = [(f"N0{place}", "positive" if at < yes else "neither") for place, (yes, n) in enumerate(places, 1) for at in range(n)]
    said += [("N01", "don't know")] * silent
    rows = [{"respondent": f"V{at}", "neighbourhood": place, QUESTION: answer} for at, (place, answer) in enumerate(said)]
    about = {"label": str(day.year), "fieldwork_start": day, "fieldwork_end": day, "mode": "online", "sample_design": "simple random"}
    return workbook({"Sector wave": table([about | {"independent": "yes"} | facts]), "Organisations": table(rows)})


def row(database: Database, place: str | None) -> pd.Series:
    """The row of the positive relationship in a place or, for None, the programme."""
    with database.cursor() as cursor:
        return factors(Known(cursor), place).set_index("indicator", drop=False).loc[INDICATOR]


def words(told: pd.Series) -> pd.Series:
    """The row as people read it."""
    return read_factors(told.to_frame().T).iloc[0]


def test_a_neighbourhood_says_how_many_of_how_many_and_is_not_judged(two_places):
    send(two_places, wave(THEN, (1, 9), (5, 10), silent=1))
    send(two_places, wave(NOW, (8, 9), (9, 10)))
    told = words(row(two_places, "N01"))
    assert told[["Baseline", "Now"]].tolist() == ["1 of 9, 2024", "8 of 9, 2026"]
    assert told[["Change", "Verdict"]].tolist() == ["for the programme only"] * 2


def test_the_programme_is_judged(two_places):
    send(two_places, wave(THEN, (1, 9), (5, 10)))
    send(two_places, wave(NOW, (8, 9), (9, 10)))
    told = row(two_places, None)
    assert (told["baseline"].value, told["latest"].value) == (pytest.approx(6 / 19), pytest.approx(17 / 19))
    assert told["verdict"] == "rose"


def test_no_page_below_tells_an_interval_or_a_rise_of_a_neighbourhood(two_places):
    send(two_places, wave(THEN, (1, 9), (5, 10)))
    send(two_places, wave(NOW, (8, 9), (9, 10)))
    with two_places.cursor() as cursor:
        found, over_time = factors(Known(cursor), "N01"), series(Known(cursor), "N01")
    assert set(read_sureness(found)["Interval of a simple sample of"]) == {"no interval"}
    assert read_smallest_rises(found).empty
    assert over_time[["low", "high"]].isna().all().all()


@pytest.mark.parametrize(
    ("place", "here", "against"),
    [
        ("N01", "8 of 9, 2024", ["for the programme only"] * 2),
        (None, "73.7% (52.5–87.7), 2024 (2 neighbourhoods)", ["above", "above"]),
    ],
)
def test_the_national_figures_of_2008_and_2010_stand_beside_it(two_places, place, here, against):
    """14 of 19: the variance is (9/19)² · 8/81 / 9 + (10/19)² · 24/100 / 10 = 0.00911, as of 21.3; Wilson's interval 52.5 to 87.7."""
    send(two_places, wave(THEN, (8, 9), (6, 10)))
    with two_places.cursor() as cursor:
        told = read_comparators(factors(Known(cursor), place))
    assert told["There"].tolist() == ["England 16.0%, 2008", "England 18.0%, 2010"]
    assert (told["Here"].tolist(), told["Against it"].tolist()) == ([here] * 2, against)


def test_who_answered_of_those_approached_is_said_of_the_wave(two_places):
    send(two_places, wave(THEN, (3, 8), (5, 10), silent=1, approached=25, coverage="sample"))
    assert words(row(two_places, "N01"))["Baseline"] == "3 of 8, 2024, 19 of 25 organisations answered"
    assert words(row(two_places, None))["Baseline"].endswith("2024 (2 neighbourhoods), 19 of 25 organisations answered")


def test_how_many_people_answered_a_wave_is_not_told_for_it_would_tell_the_few_of_one_place(two_places):
    few = [{"neighbourhood": "N02", **answer} for answer in yes_of(3, 1)]
    many = [{"neighbourhood": "N01", **answer} for answer in yes_of(60, 20)]
    send(two_places, survey_workbook("2024", THEN, many + few, neighbourhood=None, approached=90))
    with two_places.cursor() as cursor:
        found = factors(Known(cursor)).set_index("indicator").loc["residents_active", "baseline"]
    assert (found.n, found.responses) == (60, ())


def test_the_waves_of_two_files_are_added_up_and_one_that_does_not_say_makes_it_unknown(two_places):
    send(two_places, wave(THEN, (3, 8), approached=12))
    assert words(row(two_places, None))["Baseline"].endswith("8 of 12 organisations answered")
    second = {"respondent": "V1", "neighbourhood": "N02", QUESTION: "positive"}
    about = {"label": "2024", "fieldwork_start": THEN, "fieldwork_end": THEN, "mode": "online", "sample_design": "simple random"}
    for approached, said in ((4, "9 of 16 organisations answered"), (None, "2024 (2 neighbourhoods)")):
        facts = about | {"independent": "yes", "approached": approached}
        send(two_places, workbook({"Sector wave": table([facts]), "Organisations": table([second])}))
        assert words(row(two_places, None))["Baseline"].endswith(said)


def test_a_census_that_all_answered_is_exact(two_places):
    send(two_places, wave(THEN, (3, 9), (5, 10), coverage="census", approached=19))
    send(two_places, wave(NOW, (4, 9), (5, 10), coverage="census", approached=19))
    told = row(two_places, None)
    assert [told[role].value for role in ("baseline", "latest")] == pytest.approx([8 / 19, 9 / 19])
    assert all(isnan(told[role].low) for role in ("baseline", "latest"))
    assert (told["change"].value, isnan(told["change"].low), told["verdict"]) == (pytest.approx(1 / 19), True, "up")


def test_a_census_that_not_all_answered_is_a_sample_of_all_there_are(two_places):
    """19 of 38 answered: the finite population halves the variance, so that the sample is as good as one of twice its size.

    Stratified by place: the variance is (9/19)² · 20/81 / 9 + (10/19)² · 25/100 / 10, halved.
    """
    send(two_places, wave(THEN, (5, 9), (5, 10), coverage="census", approached=38))
    told = row(two_places, None)["baseline"]
    p, variance = 10 / 19, ((9 / 19) ** 2 * 20 / 81 / 9 + (10 / 19) ** 2 * 25 / 100 / 10) / 2
    assert told.size == pytest.approx(p * (1 - p) / variance)
    assert (told.low, told.high) == pytest.approx([float(limit) for limit in wilson(p * told.size, told.size)])
    assert told.high - told.low < 2 * 1.96 * sqrt(p * (1 - p) / 19)


@pytest.mark.parametrize("facts", [{"coverage": "sample", "approached": 19}, {"coverage": "census"}, {"approached": 19}, {}])
def test_a_sample_or_what_is_not_said_is_never_taken_as_all_there_are(two_places, facts):
    send(two_places, wave(THEN, (5, 10), (5, 10), **facts | ({"approached": 20} if "approached" in facts else {})))
    assert row(two_places, None)["baseline"].size == pytest.approx(20)


def test_a_full_census_after_a_sample_has_an_interval_of_the_sample_alone(two_places):
    send(two_places, wave(THEN, (5, 10), (5, 10)))
    send(two_places, wave(NOW, (10, 10), (9, 10), coverage="census", approached=20))
    change, then = row(two_places, None)["change"], row(two_places, None)["baseline"]
    assert (change.low, change.high) == pytest.approx((0.95 - then.high, 0.95 - then.low), abs=1e-4)


def test_an_old_store_and_an_old_template_say_nothing_of_it(two_places):
    send(two_places, wave(THEN, (3, 9)))
    with two_places.cursor() as cursor:
        assert cursor.execute("SELECT coverage, approached FROM waves").fetchall() == [(None, None)]
