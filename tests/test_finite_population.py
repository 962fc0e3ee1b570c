"""A sample that is a good part of all adults is surer than one of many: 300 of 1,200 leave 3/4 of the variance (Cochran 1977)."""

from datetime import date
from math import sqrt

import pytest

from cdmon.database import Database
from cdmon.statistics.samples import sampling_fraction
from cdmon.tables.factors import factors
from cdmon.tables.known import Known
from cdmon.tables.sureness import read_sureness
from tests.conftest import send
from tests.workbooks import survey_workbook, table, workbook, yes_of

Z = 1.959964
THEN, NOW = date(2024, 10, 20), date(2026, 10, 20)


def set_up(*places: tuple[str, int, int | None]) -> bytes:
    """Neighbourhoods with their residents and adults."""
    rows = [{"code": code, "name": f"Place {code}", "population": all_, "adults": adults} for code, all_, adults in places]
    return workbook({"Programme": table([{"name": "Test", "start_month": "2024-05"}]), "Neighbourhoods": table(rows)})


def active(database: Database, place: str | None = "N01"):
    with database.cursor() as cursor:
        found = factors(Known(cursor), place)
    return found[found["indicator"] == "residents_active"].iloc[0], read_sureness(found)


def width(database: Database, place: str | None = "N01") -> float:
    figure = active(database, place)[0]["baseline"]
    return float(figure.high - figure.low)


def wilson(p: float, n: float) -> tuple[float, float]:
    """Wilson's limits of a proportion."""
    middle, reach = p + Z**2 / (2 * n), Z * sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return (middle - reach) / (1 + Z**2 / n), (middle + reach) / (1 + Z**2 / n)


@pytest.mark.parametrize(
    ("place", "size"),
    [
        (("N01", 1500, 1200), 400),  # 300 of 1,200 adults: 300 over three quarters
        (("N01", 1200, None), 400),  # without adults of all residents
        (("N01", 6500, None), 300),  # less than a tenth of all: not worth a correction
        (("N01", 280, None), 300),  # more answered than there are said to be: nobody knows of how many
    ],
)
def test_a_part_of_all_adults_has_the_interval_of_a_larger_sample(database, place, size):
    send(database, set_up(place))
    send(database, survey_workbook("2024", THEN, yes_of(300, 150)))
    low, high = wilson(0.5, size)
    assert active(database)[0]["baseline"].size == pytest.approx(size)
    assert width(database) == pytest.approx(high - low, abs=1e-6)


def test_300_of_1200_adults_have_an_interval_as_wide_as_the_root_of_three_quarters(database):
    send(database, set_up(("N01", 1500, 1200), ("N02", 100_000, None)))
    for place in ("N01", "N02"):
        send(database, survey_workbook("2024", THEN, yes_of(300, 150), neighbourhood=place))
    assert width(database, "N01") / width(database, "N02") == pytest.approx(sqrt(0.75), abs=0.002)


def test_so_has_a_change_of_one_place_and_of_the_pool(database):
    send(database, set_up(("N01", 1200, 1200), ("N02", 1200, 1200)))
    for place in ("N01", "N02"):
        send(database, survey_workbook("2024", THEN, yes_of(300, 21), neighbourhood=place))
        send(database, survey_workbook("2026", NOW, yes_of(300, 36), neighbourhood=place))
    one, pool = active(database)[0], active(database, None)[0]
    # Newcombe's interval of 7 and 12 per cent of 400 each, and of 800: the pool is 600 of 2,400
    (low_1, high_1), (low_2, high_2) = wilson(0.07, 400), wilson(0.12, 400)
    limits = 0.05 - sqrt((0.12 - low_2) ** 2 + (high_1 - 0.07) ** 2), 0.05 + sqrt((high_2 - 0.12) ** 2 + (0.07 - low_1) ** 2)
    assert (one["change"].low, one["change"].high) == pytest.approx(limits, abs=1e-6)
    assert pool["baseline"].size == pytest.approx(800)
    assert pool["change"].high - pool["change"].low == pytest.approx((one["change"].high - one["change"].low) / sqrt(2), rel=0.02)


def test_of_clusters_the_pools_change_knows_it_too(database):
    clustered = [{**row, "cluster": f"C{number % 30}"} for number, row in enumerate(yes_of(300, 100))]
    widths = []
    for adults in (1200, 1_000_000):
        send(database, set_up(("N01", 1_000_000, adults), ("N02", 1_000_000, adults)))
        for place in ("N01", "N02"):
            send(database, survey_workbook("2024", THEN, clustered, design="clustered", neighbourhood=place))
            send(database, survey_workbook("2026", NOW, clustered, design="clustered", neighbourhood=place))
        with database.cursor() as cursor:
            found = factors(Known(cursor))
        change = found[found["indicator"] == "residents_active"].iloc[0]["change"]
        widths.append(change.high - change.low)
        database.write(lambda cursor: cursor.execute("DELETE FROM returns; DELETE FROM events"))
    assert widths[0] / widths[1] == pytest.approx(sqrt(0.75), abs=0.005)


def test_how_sure_says_which_part_of_all_adults_answered(database):
    send(database, set_up(("N01", 1500, 1200)))
    send(database, survey_workbook("2024", THEN, yes_of(300, 150)))
    told = active(database)[1]
    assert told["Interval of a simple sample of"].iloc[0] == "400, for 25.0% of all adults answered"


def test_a_fraction_matters_from_a_tenth_on_and_where_it_can_be_one():
    assert sampling_fraction([300, 100, 101, 1000, 1001, 5], [1200, 1000, 1000, 1000, 1000, float("nan")]).tolist() == pytest.approx(
        [0.25, 0, 0.101, 1, 0, 0]
    )
