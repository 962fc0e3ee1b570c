"""How surely samples can tell: the design factor as R's survey has it, what was assumed, and the size that the interval used."""

from datetime import date

import pandas as pd
import pytest

from cdmon.database import Database
from cdmon.tables.factors import factors, read_factors
from cdmon.tables.known import Known
from cdmon.tables.sureness import read_sureness
from tests.conftest import send
from tests.test_estimates import streets
from tests.workbooks import programme_workbook, survey_workbook, yes_of

DAY = date(2024, 10, 20)
TITLE = "Residents who take part in community groups"


@pytest.fixture
def assuming(database: Database) -> Database:
    """A store whose programme assumes a design factor of 1.24."""
    send(database, programme_workbook(design_factor=1.24))
    return database


def told(database: Database, place: str | None = "N01") -> tuple[str, str, str]:
    """Who answered, the design factor and the interval's size of the residents active; no cell of the factor table names a factor."""
    with database.cursor() as cursor:
        table = factors(Known(cursor), place)
    (row,) = read_sureness(table).query("Indicator == @TITLE").to_dict("records")
    found = row["Answered"], row["Design factor"], row["Interval of a simple sample of"]
    read: pd.DataFrame = read_factors(table).query("Indicator == @TITLE")
    assert "design" not in read["Baseline"].item() and row["Questions"] == "q1, q2"
    return found


def weighted(*groups: tuple[int, int, float]) -> list[dict[str, object]]:
    """So many respondents, of whom so many are active, with a weight; group by group."""
    return [{**answer, "weight": weight} for n, yes, weight in groups for answer in yes_of(n, yes)]


def test_a_simple_random_sample_has_factor_1(programme_store):
    send(programme_store, survey_workbook("2024", DAY, yes_of(300, 21)))
    assert told(programme_store) == ("300", "1.00", "300")


def test_the_factor_is_that_of_the_variance_and_few_clusters_stand_in_the_size_alone(programme_store):
    """24 of 60; squares of six streets' totals about their mean 4: 9 + 1 + 0 + 1 + 9 + 0 = 20, variance 6/5 · 20/3600 = 1/150.

    A simple random sample's is 0.24/59: a factor of √(59/0.24/150) = 1.28. The interval is of 60/1.28² = 36.6 times (1.96/2.571)²: 21.
    """
    send(programme_store, survey_workbook("2024", DAY, streets(1, 3, 4, 5, 7, 4), design="clustered"))
    assert told(programme_store) == ("60", "1.28", "21")


def test_a_single_cluster_tells_no_factor_and_no_interval(programme_store):
    send(programme_store, survey_workbook("2024", DAY, [{**answer, "cluster": "one"} for answer in yes_of(300, 90)], design="clustered"))
    assert told(programme_store) == ("300", "not known", "no interval")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (yes_of(300, 90), ("300", "1.24 assumed", "195")),  # 300/1.24² = 195.1
        # 200 of weight 1 and 100 of weight 3, 30 of 100 active in each: a variance of 0.21 Σw²/(Σw)² = 0.21 · 1100/500², as of 227
        (weighted((200, 60, 1), (100, 30, 3)), ("300", "1.24 assumed", "195")),
        # 250 of weight 1 and 50 of weight 10: 0.21 · 5250/750², as of 107: that the weights show more is not made still more of
        (weighted((250, 75, 1), (50, 15, 10)), ("300", "1.67, more than the 1.24 assumed", "107")),
    ],
)
def test_an_assumed_factor_is_said_to_be_and_not_laid_on_top_of_the_weights(assuming, answers, expected):
    send(assuming, survey_workbook("2024", DAY, answers, design="unknown"))
    assert told(assuming) == expected


def test_of_the_pool_it_is_said_that_some_was_assumed(assuming):
    for place, design in (("N01", "unknown"), ("N02", "simple random")):
        send(assuming, survey_workbook("2024", DAY, yes_of(300, 90), design=design, neighbourhood=place))
    n, factor, _ = told(assuming, None)
    assert (n, factor) == ("600", "1.14, with 1.24 assumed of samples of unknown design")  # √((0.52² · 1.24² + 0.48²) · 2)
