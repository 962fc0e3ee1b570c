"""The tables that leave, tidy: the numbers of their tables, ids and codes, narrowed to what is asked, nothing hidden in them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cdmon.database import Database, open_database
from cdmon.definitions import load
from cdmon.exports.tidy import EXPORTS, Filters, tidy
from cdmon.refusal import Refusal
from cdmon.tables.board import board
from cdmon.tables.effects import effects
from cdmon.tables.factors import all_factors
from cdmon.tables.known import Known
from cdmon.tables.kpis import kpis
from cdmon.tables.milestones import milestones
from cdmon.tables.places_begun import tell_left_out
from cdmon.tables.threads import threads
from tests.conftest import send
from tests.workbooks import engagement_workbook, evidence_workbook, programme_workbook, survey_workbook, yes_of
from tests.worked_example import worked_example

TABLES = {"kpis": kpis, "factors": all_factors, "milestones": milestones, "effects": effects, "matters": threads, "board": board}
WAVES = [("N01", "Quayside", 6000, "first"), ("N02", "Hill Top", 4000, "second"), ("N03", "Fields", 5000, "third")]


@pytest.fixture(scope="module")
def known(filled) -> Iterator[Known]:
    """The worked example, in which every kind of figure stands."""
    database = open_database(str(filled(worked_example)))
    with database.cursor() as cursor:
        yield Known(cursor)
    database.close()


@pytest.fixture(scope="module")
def three_waves(filled) -> Iterator[Known]:
    """A neighbourhood of each wave, of which the third has not begun; with effects, matters and a survey."""
    database = open_database(str(filled(a_year)))
    with database.cursor() as cursor:
        yield Known(cursor)
    database.close()


def a_year(database: Database) -> None:
    """N01 has two effects, a matter and a survey, N02 a matter."""
    send(database, programme_workbook(WAVES))
    seen = [{"what": "A", "date": date(2025, 5, 3), "effect": "detrimental", "intended": "unintended", "factor": 3}]
    send(database, evidence_workbook("2025-05", [*seen, {"what": "B", "effect": "beneficial", "intended": "intended"}]))
    raised = {"kind": "issue", "thread": "Bus", "date": date(2025, 3, 1), "what": "No bus"}
    send(database, engagement_workbook("2025-03", [raised]))
    send(database, engagement_workbook("2025-06", [raised | {"thread": "Park", "date": date(2025, 6, 1)}], "N02"))
    send(database, survey_workbook("Autumn 2024", date(2024, 12, 10), yes_of(300, 21)))


def rows(known: Known, name: str, **asked: Any) -> list[dict[str, Any]]:
    return tidy(known, name, Filters(**asked))[0].to_dict("records")


def places(known: Known, name: str, **asked: Any) -> list[str]:
    return list(dict.fromkeys(row["neighbourhood"] for row in rows(known, name, **asked)))


def same(told: Any, found: Any) -> bool:
    """Whether a cell says the same: a number exactly, nothing where there is none."""
    return bool(pd.isna(told) and pd.isna(found)) or told == found


@pytest.mark.parametrize("name", ["kpis", "factors"])
def test_every_number_is_the_one_of_the_tables_figure(known, name):
    told, found = TABLES[name](known).to_dict("records"), rows(known, name)
    assert len(told) == len(found) > 0
    shown = 0
    for row, cells in zip(told, found, strict=True):
        for role in ("baseline", "latest"):
            for part in ("value", "low", "high"):
                figure = row[role]
                expected = np.nan if figure is None or figure.note == "hidden" else getattr(figure, part)
                assert same(expected, cells[f"{role}_{part}"])
                shown += not pd.isna(expected)
        if row["change"] is not None and cells["change_shorthand"] != "[c]":
            assert [same(getattr(row["change"], part), cells[f"change_{part}"]) for part in ("value", "low", "high")] == [True] * 3
    assert shown > 50


@pytest.mark.parametrize("name", ["milestones", "effects", "matters", "board"])
def test_every_cell_of_a_list_is_the_one_of_its_table(known, three_waves, name):
    for store in (known, three_waves):
        told, found = TABLES[name](store).to_dict("records"), rows(store, name)
        names = {column.name for column in load().exports[name].columns} & set(TABLES[name](store).columns)
        of = {row["neighbourhood"] for row in found}
        told = [row for row in told if name != "board" or row["neighbourhood"] in of]
        assert len(told) == len(found)
        for row, cells in zip(told, found, strict=True):
            for column in names - {"neighbourhood", "foreseen_in"}:
                expected = {True: "yes", False: "no"}[row[column]] if isinstance(row[column], bool) else row[column]
                assert same(None if isinstance(expected, str) and not expected else expected, cells[column]), column


@pytest.mark.parametrize("name", EXPORTS)
def test_columns_are_those_of_the_dictionary_in_their_types(known, name):
    frame, dictionary = tidy(known, name)
    assert list(frame.columns) == dictionary["name"].tolist()
    assert all(dictionary["meaning"].str.len() > 5)
    kinds = {"text": "object", "month": "object", "day": "object", "integer": "Int64", "number": "float64"}
    assert [str(kind) for kind in frame.dtypes] == [kinds[kind] for kind in dictionary["type"]]
    of = {"text": str, "month": str, "day": date}
    for column, kind in zip(dictionary["name"], dictionary["type"], strict=True):
        assert all(value is None or (isinstance(value, of[kind]) and value != "") for value in frame[column] if kind in of), column


@pytest.mark.parametrize("name", EXPORTS)
def test_a_table_without_rows_has_its_columns(programme_store, name):
    with programme_store.cursor() as cursor:
        frame, dictionary = tidy(Known(cursor), name, Filters(neighbourhood="N02", period="1999"))
    assert frame.empty and list(frame.columns) == dictionary["name"].tolist()


def test_a_table_is_narrowed_to_a_neighbourhood(three_waves):
    assert places(three_waves, "kpis", neighbourhood="N01") == ["N01"]
    assert places(three_waves, "factors", neighbourhood="N02") == ["N02"]
    assert places(three_waves, "matters", neighbourhood="N02") == ["N02"]
    assert places(three_waves, "effects", neighbourhood="N02") == []


def test_a_wave_is_its_neighbourhoods_and_where_there_is_one_its_pool(three_waves):
    assert places(three_waves, "factors", wave="first") == ["Programme", "N01"]
    assert {row["waves"] for row in rows(three_waves, "kpis", wave="first")} == {"first"}
    assert places(three_waves, "milestones", wave="third") == ["N03"]
    assert [row["thread"] for row in rows(three_waves, "matters", wave="second")] == ["Park"]


def test_the_pool_of_a_wave_is_of_that_wave_alone(three_waves):
    """21 of 300 in N01, the only neighbourhood of the first wave."""
    (row,) = [row for row in rows(three_waves, "factors", wave="first", factor=1) if row["indicator"] == "residents_active"][:1]
    assert (row["neighbourhood"], row["baseline_value"], row["baseline_n"]) == ("Programme", 0.07, 300)


def test_a_table_is_narrowed_to_a_stage_or_a_factor(three_waves):
    assert {row["stage"] for row in rows(three_waves, "milestones", stage=2)} == {2}
    assert {row["factor"] for row in rows(three_waves, "factors", factor=3)} == {3}
    assert [row["what"] for row in rows(three_waves, "effects", factor=3)] == ["A"]


@pytest.mark.parametrize(
    ("period", "threads_"),
    [
        ("2025-03", ["Bus"]),
        ("2025-03..2025-06", ["Bus", "Park"]),
        ("2025", ["Bus", "Park"]),
        ("2025-06-01", ["Park"]),
        ("2025-06-02", []),
        ("2025-03-02..2026", ["Park"]),
    ],
)
def test_a_period_is_a_month_a_year_a_day_or_two_of_them(three_waves, period, threads_):
    assert [row["thread"] for row in rows(three_waves, "matters", period=period)] == threads_


def test_of_an_effect_whose_day_is_not_known_its_month_counts(three_waves):
    assert {row["what"] for row in rows(three_waves, "effects", period="2025-05")} == {"A", "B"}
    assert {row["what"] for row in rows(three_waves, "effects", period="2025-05-04")} == {"B"}  # of the month: it may have been then
    assert [row["what"] for row in rows(three_waves, "effects", period="2025-06")] == []


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("kips", {}, "There is no table 'kips' to take away. There are: kpis, factors, milestones, effects, matters, board."),
        ("board", {"stage": 2}, "The table board cannot be narrowed by stage, but by: neighbourhood, wave, period."),
        ("kpis", {"neighbourhood": "N9"}, "There is no neighbourhood 'N9'. The codes are: N01, N02, N03."),
        ("kpis", {"wave": "fourth"}, "There is no wave 'fourth'. The waves are: first, second, third."),
        *[("kpis", {"period": wrong}, f"“{wrong}” is no period.") for wrong in ("", "2025-13", "2025-06..2025-03", "2025-02-30")],
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(three_waves, name, asked, said):
    with pytest.raises(Refusal, match=f"^{said[:60]}".replace("(", r"\(").replace(".", r"\.")):
        tidy(three_waves, name, Filters(**asked))


def test_without_a_programme_there_is_nothing_to_take_away(database):
    with database.cursor() as cursor, pytest.raises(Refusal, match="No programme has been set up"):
        tidy(Known(cursor), "kpis")


def test_neighbourhoods_that_have_not_begun_are_left_out_and_counted(three_waves):
    """The third wave begins in stage 4, in month 43 of a programme that began in May 2024."""
    assert places(three_waves, "factors") == ["Programme", "N01", "N02"]
    assert places(three_waves, "board") == ["N01", "N02"]
    assert tell_left_out(three_waves).startswith("1 neighbourhood has not begun and is left out, as there is nothing to tell yet: N03")


def test_a_neighbourhood_that_sent_something_early_is_not_left_out(database):
    send(database, programme_workbook(WAVES))
    send(database, evidence_workbook("2025-05", [{"effect": "none", "intended": "intended"}], "N03"))
    with database.cursor() as cursor:
        assert tell_left_out(Known(cursor)) == ""
        assert "N03" in places(Known(cursor), "board")


def test_a_hidden_figure_leaves_its_period_and_nothing_else(database):
    """3 of 40 said yes: too few people to tell of."""
    send(database, programme_workbook())
    send(database, survey_workbook("Autumn 2024", date(2024, 12, 10), yes_of(40, 3)))
    with database.cursor() as cursor:
        found = next(row for row in rows(Known(cursor), "factors", neighbourhood="N01") if row["indicator"] == "residents_active")
    numbers = [found[f"baseline_{part}"] for part in ("value", "low", "high", "n")] + [found["detectable"]]
    assert all(pd.isna(number) for number in numbers)
    assert (found["baseline_shorthand"], found["baseline_period"], found["verdict"]) == ("[c]", "Autumn 2024", "hidden")
