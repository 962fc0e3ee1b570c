"""The six-factor table, row by row: what went in, and the sum written out."""

from datetime import date, datetime
from math import sqrt

import pandas as pd
import pytest

from cdmon.database import Database
from cdmon.definitions import load
from cdmon.returns.submit import submit
from cdmon.tables.factors import COLUMNS, factors, read_factors, series
from cdmon.tables.known import Known
from cdmon.tables.sureness import read_sureness
from cdmon.workbooks.cells import Upload
from tests.conftest import CORRECTED, send
from tests.flat import flat
from tests.workbooks import activities_workbook, groups_workbook, programme_workbook, survey_workbook, yes_of

AUTUMN_2024, AUTUMN_2026 = date(2024, 10, 1), date(2026, 10, 1)


def row(database: Database, indicator: str, neighbourhood: str | None = "N01", as_at: date | None = None) -> dict[str, object]:
    with database.cursor() as cursor:
        return flat(factors(Known(cursor, as_at), neighbourhood)).set_index("indicator").loc[indicator].to_dict()


def figures(row: dict[str, object], role: str) -> tuple[float, ...]:
    return tuple(round(100 * row[f"{role}_{part}"], 1) for part in ("value", "low", "high"))


def wilson(p: float, n: float) -> tuple[float, float]:
    """A plain second computation, from Wilson's formula."""
    z = 1.959964
    middle, reach = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - reach) / (1 + z * z / n), (middle + reach) / (1 + z * z / n)


def test_the_handbooks_own_example(programme_store):
    """Figure 2, row 1: 7% active, then 12%, of simple random samples of 300."""
    send(programme_store, survey_workbook("2024", AUTUMN_2024, yes_of(300, 21)))
    send(programme_store, survey_workbook("2026", AUTUMN_2026, yes_of(300, 36)))
    active = row(programme_store, "residents_active")
    assert figures(active, "baseline") == (7.0, 4.6, 10.5)
    assert figures(active, "latest") == (12.0, 8.8, 16.2)
    assert figures(active, "change") == (5.0, 0.3, 9.8)
    assert (active["baseline_n"], active["latest_n"]) == (300, 300)
    assert (active["baseline_period"], active["latest_period"]) == ("2024", "2026")
    assert (active["verdict"], active["provenance"]) == ("rose", "independent survey")


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (21, 36, "rose"),  # +5.0 percentage points (0.3 to 9.8)
        (36, 21, "fell"),
        (21, 35, "cannot tell"),  # +4.7 percentage points, from just below 0
        (21, 21, "cannot tell"),  # no change seen is not a proof of none
    ],
)
def test_a_proportion_rose_or_fell_only_where_the_interval_excludes_0(programme_store, before, after, verdict):
    send(programme_store, survey_workbook("2024", AUTUMN_2024, yes_of(300, before)))
    send(programme_store, survey_workbook("2026", AUTUMN_2026, yes_of(300, after)))
    assert row(programme_store, "residents_active")["verdict"] == verdict


def test_every_indicator_without_data_says_not_collected(programme_store):
    with programme_store.cursor() as cursor:
        table = factors(Known(cursor), "N01")
    assert list(table.columns) == COLUMNS
    assert set(table["verdict"]) == {"not collected"}
    assert set(table["factor"]) == {1, 2, 3, 4, 5, 6}
    assert list(table["indicator"]) == [code for factor in load().factors.values() for code in factor.indicators]
    assert not read_factors(table).isin(["", "nan"]).any().any()


def test_one_wave_is_a_baseline_only(programme_store):
    send(programme_store, survey_workbook("2024", AUTUMN_2024, yes_of(300, 21)))
    active = row(programme_store, "residents_active")
    assert (active["verdict"], active["latest_period"]) == ("baseline only", "")


def test_a_wave_declared_a_follow_up_is_no_baseline(programme_store):
    send(programme_store, survey_workbook("2026", AUTUMN_2026, yes_of(300, 36), purpose="follow-up"))
    active = row(programme_store, "residents_active")
    assert (active["verdict"], active["baseline_period"], active["latest_period"]) == ("no baseline", "", "2026")
    assert pd.isna(active["change_value"])


def test_the_baseline_is_the_earliest_wave_by_fieldwork_whatever_the_order_of_sending(programme_store):
    send(programme_store, survey_workbook("second", AUTUMN_2026, yes_of(300, 36)))
    send(programme_store, survey_workbook("first", AUTUMN_2024, yes_of(300, 21)))
    assert row(programme_store, "residents_active")["baseline_period"] == "first"


def test_a_wave_that_left_a_question_out_has_no_figure(programme_store):
    """Active counts q1 or q2; the second wave left q2 out."""
    send(programme_store, survey_workbook("2024", AUTUMN_2024, [{"q1": "yes", "q2": "no"}] * 150 + [{"q1": "no", "q2": "yes"}] * 150))
    send(programme_store, survey_workbook("2026", AUTUMN_2026, [{"q1": "yes"}] * 150 + [{"q1": "no"}] * 150))
    active = row(programme_store, "residents_active")
    assert (active["baseline_value"], active["verdict"], active["latest_period"]) == (1, "baseline only", "")


def test_dont_know_and_no_answer_are_outside_the_base_and_counted(programme_store):
    answers = [{"q4": "yes"}] * 60 + [{"q4": "no"}] * 40 + [{"q4": "don't know"}] * 7 + [{"q1": "yes"}] * 3
    send(programme_store, survey_workbook("2024", AUTUMN_2024, answers))
    volunteers = row(programme_store, "formal_volunteering")
    assert (volunteers["baseline_value"], volunteers["baseline_n"]) == (60 / (60 + 40), 100)
    with programme_store.cursor() as cursor:
        assert cursor.execute("SELECT no_answer FROM estimates WHERE indicator = 'formal_volunteering'").fetchall() == [(7 + 3,)]


def test_weights_move_the_figure_and_widen_its_interval(programme_store):
    """Weights 3 and 1 by turns: p = (3 × 30 + 1 × 10) / (3 × 50 + 1 × 50) = 0.5.

    Taylor: variance = 100/99 × Σ w²(y − p)² / (Σ w)² = 100/99 × (50 × 9 + 50 × 1) × 0.25 / 200².
    """
    answers = [{"q4": "yes" if number < 30 else "no", "weight": 3} for number in range(50)]
    answers += [{"q4": "yes" if number < 10 else "no", "weight": 1} for number in range(50)]
    send(programme_store, survey_workbook("2024", AUTUMN_2024, answers))
    volunteers = row(programme_store, "formal_volunteering")
    assert volunteers["baseline_value"] == pytest.approx(0.5)
    variance = 100 / 99 * (50 * 9 + 50 * 1) * 0.25 / 200**2
    simple = 0.25 / 99  # of a simple random sample, estimated alike
    assert (volunteers["baseline_low"], volunteers["baseline_high"]) == pytest.approx(wilson(0.5, 100 * simple / variance), abs=1e-6)


def test_an_unknown_sample_design_takes_the_programmes_design_factor(database):
    """deft 1.24: the interval is that of a simple random sample of 300 / 1.24² = 195.1."""
    send(database, programme_workbook(design_factor=1.24))
    send(database, survey_workbook("2024", AUTUMN_2024, yes_of(300, 30), design="unknown"))
    active = row(database, "residents_active")
    assert (active["baseline_low"], active["baseline_high"]) == pytest.approx(wilson(0.1, 300 / 1.24**2), abs=1e-6)


@pytest.mark.parametrize(
    ("set_up", "sample", "words"),
    [
        ({"design_factor": 1.24}, "unknown", "1.24 assumed"),
        ({}, "quota", "1.00 assumed"),
        ({"design_factor": 1.24}, "simple random", "1.00"),
    ],
)
def test_what_a_design_does_to_an_interval_stands_behind_it_and_not_in_the_cell(database, set_up, sample, words):
    send(database, programme_workbook(**set_up))
    send(database, survey_workbook("2024", AUTUMN_2024, yes_of(300, 30), design=sample))
    with database.cursor() as cursor:
        table = factors(Known(cursor), "N01")
    (cell,) = read_factors(table)["Baseline"][table["indicator"] == "residents_active"]
    assert cell.endswith("n = 300, 2024")
    assert read_sureness(table.query("indicator == 'residents_active'"))["Design factor"].tolist() == [words]


def test_of_a_single_cluster_nothing_is_known_of_how_surely_it_speaks(programme_store):
    """All 300 of one street: how streets differ cannot be told, so there is a figure and no interval."""
    one_street = [{**each, "cluster": "Quay Street"} for each in yes_of(300, 30)]
    send(programme_store, survey_workbook("2024", AUTUMN_2024, one_street, design="clustered"))
    with programme_store.cursor() as cursor:
        here, pooled = (factors(Known(cursor), place) for place in ("N01", None))
    for table, whose in ((here, ""), (pooled, " (1 neighbourhood)")):
        (cell,) = read_factors(table)["Baseline"][table["indicator"] == "residents_active"]
        assert cell == f"10.0%, n = 300, 2024{whose}"


def test_few_clusters_make_wide_intervals(programme_store):
    """Five streets of 60, of whom 2, 4, 6, 8 and 10 say yes: p = 0.1, and street totals of (y − p) are −4, −2, 0, 2, 4.

    Variance 5/4 · 40 / 300² = 50/90000, of a simple random sample 0.09/299; of 4 degrees of freedom Student's t is 2.776 and not 1.960.
    """
    streets = [{**each, "cluster": f"Street {number}"} for number in range(1, 6) for each in yes_of(60, 2 * number)]
    send(programme_store, survey_workbook("2024", AUTUMN_2024, streets, design="clustered"))
    size = 300 * (0.09 / 299) / (50 / 90_000) * (1.959964 / 2.776445) ** 2
    active = row(programme_store, "residents_active")
    assert (active["baseline_low"], active["baseline_high"]) == pytest.approx(wilson(0.1, size), abs=1e-6)


GROUPS = [
    {"name": "Lunch club", "issue": "food", "annual_income": 10_000},
    {"name": "Allotments", "issue": "environment", "annual_income": 10_001, "status": "new"},
    {"name": "No contact", "contact": "no"},
    {"name": "Members only", "open_to_residents": "no"},
    {"name": "Asleep", "status": "dormant"},
]


def test_a_group_counts_when_it_has_a_name_a_contact_is_open_and_runs(programme_store):
    send(programme_store, groups_workbook("2024-10", GROUPS))
    send(programme_store, groups_workbook("2024-11", [*GROUPS, {"name": "Choir"}]))
    counting = row(programme_store, "groups_counting")
    assert (counting["baseline_value"], counting["latest_value"], counting["change_value"]) == (2, 3, 1)
    assert (counting["verdict"], counting["provenance"]) == ("up", "fieldworkers' report")  # one came: that is no more than chance does
    assert (counting["baseline_period"], counting["latest_period"]) == ("2024-10", "2024-11")
    per_1000 = row(programme_store, "groups_per_1000")
    assert per_1000["baseline_value"] == pytest.approx(2 / 6500 * 1000)
    assert row(programme_store, "community_sector_groups")["baseline_value"] == 1
    assert row(programme_store, "range_of_issues")["baseline_value"] == 2


def test_a_few_people_are_hidden_in_the_table_and_in_the_series(programme_store):
    send(programme_store, activities_workbook("2024-11", [{"participants": 4}]))
    send(programme_store, activities_workbook("2024-12", [{"participants": 20}]))
    participants = row(programme_store, "participants")
    assert (participants["baseline_value"], participants["baseline_months"]) == (20, 1)
    with programme_store.cursor() as cursor:
        shown = series(Known(cursor), "N01").query("indicator == 'participants'")
    assert shown["value"].isna().tolist() == [True, False]


def test_a_pool_leaves_out_what_is_hidden_so_that_it_cannot_be_found_by_subtraction(programme_store):
    for month, there, here in (("2024-11", 3, 20), ("2024-12", 9, 30)):
        send(programme_store, activities_workbook(month, [{"participants": there}], "N01"))
        send(programme_store, activities_workbook(month, [{"participants": here}], "N02"))
    assert row(programme_store, "participants", None)["baseline_value"] == 20 + 30 + 9


def test_a_small_base_is_marked_and_a_telling_one_hidden(programme_store):
    send(programme_store, survey_workbook("2024", AUTUMN_2024, yes_of(40, 20)))
    send(programme_store, survey_workbook("2024", AUTUMN_2024, yes_of(40, 3), neighbourhood="N02"))
    assert row(programme_store, "residents_active")["baseline_note"] == "small base"
    assert row(programme_store, "residents_active", "N02")["verdict"] == "hidden"


def test_the_pool_of_two_neighbourhoods_is_weighted_by_population(programme_store):
    """Populations 6,500 and 6,000; 30 of 300 and 60 of 300.

    p = (6500 × 0.1 + 6000 × 0.2) / 12500 = 0.148; variance = Σ (N/12500)² p(1 − p)/300.
    """
    for place, yes in (("N01", 30), ("N02", 60)):
        send(programme_store, survey_workbook("2024", AUTUMN_2024, yes_of(300, yes), neighbourhood=place))
        send(programme_store, survey_workbook("2026", AUTUMN_2026, yes_of(300, yes), neighbourhood=place))
    pooled = row(programme_store, "residents_active", None)
    assert pooled["baseline_value"] == pytest.approx(0.148)
    variance = (6500 / 12500) ** 2 * 0.1 * 0.9 / 300 + (6000 / 12500) ** 2 * 0.2 * 0.8 / 300
    low, high = wilson(0.148, 0.148 * 0.852 / variance)
    assert (pooled["baseline_low"], pooled["baseline_high"]) == pytest.approx((low, high), abs=1e-6)
    assert pooled["baseline_period"] == "2024 (2 neighbourhoods)"


def test_the_pool_compares_only_places_that_have_both_figures(programme_store):
    send(programme_store, survey_workbook("2024", AUTUMN_2024, yes_of(300, 30)))
    send(programme_store, survey_workbook("2026", AUTUMN_2026, yes_of(300, 45)))
    send(programme_store, survey_workbook("2026 too", AUTUMN_2026, yes_of(300, 290), neighbourhood="N02"))
    pooled = row(programme_store, "residents_active", None)
    assert (pooled["baseline_value"], pooled["latest_value"]) == pytest.approx((0.1, 0.15))


def test_a_neighbourhood_that_left_the_programme_leaves_the_pool(programme_store):
    for place, yes in (("N01", 30), ("N02", 60)):
        send(programme_store, survey_workbook("2024", AUTUMN_2024, yes_of(300, yes), neighbourhood=place))
    send(programme_store, programme_workbook([("N01", "Quayside", 6500)]))
    assert row(programme_store, "residents_active", None)["baseline_value"] == pytest.approx(0.1)


def test_a_correction_takes_the_place_of_what_was_sent_before(programme_store):
    send(programme_store, survey_workbook("2024", AUTUMN_2024, yes_of(300, 21)))
    send(programme_store, survey_workbook("2024", AUTUMN_2024, yes_of(300, 30)))
    active = row(programme_store, "residents_active")
    assert (active["baseline_value"], active["verdict"]) == (0.1, "baseline only")


def test_figures_as_at_a_date_are_those_known_then(database):
    sent = {"2024-05-02": programme_workbook(), "2024-11-01": yes_of(300, 21), "2025-03-01": yes_of(300, 30)}
    for day, what in sent.items():
        content = what if isinstance(what, bytes) else survey_workbook("2024", AUTUMN_2024, what)
        moment = datetime.fromisoformat(f"{day} 09:00")
        assert submit(database, Upload("sent.xlsx", content), "a test", moment, tell_effect=False, restatement=CORRECTED).stored
    assert row(database, "residents_active", as_at=date(2024, 10, 31))["verdict"] == "not collected"
    assert row(database, "residents_active", as_at=date(2024, 11, 1))["baseline_value"] == 0.07
    assert row(database, "residents_active", as_at=date(2025, 2, 28))["baseline_value"] == 0.07
    assert row(database, "residents_active", as_at=date(2025, 3, 1))["baseline_value"] == 0.1


def test_a_day_ends_at_midnight_in_the_united_kingdom(database):
    """31 July 2025 ends at 23:00 UTC, for it is summer."""
    submit(database, Upload("sent.xlsx", programme_workbook()), "a test", datetime(2025, 7, 31, 23, 30))
    with database.cursor() as cursor:
        before, after = (Known(cursor, day) for day in (date(2025, 7, 31), date(2025, 8, 1)))
        counted = "SELECT count(*) FROM query_table($counting)"
        assert [known.execute(counted).fetchall() for known in (before, after, before)] == [[(0,)], [(1,)], [(0,)]]


def test_the_examples_table_agrees_with_a_plain_second_computation(example_database):
    """Every proportion of N01 and N04 counted again from the stored answers, respondent by respondent, in Python."""
    with example_database.cursor() as cursor:
        answers = (
            Known(cursor)
            .execute(
                """
            SELECT counting.neighbourhood, counting.period, row_number, coalesce(weight, 1), map_from_entries(list((question, answer)))
            FROM query_table($counting) AS counting
            JOIN responses USING (return_id)
            LEFT JOIN answers USING (return_id, row_number)
            WHERE counting.neighbourhood IN ('N01', 'N04') GROUP BY ALL
            """
            )
            .fetchall()
        )
        for place in ("N01", "N04"):
            table = flat(factors(Known(cursor), place)).set_index("indicator")
            for code, (counted, based) in ORACLE.items():
                for role in ("baseline", "latest"):
                    label = table.loc[code, f"{role}_period"]
                    wave = [(weight, said) for where, period, _, weight, said in answers if (where, period) == (place, label)]
                    base = [(weight, said) for weight, said in wave if based(said)]
                    value = sum(weight for weight, said in base if counted(said)) / sum(weight for weight, _ in base)
                    assert (table.loc[code, f"{role}_value"], table.loc[code, f"{role}_n"]) == (pytest.approx(value), len(base)), code


def said_yes_or_no(*codes):
    return lambda said: any(said.get(code) in ("yes", "no") for code in codes)


def said(code, *answers):
    return lambda given: given.get(code) in answers


def either(given, *codes):
    """Yes to one of some questions (True), no to all (False), or neither is known (None)."""
    answers = [given.get(code) for code in codes]
    return True if "yes" in answers else False if set(answers) == {"no"} else None


def gives(given):
    return either(given, "q7", "q20")


def receives(given):
    return either(given, "q8", "q21")


def outcome(of):
    """Who is counted and who is in the base, where an outcome is True, False or None for not known."""
    return (lambda given: of(given) is True), (lambda given: of(given) is not None)


ORACLE = {
    "residents_active": outcome(lambda a: either(a, "q1", "q2")),
    "giving_help": outcome(gives),
    "receiving_help": outcome(receives),
    "mutual_aid": outcome(lambda a: False if False in (gives(a), receives(a)) else gives(a) and receives(a)),
    "health_benefited": (
        said("q24", "better"),
        lambda a: a.get("q23a") == "no" or a.get("q24") in ("better", "worse", "no effect"),
    ),
    "formal_volunteering": (said("q4", "yes"), said_yes_or_no("q4")),
    "meets_others": (said("q23a", "yes"), said_yes_or_no("q23a")),
    "nobody_to_turn_to": (lambda a: float(a["q11"]) == 0, lambda a: "q11" in a),
    "belonging": (
        said("q14", "strongly agree", "agree"),
        said("q14", "strongly agree", "agree", "neither", "disagree", "strongly disagree"),
    ),
    "together_can_influence": (
        said("q22", "strongly agree", "agree"),
        said("q22", "strongly agree", "agree", "neither", "disagree", "strongly disagree"),
    ),
}
