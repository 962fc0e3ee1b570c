"""The pool of every place, made without an object for each figure: against the figures one by one, and against sums written out here."""

from datetime import date

import pytest

from cdmon.database import Database
from cdmon.tables.every_place import pool_every_place
from cdmon.tables.factors import factor_table, factors, pool
from cdmon.tables.figures import Figure, picked_figures
from cdmon.tables.known import Known
from cdmon.tables.pooled import pooled
from cdmon.tables.span import ALWAYS, Span
from tests.conftest import Fill, send
from tests.grown import grow
from tests.workbooks import programme_workbook, survey_workbook, yes_of

EXACT = ("places", "n", "n_counted", "no_answer", "period", "asked", "mode", "coverage", "left_out", "responses", "obstacle", "provisional")
NEARLY = ("value", "n_effective", "n_finite", "degrees", "size", "population", "adults", "assumed")
STAGE = Span.of(date(2025, 1, 1), date(2026, 6, 30))


def five_places(database: Database) -> None:
    """Five neighbourhoods with three rounds of every survey and four months."""
    grow(database, 5, 3, 4)


def states(known: Known) -> list[str]:
    """The indicators that are no flows."""
    return [code for code, indicator in known.definitions.indicators.items() if not indicator.is_flow]


def is_same(one: Figure, other: Figure) -> bool:
    """Whether two figures are the same, but for the last digit."""
    return all(getattr(one, part) == getattr(other, part) for part in EXACT) and all(
        getattr(one, part) == pytest.approx(getattr(other, part), rel=1e-12, nan_ok=True) for part in NEARLY
    )


@pytest.mark.parametrize("span", [ALWAYS, STAGE])
@pytest.mark.parametrize("provisional", [False, True])
def test_the_pool_is_that_of_the_figures_one_by_one(example_database: Database, span: Span, provisional: bool):
    with example_database.cursor() as cursor:
        known = Known.in_view(cursor, provisional=provisional)
        found, _ = pool_every_place(known, states(known), span)
        expected = pooled(picked_figures(known, None, states(known), span), known.definitions)
    assert found.keys() == expected.keys()
    assert [key for key, roles in found.items() if not all(is_same(figure, expected[key][role]) for role, figure in roles.items())] == []


def test_a_wave_of_neighbourhoods_alone_is_pooled_without_the_others(example_database: Database):
    with example_database.cursor() as cursor:
        known = Known.in_view(cursor)
        places = set(known.neighbourhoods.loc[known.neighbourhoods["wave"] == "first", "code"])
        found, _ = pool_every_place(known, ["belonging"], ALWAYS, places)
        one_by_one = {key: roles for key, roles in picked_figures(known, None, ["belonging"]).items() if key[0] in places}
        assert is_same(found[None, "belonging"]["latest"], pooled(one_by_one, known.definitions)[None, "belonging"]["latest"])
        twice = [place for (place, _), roles in one_by_one.items() if roles.keys() == {"baseline", "latest"}]  # N06 was asked once
        assert 0 < len(twice) < len(places)
        assert pool(known, "first").set_index("indicator")["latest"]["belonging"].places == len(twice)


def test_the_table_of_the_programme_alone_says_what_it_says_above_those_of_all_places(example_database: Database):
    with example_database.cursor() as cursor:
        known = Known.in_view(cursor)
        alone, above = factors(known), factor_table(known, [None, "N01"])
    first = above[above["neighbourhood"].isna()]
    assert alone["indicator"].tolist() == first["indicator"].tolist()
    assert alone["verdict"].tolist() == first["verdict"].tolist()
    assert alone["remark"].tolist() == first["remark"].tolist()


def test_the_average_of_places_is_the_sum_over_them_written_out(copy_of):
    """Shares of the population times the share who said so; the variance Σ share² · p(1 − p) / size, as of p(1 − p) / n_effective."""
    store = copy_of(five_places)
    with store.cursor() as cursor:
        known = Known.in_view(cursor)
        (roles,) = (roles for key, roles in pool_every_place(known, ["belonging"], ALWAYS)[0].items())
        query = """
            SELECT neighbourhoods.population, estimates.value, estimates.n_effective, estimates.n
            FROM estimates
            JOIN returns USING (return_id)
            JOIN neighbourhoods ON neighbourhoods.code = returns.neighbourhood
            WHERE indicator = 'belonging' AND period = '2026'
        """
        rows = cursor.execute(query).fetchall()
    everybody = sum(population for population, *_ in rows)
    value = sum(population / everybody * share for population, share, *_ in rows)
    variance = sum((population / everybody) ** 2 * share * (1 - share) / size for population, share, size, _ in rows)
    assert len(rows) == 5
    assert roles["latest"].value == pytest.approx(value)
    assert roles["latest"].n_effective == pytest.approx(value * (1 - value) / variance)
    assert (roles["latest"].n, roles["latest"].population) == (sum(n for *_, n in rows), everybody)


def test_small_numbers_take_no_part(database: Database):
    """N03 has 3 of 300 active, which is hidden: the pool is of N01 with 60 and N02 with 90 of 300, of as many residents."""
    send(database, programme_workbook([(f"N0{n}", f"Place {n}", 6000) for n in (1, 2, 3)]))
    for place, yes in (("N01", 60), ("N02", 90), ("N03", 3)):
        send(database, survey_workbook("2024", date(2024, 10, 20), yes_of(300, yes), neighbourhood=place))
    with database.cursor() as cursor:
        found, told = pool_every_place(Known(cursor), ["residents_active"], ALWAYS)
    assert (found[None, "residents_active"]["baseline"].value, found[None, "residents_active"]["baseline"].n) == (pytest.approx(0.25), 600)
    assert told == {"residents_active"}


def test_nothing_is_pooled_where_nothing_was_told(programme_store: Database):
    with programme_store.cursor() as cursor:
        assert pool_every_place(Known(cursor), ["belonging"], ALWAYS) == ({}, set())


# What is read of one place


def test_a_place_reads_the_estimates_of_no_other(copy_of: "Fill"):
    with copy_of(five_places).cursor() as cursor:
        known = Known.in_view(cursor)
        factors(known, "N00002")
        assert cursor.execute(f"SELECT DISTINCT neighbourhood FROM {known.figures('N00002')}").fetchall() == [("N00002",)]


def test_a_place_reads_the_returns_of_no_other_but_those_of_the_programme(copy_of):
    with copy_of(five_places).cursor() as cursor:
        known = Known.in_view(cursor)
        query = "SELECT DISTINCT neighbourhood FROM query_table($counting) WHERE $neighbourhood IS NOT NULL ORDER BY ALL"
        assert known.execute(query, neighbourhood="N00002").fetchall() == [("",), ("N00002",)]
        assert known.execute(query, neighbourhood="N9").fetchall() == [("",)]
        assert cursor.execute(f"SELECT count(DISTINCT neighbourhood) FROM {known.counting()}").fetchall() == [(6,)]


def test_an_estimate_that_names_no_neighbourhood_is_its_returns(copy_of):
    """As of a store of before estimates named one: its figures are the same."""
    store = copy_of(five_places)
    with store.cursor() as cursor:
        before = factors(Known.in_view(cursor), "N00002").to_dict("records")
    store.write(lambda cursor: cursor.execute("UPDATE estimates SET neighbourhood = '' WHERE indicator IN ('belonging', 'participants')"))
    with store.cursor() as cursor:
        after = factors(Known.in_view(cursor), "N00002").to_dict("records")
    assert repr(after) == repr(before)


def test_a_place_reads_its_estimates_once_for_all_its_tables(copy_of):
    """The store's estimates are spoiled in between, unseen: all that is read of the place afterwards is what was read of it before."""
    with copy_of(five_places).alone() as cursor:
        known = Known.in_view(cursor)
        before = factors(known, "N00002").to_dict("records")
        cursor.execute("BEGIN")
        cursor.execute("UPDATE estimates SET value = 0")
        after = factors(known, "N00002").to_dict("records")
        cursor.execute("ROLLBACK")
    assert repr(after) == repr(before)


def test_a_place_has_the_same_figures_however_many_others_there_are(copy_of):
    with copy_of(five_places).cursor() as cursor:
        of_five = factors(Known.in_view(cursor), "N00001")
    with copy_of(lambda database: grow(database, 40, 3, 4)).cursor() as cursor:
        of_forty = factors(Known.in_view(cursor), "N00001")
    assert repr(of_five.drop(columns="latest").to_dict("records")) == repr(of_forty.drop(columns="latest").to_dict("records"))
    assert [each and each.value for each in of_five["latest"]] == [each and each.value for each in of_forty["latest"]]


def test_an_estimate_that_does_not_say_whose_it_is_belongs_to_the_place_of_its_return(copy_of):
    """As one of a store that was written before estimates named their neighbourhood, or put there by a test."""
    with copy_of(five_places).alone() as cursor:
        before = factors(Known.in_view(cursor), "N00002")
        cursor.execute("UPDATE estimates SET neighbourhood = ''")
        after = factors(Known.in_view(cursor), "N00002")
    assert repr(after.to_dict("records")) == repr(before.to_dict("records"))
