"""What verdicts and intervals promise, tried on invented samples whose truth is known: by exact sums where there are any."""

from collections.abc import Callable
from math import sqrt
from typing import NamedTuple

import numpy as np
import pytest
from scipy.stats import binom, norm, poisson, t

from cdmon.definitions import load
from cdmon.statistics.intervals import difference, poisson_difference, wilson
from cdmon.statistics.samples import degrees_of_freedom, interval_size, pooled_proportion, weighted_proportion
from cdmon.tables.changes import changes
from cdmon.tables.figures import Found
from cdmon.tables.pooled import pooled
from cdmon.tables.verdicts import verdict
from tests.test_pooled import figure as sampled_figure

pytestmark = pytest.mark.slow

N = 300  # residents asked in each wave


BEFORE, AFTER = (every.ravel() for every in np.meshgrid(np.arange(N + 1), np.arange(N + 1), indexing="ij"))


@pytest.fixture(scope="module")
def of_every_pair() -> np.ndarray:
    """The verdicts on all 301 × 301 pairs of waves of 300 residents, by how many said yes."""
    waves = [sampled_figure("N01", yes / N, N, N) for yes in range(N + 1)]
    pairs = [(waves[then], waves[now]) for then, now in zip(BEFORE, AFTER, strict=True)]
    about = {"kind": "proportion", "obstacles": "", "early": False}
    rows = [
        {"baseline": then, "latest": now, "change": change, **about}
        for (then, now), change in zip(pairs, changes(pairs, ["proportion"] * len(pairs)), strict=True)
    ]
    return np.array([verdict(row, None) for row in rows])


def chance(flagged: np.ndarray, then: float, now: float) -> float:
    """How probable the flagged pairs are where so many of the residents would say yes: the sum of their binomial probabilities."""
    return float((binom.pmf(BEFORE, N, then) * binom.pmf(AFTER, N, now))[flagged].sum())


@pytest.mark.parametrize("share", [0.05, 0.07, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.93])
def test_where_nothing_changed_4_to_6_of_100_verdicts_tell_of_a_change_and_half_of_those_of_a_fall(of_every_pair, share):
    rose, fell = chance(of_every_pair == "rose", share, share), chance(of_every_pair == "fell", share, share)
    assert 0.04 <= rose + fell <= 0.06
    assert rose == pytest.approx(fell, abs=1e-9)
    assert set(of_every_pair) == {"rose", "fell", "cannot tell"}


def test_the_false_alarms_at_7_in_100_are_the_known_figure(of_every_pair):
    assert chance(of_every_pair != "cannot tell", 0.07, 0.07) == pytest.approx(0.046, abs=0.0005)


def test_a_rise_from_7_to_12_in_100_is_found_a_little_more_often_than_not_and_never_taken_for_a_fall(of_every_pair):
    assert chance(of_every_pair == "rose", 0.07, 0.12) == pytest.approx(0.55, abs=0.005)
    assert chance(of_every_pair == "fell", 0.07, 0.12) < 0.0001


@pytest.mark.parametrize("share", [0.07, 0.2, 0.5])
def test_simulated_waves_give_as_many_false_alarms_as_the_exact_sum(of_every_pair, share):
    """50,000 pairs of waves; the error of a share near 5% is √(0.05 × 0.95 / 50,000) = 0.1 percentage points."""
    before, after = np.random.default_rng(1).binomial(N, share, (2, 50_000))
    alarms = (of_every_pair[before * (N + 1) + after] != "cannot tell").mean()
    assert 0.04 <= alarms <= 0.06
    assert alarms == pytest.approx(chance(of_every_pair != "cannot tell", share, share), abs=4 * sqrt(0.05 * 0.95 / 50_000))


# A register by chance alone


def test_chance_openings_and_closures_make_5_registers_in_100_or_fewer_rise_or_fall():
    """Half an opening and half a closure a month for 22 months: 91 registers in 100 change, and of 3 the change is beyond chance.

    The exact sum over all pairs up to 40, of Poisson probabilities with the mean 11; the exact test errs on the side of "cannot tell".
    """
    closed, opened = (every.ravel() for every in np.meshgrid(np.arange(41), np.arange(41), indexing="ij"))
    chances = poisson.pmf(closed, 22 / 2) * poisson.pmf(opened, 22 / 2)
    change, low, high = poisson_difference(closed, opened)
    assert chances[change != 0].sum() == pytest.approx(0.91, abs=0.01)
    told = chances[low > 0].sum(), chances[high < 0].sum()
    assert told[0] == pytest.approx(told[1])
    assert 0.01 < sum(told) <= 0.05


def test_a_register_that_grows_by_one_group_a_month_is_seen_to():
    """One opening and a quarter of a closure a month for 22 months."""
    opened, closed = np.random.default_rng(1).poisson([[22], [22 / 4]], (2, 20_000))
    _, low, high = poisson_difference(closed, opened)
    assert (low > 0).mean() > 0.8
    assert (high < 0).mean() < 0.001


# Samples of weights, strata and clusters

SAMPLES, AT_ONCE = 20_000, 2_000  # the error of a coverage near 95% is 0.15 points
ADULTS = np.array([1, 2, 3, 4])  # in a household; one of them is asked, and stands for all: that is the weight
HOUSEHOLDS = np.array([0.35, 0.45, 0.14, 0.06])  # how many have so many


class Samples(NamedTuple):
    """Samples of one population: a row a sample and a column a respondent; who is in which stratum and cluster is the same in all."""

    truth: float
    outcome: np.ndarray
    weight: np.ndarray | None = None
    stratum: np.ndarray | None = None
    cluster: np.ndarray | None = None

    def one(self, number: int) -> dict[str, np.ndarray | None]:
        """One of them, as `weighted_proportion` takes it."""
        weight = None if self.weight is None else self.weight[number]
        return {"outcome": self.outcome[number], "weight": weight, "stratum": self.stratum, "cluster": self.cluster}


def weights_alone(random: np.random.Generator, samples: int) -> Samples:
    """300 households drawn one by one; who lives alone says yes in 25 of 100 cases, and each adult more adds 5 of 100.

    The truth is of all adults and not of all households: households of each size weigh in by their adults.
    """
    adults = random.choice(ADULTS, (samples, N), p=HOUSEHOLDS)
    chances = 0.25 + 0.05 * (ADULTS - 1)
    truth = (HOUSEHOLDS * ADULTS * chances).sum() / (HOUSEHOLDS * ADULTS).sum()
    return Samples(truth, random.random(adults.shape) < chances[adults - 1], adults)


def streets_alone(random: np.random.Generator, samples: int, streets: int = 30) -> Samples:
    """10 residents in each of 30 streets; of a street 10 to 50 in 100 say yes, on average 30, so that neighbours' answers are alike."""
    street = np.repeat(np.arange(streets), 10)
    of_street = random.uniform(0.1, 0.5, (samples, streets))
    return Samples(0.3, random.random((samples, street.size)) < of_street[:, street], cluster=street)


def few_streets(random: np.random.Generator, samples: int) -> Samples:
    """As before, but of 8 streets only."""
    return streets_alone(random, samples, 8)


def weights_strata_and_streets(random: np.random.Generator, samples: int) -> Samples:
    """Two parts of a neighbourhood, of 3,000 and 2,000 households; 13 streets in each, of 7 to 13 households; one adult of each household.

    Of those who live alone 20 in 100 say yes in the first part, 32 in the second, up to 18 more or less by street; each more adult adds 3.
    """
    street = np.repeat(np.arange(26), np.tile(np.arange(7, 14), 4)[:26])
    part = street // 13
    households = np.array([3000, 2000])
    adults = random.choice(ADULTS, (samples, street.size), p=HOUSEHOLDS)
    chances = np.array([0.2, 0.32])[:, None] + 0.03 * (ADULTS - 1)
    of_street = random.uniform(-0.18, 0.18, (samples, 26))
    says_yes = random.random(adults.shape) < chances[part, adults - 1] + of_street[:, street]
    people = households[:, None] * HOUSEHOLDS * ADULTS
    return Samples((people * chances).sum() / people.sum(), says_yes, adults * (households / np.bincount(part))[part], part, street)


def plain(samples: Samples) -> tuple[np.ndarray, np.ndarray]:
    """The proportion and the effective size of each sample, computed a second time, for all samples at once.

    Taylor linearisation; with clusters the size is at most n, and smaller as Student's t is wider than the normal on as many degrees of
    freedom as there are clusters less strata (Korn and Graubard 1998).
    """
    y, n = samples.outcome, samples.outcome.shape[1]
    w = np.ones(y.shape) if samples.weight is None else samples.weight
    part = np.zeros(n, int) if samples.stratum is None else samples.stratum
    street = np.arange(n) if samples.cluster is None else samples.cluster
    total = w.sum(axis=1, keepdims=True)
    p = (w * y).sum(axis=1, keepdims=True) / total
    of_street = (w * (y - p) / total) @ (street[:, None] == np.unique(street)).astype(float)
    home = part[np.unique(street, return_index=True)[1]]
    parts = [of_street[:, home == each] for each in np.unique(home)]
    variance = sum(each.shape[1] * each.var(axis=1, ddof=1) for each in parts)
    p = p[:, 0]
    size = n * p * (1 - p) / (n - 1) / variance
    if samples.cluster is not None:
        freedom = of_street.shape[1] - len(parts)
        size = np.minimum(size, n) * (norm.ppf(0.975) / t.ppf(0.975, freedom)) ** 2
    return p, size


def coverage(draw: Callable[[np.random.Generator, int], Samples], design_effect: tuple[float, float]) -> tuple[float, float]:
    """How often the interval of one wave holds the truth, and that of the change between two waves of one population holds 0.

    A wave is compared with the one drawn before it. The design must be worth the test: the values vary as its design effect says.
    """
    random = np.random.default_rng(1)
    values, sizes = [], []
    for _ in range(SAMPLES // AT_ONCE):
        samples = draw(random, AT_ONCE)
        value, size = plain(samples)
        for number in range(20):
            one = samples.one(number)
            found = weighted_proportion(**one)
            freedom = degrees_of_freedom(one["outcome"], one["stratum"], one["cluster"])
            assert found.value == pytest.approx(value[number])
            assert interval_size(found.n_effective, found.n, freedom) == pytest.approx(size[number])
        values.append(value)
        sizes.append(size)
    p, n_effective = np.concatenate(values), np.concatenate(sizes)
    truth, n = samples.truth, samples.outcome.shape[1]
    assert p.mean() == pytest.approx(truth, abs=4 * p.std() / sqrt(SAMPLES))
    assert design_effect[0] < p.var() / (truth * (1 - truth) / n) < design_effect[1]
    low, high = wilson(p * n_effective, n_effective)
    _, fall, rise = difference(np.roll(p * n_effective, 1), np.roll(n_effective, 1), p * n_effective, n_effective)
    return ((low <= truth) & (truth <= high)).mean(), ((fall <= 0) & (rise >= 0)).mean()


PLACES = 6
RESIDENTS = np.linspace(4000, 8000, PLACES)


def waves_of_streets(random: np.random.Generator, streets: int, samples: int = SAMPLES) -> tuple[np.ndarray, np.ndarray]:
    """The proportions and effective sizes of waves of six places, 10 residents in each of some streets, as in `streets_alone`."""
    said_yes = random.binomial(10, random.uniform(0.1, 0.5, (samples, PLACES, streets)))
    p, variance = said_yes.mean(axis=2) / 10, said_yes.var(axis=2, ddof=1) / 100 / streets
    n = 10 * streets
    alike = variance == 0
    return p, np.where(alike, n, n * p * (1 - p) / (n - 1) / np.where(alike, 1, variance))


def told_of_pools(sizes: list[np.ndarray], values: list[np.ndarray]) -> np.ndarray:
    """Whether each pool rose or fell between two waves."""
    _, low, high = difference(values[0] * sizes[0], sizes[0], values[1] * sizes[1], sizes[1])
    return (low > 0) | (high < 0)


@pytest.mark.parametrize("streets", [6, 10, 30])
def test_where_nothing_changed_4_to_6_of_100_pools_of_places_with_clusters_rise_or_fall(streets):
    """The change of a pool has the degrees of freedom of both waves. The first of the pools are made by the tables themselves, too."""
    random, shares, degrees = np.random.default_rng(1), RESIDENTS / RESIDENTS.sum(), np.full(PLACES, streets - 1)
    waves = [waves_of_streets(random, streets) for _ in range(2)]
    values, effective, freedom = zip(*(pooled_proportion(shares, *wave, degrees) for wave in waves), strict=True)
    told = told_of_pools([interval_size(size, np.inf, sum(freedom)) for size in effective], values)
    assert 0.04 <= told.mean() <= 0.06
    for number in range(20):
        one = [(p[number], size[number]) for p, size in waves]
        assert told_by_the_tables(one, streets) == told[number]


def told_by_the_tables(waves: list[tuple[np.ndarray, np.ndarray]], streets: int) -> bool:
    """Whether a pool rose or fell, by the functions that make the factor table."""
    found: Found = {}
    for role, (p, size) in zip(("baseline", "latest"), waves, strict=True):
        for place, (value, n_effective, residents) in enumerate(zip(p, size, RESIDENTS, strict=True)):
            figure = sampled_figure(f"N{place:02}", value, 10 * streets, n_effective, streets - 1, residents)
            found.setdefault((figure.neighbourhood, figure.indicator), {})[role] = figure
    ((then, now),) = (tuple(roles.values()) for roles in pooled(found, load()).values())
    (change,) = changes([(then, now)], ["proportion"])
    return bool(change.low > 0 or change.high < 0)


def test_few_clusters_paid_for_place_by_place_would_leave_1_alarm_of_100():
    """What the pool does not do: six streets a place, each place's sample made smaller for them, and at most its n."""
    random, shares = np.random.default_rng(1), RESIDENTS / RESIDENTS.sum()
    waves = [waves_of_streets(random, 6) for _ in range(2)]
    pools = [pooled_proportion(shares, p, interval_size(size, 60, 5), np.full(PLACES, np.inf)) for p, size in waves]
    assert told_of_pools([size for _, size, _ in pools], [value for value, _, _ in pools]).mean() < 0.015


@pytest.mark.parametrize(
    ("draw", "design_effect"),
    [
        (weights_alone, (1.15, 1.35)),
        (streets_alone, (1.45, 1.7)),
        (weights_strata_and_streets, (1.5, 2)),
    ],
)
def test_intervals_of_weighted_and_clustered_samples_hold_the_truth_95_times_in_100(draw, design_effect):
    of_one, of_change = coverage(draw, design_effect)
    assert 0.94 <= of_one <= 0.96
    assert 0.94 <= of_change <= 0.96


def test_intervals_of_a_sample_of_few_clusters_are_wide_rather_than_false():
    """A variance found from 8 streets is itself uncertain: intervals that took it for known would hold the truth 90 times in 100."""
    of_one, of_change = coverage(few_streets, (1.45, 1.7))
    assert 0.95 <= of_one <= 0.98
    assert 0.95 <= of_change <= 0.98
