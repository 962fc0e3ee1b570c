"""Context: a published statistic here and elsewhere over its periods, taken together, hidden and not compared; by sums written out."""

import json
from collections.abc import Iterator, Mapping

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.database import Database
from cdmon.returns.kept import kept_rows
from cdmon.tables.context import context, moment, read_context
from cdmon.tables.known import Known
from tests.conftest import send
from tests.workbooks import table, workbook

HERE = {"neighbourhood": "N01", "statistic": "Very good health", "unit": "per cent of residents", "source": "Census"}
HERE |= {"gss_code": "E05000001", "boundary_year": 2021}
THERE = {"statistic": "Very good health", "unit": "per cent of residents", "source": "Census"}
HEALTH = [
    # here 2,060 of 5,000 are 41.2%, and 2,300 of 5,000 are 46.0%
    HERE | {"period_covered": "2021", "value": 46.0, "numerator": 2300, "denominator": 5000},
    HERE | {"period_covered": "2011", "value": 41.2, "numerator": 2060, "denominator": 5000},
    THERE | {"area": "England", "period_covered": "2011", "value": 47.2},
    THERE | {"area": "England", "period_covered": "2021", "value": 48.5},
    THERE | {"neighbourhood": "N01", "area": "similar areas", "period_covered": "2011", "value": 40.0},
    THERE | {"neighbourhood": "N01", "area": "similar areas", "period_covered": "2021", "value": 43.5},
]
IN_N02 = HERE | {"neighbourhood": "N02", "gss_code": "E05000002"}
BOTH = [
    *HEALTH,
    IN_N02 | {"period_covered": "2011", "value": 50.0, "numerator": 500, "denominator": 1000},
    IN_N02 | {"period_covered": "2021", "value": 49.0, "numerator": 490, "denominator": 1000},
]


def of(database: Database, rows: list[Mapping[str, object]], place: str | None = "N01") -> list[dict[str, object]]:
    """The context of a place as people read it, after these rows were sent."""
    send(database, workbook({"Context": table(rows)}))
    with database.cursor() as cursor:
        return read_context(context(Known(cursor), place)).to_dict("records")


def test_a_statistic_is_told_over_its_periods_beside_several_areas_with_the_difference_in_change(programme_store):
    # +4.8 here; England +1.3, so that here it is 3.5 more; similar areas +3.5, so that it is 1.3 more
    assert of(programme_store, HEALTH) == [
        {
            "Statistic": "Very good health (per cent of residents)",
            "Here": "41.2% (2011) → 46.0% (2021): +4.8 percentage points",
            "Elsewhere": "England: 47.2% (2011) → 48.5% (2021): +1.3 percentage points; "
            "similar areas: 40.0% (2011) → 43.5% (2021): +3.5 percentage points",
            "Difference in change": "+3.5 percentage points beside England; +1.3 percentage points beside similar areas",
            "Boundaries": "E05000001, 2021",
            "Source": "Census",
        }
    ]


def test_an_area_given_once_without_a_neighbourhood_is_compared_with_each(programme_store):
    (row,) = of(programme_store, BOTH, "N02")
    assert row["Here"] == "50.0% (2011) → 49.0% (2021): −1.0 percentage points"
    assert row["Elsewhere"] == "England: 47.2% (2011) → 48.5% (2021): +1.3 percentage points"
    assert row["Difference in change"] == "−2.3 percentage points beside England"


def test_all_areas_are_taken_together_from_numerators_and_denominators(programme_store):
    (row,) = of(programme_store, BOTH, None)
    # (2,060 + 500) of 6,000 are 42.7%, (2,300 + 490) of 6,000 are 46.5%: 3.83 points more, England 1.3
    assert row["Here"] == "42.7% (2011) → 46.5% (2021): +3.8 percentage points"
    assert row["Difference in change"].startswith("+2.5 percentage points beside England")
    assert row["Boundaries"] == "2 areas, 2021"


LACKS = [{"numerator": None}, {"denominator": None}, {"numerator": 3, "value": 0.3}, {"numerator": 998, "value": 99.8}]


@pytest.mark.parametrize("lacks", LACKS)
def test_where_one_area_lacks_them_or_its_numerator_is_small_there_is_no_figure_of_all(programme_store, lacks):
    (row,) = of(programme_store, [*BOTH[:-1], BOTH[-1] | lacks], None)
    want = "not taken together, for want of numerators and denominators of every neighbourhood (2021 1 of 2)"
    assert row["Here"] == f"42.7% (2011): {want}"
    assert row["Difference in change"] == "none to tell"


def test_periods_of_different_boundaries_are_not_compared(programme_store):
    (row,) = of(programme_store, [HEALTH[0], HEALTH[1] | {"boundary_year": 2011}, *HEALTH[2:]])
    assert row["Here"] == "41.2% (2011) → 46.0% (2021): not comparable: boundaries"
    assert row["Difference in change"] == "none to tell"
    assert row["Boundaries"] == "E05000001, 2011; E05000001, 2021"


def test_areas_of_other_periods_stand_there_without_a_difference(programme_store):
    (row,) = of(programme_store, [*HEALTH[:2], HEALTH[3]])
    assert row["Elsewhere"] == "England: 48.5% (2021): one period only"
    assert row["Difference in change"] == "none to tell"


@pytest.mark.parametrize(("few", "value"), [(3, 0.3), (997, 99.7)])
def test_a_share_of_few_or_of_all_but_few_is_hidden_here_and_in_what_was_kept(programme_store, few, value):
    small = HERE | {"period_covered": "2021", "value": value, "numerator": few, "denominator": 1000}
    (row,) = of(programme_store, [small])
    assert row["Here"] == "hidden (too few people) (2021): one period only"
    with programme_store.cursor() as cursor:
        ((return_id,),) = cursor.execute("SELECT return_id FROM returns WHERE dataset = 'context'").fetchall()
        kept = kept_rows(cursor, return_id)["Context"]
    if few == 3:
        assert kept[["Value", "Numerator"]].values.tolist() == [["hidden", "hidden"]]


def test_whole_numbers_print_whole_and_units_other_than_per_cent_stand_as_they_are(programme_store):
    people = HERE | {"statistic": "Residents", "unit": "people"}
    rate = HERE | {"statistic": "Admissions", "unit": "per 1,000 residents"}
    rows = [people | {"period_covered": "2011", "value": 1234567}, people | {"period_covered": "2021", "value": 1234500}]
    rows += [rate | {"period_covered": "2011", "value": 104}, rate | {"period_covered": "2021", "value": 104.25}]
    admissions, residents = of(programme_store, rows)
    assert residents["Here"] == "1,234,567 (2011) → 1,234,500 (2021): −67"
    assert admissions["Here"] == "104 (2011) → 104.25 (2021): +0.25"
    assert admissions["Statistic"] == "Admissions (per 1,000 residents)"


def test_rates_are_taken_together_by_their_unit(programme_store):
    rows = [HERE | {"unit": "per 1,000 residents", "period_covered": "2021", "value": 100, "numerator": 500, "denominator": 5000}]
    rows += [IN_N02 | {"unit": "per 1,000 residents", "period_covered": "2021", "value": 200, "numerator": 200, "denominator": 1000}]
    (row,) = of(programme_store, rows, None)
    assert row["Here"] == "116.67 (2021): one period only"  # 700 of 6,000


def test_a_sheet_of_the_older_version_is_still_read_with_its_one_comparator(programme_store):
    old = HERE | {"period_covered": "2025", "value": 4.1, "comparator_area": "England", "comparator_value": 3.7}
    (row,) = of(programme_store, [old])
    assert [row["Here"], row["Elsewhere"]] == ["4.1% (2025): one period only", "England: 3.7% (2025): one period only"]


def test_the_example_row_of_the_older_template_is_not_taken_for_data(programme_store):
    old = {"neighbourhood": "Example: N99", "statistic": "Claimant rate", "value": 4.1, "unit": "per cent of residents aged 16 to 64"}
    old |= {"period_covered": "2025", "gss_code": "E05000001", "boundary_year": 2023, "comparator_area": "England"}
    assert len(of(programme_store, [old | {"source": "NOMIS, table of the claimant count"}, HEALTH[0]])) == 1


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("2011", "2021"), ("December 2024", "January 2025"), ("2010/11", "2020/21"), ("April 2023 to March 2024", "April 2024 to March 2025")],
)
def test_periods_are_in_order_of_time_however_they_are_written(earlier, later):
    assert moment(earlier) < moment(later)


# The command line


@pytest.fixture
def store(programme_store: Database) -> Iterator[str]:
    send(programme_store, workbook({"Context": table(BOTH)}))
    return programme_store.url


def test_the_command_prints_the_table_and_json(store):
    printed = CliRunner().invoke(main, ["--database", store, "context", "N01"], catch_exceptions=False).output
    assert "41.2% (2011) → 46.0% (2021): +4.8 percentage points" in printed and "people moving in and out" in printed
    rows = json.loads(CliRunner().invoke(main, ["--database", store, "context", "--json"], catch_exceptions=False).stdout)
    assert [row["area"] for row in rows] == ["", "England", "similar areas"]
    assert rows[1]["figures"][0] == {"period": "2011", "value": 47.2, "codes": [], "years": []}
    assert rows[1]["change"] == 1.3 and rows[0]["difference"] is None
