"""The pool of places: against R's stratified union, worked by hand, and made without places that tell no interval."""

from collections.abc import Iterator
from datetime import date
from math import inf, isnan, sqrt

import pytest
from scipy.stats import norm, t

from cdmon.database import Database
from cdmon.definitions import load
from cdmon.statistics.samples import degrees_of_freedom, interval_size, weighted_proportion
from cdmon.tables.changes import Change, changes
from cdmon.tables.factors import factors
from cdmon.tables.figures import Figure, Row, with_intervals
from cdmon.tables.known import Known
from cdmon.tables.pooled import pooled
from tests.conftest import send
from tests.workbooks import programme_workbook, survey_workbook, yes_of

ACTIVE = "residents_active"
THEN, NOW = date(2024, 10, 20), date(2026, 10, 20)


def figure(place: str, value: float, n: float, n_effective: float, degrees: float = inf, residents: float = 5000, **more: object) -> Figure:
    """The figure of a place, as the store gives it."""
    size = float(interval_size(n_effective, n, degrees))
    parts = {"n": n, "n_effective": n_effective, "degrees": degrees, "size": size, "population": residents, "no_answer": 0, **more}
    return Figure(ACTIVE, place, "2024", THEN, value, **parts)


def pool(*figures: Figure) -> Figure:
    """The baseline pooled from those of places."""
    found = {(each.neighbourhood, ACTIVE): {"baseline": each} for each in figures}
    (one,) = with_intervals([pooled(found, load())[None, ACTIVE]["baseline"]], load())
    return one


# R's stratified union


SPREAD = {6: 7, 10: 9, 30: 14}  # of the answers of clusters, in points, by how many there are


def answers(place: int, clusters: int, wave: int) -> Iterator[tuple[int, bool]]:
    """Cluster and answer of 300 residents of a place, by arithmetic, so that R and Python have the same."""
    for cluster in range(clusters):
        chance = 18 + 2 * place + SPREAD[clusters] * ((7 * cluster + 3 * place + 4 * wave) % 5)
        for resident in range(300 // clusters):
            yield cluster, (37 * resident + 11 * cluster + 23 * place + 116 * wave) % 100 < chance


def sampled(place: int, clusters: int, wave: int) -> Figure:
    """The figure of a place of 4,000, 5,000 or 6,000 residents."""
    cluster, outcome = zip(*answers(place, clusters, wave), strict=True)
    found = weighted_proportion(outcome, cluster=cluster)
    residents = 1000 * (4 + place % 3)
    return figure(f"N{place:02}", found.value, found.n, found.n_effective, degrees_of_freedom(outcome, cluster=cluster), residents)


R = [  # places, clusters a place; the logit interval of each wave and its design effect; Wald's interval of the change
    (6, 6, (0.33204685, 0.40663469), (0.33551481, 0.40954447), (2.5865388, 2.5387600), (-0.048329609, 0.054774054)),
    (6, 10, (0.37384384, 0.44306865), (0.38060426, 0.45273704), (2.2267664, 2.4040920), (-0.041279610, 0.057724054)),
    (6, 30, (0.48398637, 0.54479561), (0.48118902, 0.54514718), (1.7133488, 1.8956320), (-0.045251543, 0.042807098)),
    (12, 6, (0.40883577, 0.46063261), (0.40636392, 0.45733117), (2.4596173, 2.3850708), (-0.038883819, 0.033106041)),
]


@pytest.mark.parametrize(("places", "clusters", "then", "now", "design_effects", "change"), R)
def test_the_pool_is_as_wide_as_the_stratified_union_of_rs_survey(places, clusters, then, now, design_effects, change):
    """R 4.2.2, survey 4.1.1; d has a row a respondent: wave, place, cluster, residents, yes as `answers` gives them.

    d$weight <- d$residents / ave(d$yes, d$wave, d$place, FUN = length)
    one <- svydesign(~cluster, strata = ~place, weights = ~weight, nest = TRUE, data = d[d$wave == w, ])
    attr(svyciprop(~yes, one, method = "logit", df = degf(one)), "ci"); deff(svymean(~yes, one, deff = "replace"))
    both <- svydesign(~cluster, strata = ~interaction(wave, place), weights = ~weight, nest = TRUE, data = d)
    k <- svycontrast(svyby(~yes, ~wave, both, svymean, covmat = TRUE), c(-1, 1)); confint(k, df = degf(both))
    """
    roles = {"baseline": 0, "latest": 1}
    found = {(f"N{place:02}", ACTIVE): {role: sampled(place, clusters, wave) for role, wave in roles.items()} for place in range(places)}
    pair = with_intervals(pooled(found, load())[None, ACTIVE].values(), load())
    for one, interval, design_effect in zip(pair, (then, now), design_effects, strict=True):
        assert one.degrees == places * (clusters - 1)
        assert one.factor == pytest.approx(sqrt(design_effect), rel=0.01)
        assert (one.low, one.high) == pytest.approx(interval, abs=0.01 * (interval[1] - interval[0]))
        assert one.high - one.low == pytest.approx(interval[1] - interval[0], rel=0.01)
    (told,) = changes([(pair[0], pair[1])], ["proportion"])
    assert told.high - told.low == pytest.approx(change[1] - change[0], rel=0.01)


# By hand


def test_places_with_clusters_pay_for_few_once():
    """Shares 0.4 and 0.6: value 0.4 · 0.1 + 0.6 · 0.2 = 0.16; variance 0.4² · 0.09/100 + 0.6² · 0.16/150; 5 + 7 degrees."""
    one = pool(figure("N01", 0.1, 200, 100, 5, residents=4000), figure("N02", 0.2, 200, 150, 7, residents=6000))
    effective = 0.16 * 0.84 / (0.16 * 0.09 / 100 + 0.36 * 0.16 / 150)
    assert (one.value, one.n_effective, one.degrees) == pytest.approx((0.16, effective, 12))
    assert one.size == pytest.approx(effective * (norm.ppf(0.975) / t.ppf(0.975, 12)) ** 2)
    assert one.factor == pytest.approx(sqrt(400 / effective))


def test_without_any_clusters_the_pool_pays_for_none():
    one = pool(figure("N01", 0.1, 300, 300), figure("N02", 0.2, 300, 300))
    assert (one.degrees, one.size) == (inf, one.n_effective)


def test_beside_places_without_clusters_those_with_few_count_by_their_part_of_the_variance():
    """Equal shares and values: variances as 1/100 to 1/300, so the clusters make three quarters; 3 degrees over (3/4)² are 5.33."""
    one = pool(figure("N01", 0.2, 300, 100, 3), figure("N02", 0.2, 300, 300))
    assert one.degrees == pytest.approx(3 / 0.75**2)


def test_chance_evens_out_between_places_and_is_not_capped_place_by_place():
    """Two places of 60, as good as 90 and 45: 4/(1/90 + 1/45) = 120 at equal shares and values, not 4/(1/60 + 1/45) = 103."""
    assert pool(figure("N01", 0.5, 60, 90, 5), figure("N02", 0.5, 60, 45, 5)).n_effective == pytest.approx(120)


def test_a_pool_of_one_place_is_that_place():
    here = figure("N01", 0.5, 60, 90, 5)
    (alone,), one = with_intervals([here], load()), pool(here)
    assert (one.value, one.low, one.high, one.size) == pytest.approx((alone.value, alone.low, alone.high, alone.size))
    assert one.period == "2024 (1 neighbourhood)"


def test_the_change_of_a_pool_has_the_degrees_of_both_its_waves_and_that_of_a_place_each_waves_own():
    """Both pools: p = 0.2, size 400, 8 + 8 degrees; both places: p = 0.2, size 200, 8 degrees."""
    wave = pool(figure("N01", 0.2, 300, 200, 4), figure("N02", 0.2, 300, 200, 4))
    place = with_intervals([figure("N01", 0.2, 300, 200, 8)], load())[0]
    of_pool, of_place = changes([(wave, wave), (place, place)], ["proportion"] * 2)
    assert of_pool.high == pytest.approx(newcombe_of_no_change(0.2, 400 * (norm.ppf(0.975) / t.ppf(0.975, 16)) ** 2))
    assert of_place.high == pytest.approx(newcombe_of_no_change(0.2, 200 * (norm.ppf(0.975) / t.ppf(0.975, 8)) ** 2))


def newcombe_of_no_change(p: float, n: float) -> float:
    """The upper limit of a change between two equal samples: the distances of Wilson's limits, squared and added."""
    z = norm.ppf(0.975)
    middle, reach = (p + z**2 / (2 * n)) / (1 + z**2 / n), z * sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return sqrt((middle + reach - p) ** 2 + (p - middle + reach) ** 2)


def test_of_samples_of_unknown_design_the_pool_has_the_assumed_size():
    """The store gives each 300/1.24² = 195.1 at most; both together, at equal shares and values, are as good as 390.2."""
    one = pool(*(figure(place, 0.2, 300, 300 / 1.24**2, design_known=False, assumed=1.24) for place in ("N01", "N02")))
    assert (one.n_effective, one.factor, one.assumed) == pytest.approx((2 * 300 / 1.24**2, 1.24, 1.24))


# A single cluster


def test_a_place_of_a_single_cluster_is_left_out_and_said_to_be():
    good = [figure("N01", 0.1, 300, 200, 9), figure("N03", 0.2, 300, 200, 9)]
    one = pool(good[0], figure("N02", 0.9, 300, 300, 0), good[1])
    assert (one.left_out, one.n, one.places) == (("N02",), 600, 2)
    assert (one.value, one.low, one.high) == (pool(*good).value, pool(*good).low, pool(*good).high)


def test_where_every_place_is_a_single_cluster_the_pool_has_a_value_and_no_interval():
    one = pool(figure("N01", 0.1, 300, 300, 0), figure("N02", 0.2, 300, 300, 0))
    assert (one.value, one.size, one.left_out) == (pytest.approx(0.15), 0, ())
    assert isnan(one.low) and isnan(one.factor)


def test_a_place_whose_later_sample_is_a_single_cluster_is_left_out_of_both_waves(database: Database):
    """N01 and N02 go from 60 to 120 of 300; N03, from 30 to 290, was asked in one street only the second time."""
    send(database, programme_workbook([(f"N0{n}", f"Place {n}", 6000) for n in (1, 2, 3)]))
    for place, then, now in (("N01", 60, 120), ("N02", 60, 120), ("N03", 30, 290)):
        send(database, survey_workbook("2024", THEN, yes_of(300, then), neighbourhood=place))
        street = {"cluster": "the one street"} if place == "N03" else {}
        later = [{**answer, **street} for answer in yes_of(300, now)]
        send(database, survey_workbook("2026", NOW, later, neighbourhood=place, design="clustered" if street else "simple random"))
    programme, here = of_active(database, None), of_active(database, "N03")
    assert (programme["baseline"].value, programme["latest"].value) == pytest.approx((0.2, 0.4))
    assert (programme["latest"].period, programme["verdict"]) == ("2026 (2 neighbourhoods)", "rose")
    assert programme["remark"] == "without N03: sampled in a single cluster"
    assert (here["verdict"], here["remark"]) == ("cannot tell", "")
    assert isinstance(here["change"], Change) and isnan(here["change"].low)


def of_active(database: Database, place: str | None) -> Row:
    """The row of the residents active."""
    with database.cursor() as cursor:
        return dict(factors(Known(cursor), place).set_index("indicator").loc[ACTIVE])
