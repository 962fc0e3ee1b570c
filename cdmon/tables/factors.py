"""The six-factor table: each indicator at its baseline and now, the change, and what can be said of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from cdmon.database import Cursor
from cdmon.definitions import Definitions, load
from cdmon.disclosure import hide_small_numbers
from cdmon.parts import Indicator
from cdmon.statistics import byar, difference, smallest_rise, wilson
from cdmon.tables.comparable import is_early, obstacles, remarks
from cdmon.tables.known import Known
from cdmon.tables.pooled import pooled, pooled_series
from cdmon.tables.steps import dated_events
from cdmon.tables.verdicts import signals, verdicts

ROLES = ("baseline", "latest")
NOTHING = {
    **dict.fromkeys(("value", "n", "n_effective", "population", "indicator_version"), float("nan")),
    **dict.fromkeys(("period", "note", "asked", "independent", "provenance", "mode", "frame", "boundary"), ""),
    "no_answer": float("nan"),
    "period_date": pd.NaT,
    "provisional": False,
}
PARTS = ("value", "low", "high", "n", "n_effective", "no_answer", "period", "note", "provisional")
OWN = ("provenance", "independent")  # what returns say themselves of where a figure comes from
INDEPENDENT = {"yes": "independent survey", "no": "survey by the programme", "mixed": "surveys, in part independent"}
METHODS = {
    "proportion": "95 % Wilson interval; change: 95 % Newcombe interval",
    "rate": "95 % Byar interval, exact below 10",
    "count": "counted, not sampled",
    "rating": "judged on four levels; of several raters the most independent one's level",
}
COLUMNS = [
    "neighbourhood", "factor", "indicator", "title", "kind", "unit", "higher_is_better",
    *(f"{role}_{part}" for role in ROLES for part in PARTS),
    "change_value", "change_low", "change_high", "verdict", "remark", "detectable", "source", "provenance", "method",
]  # fmt: skip


def factors(cursor: Cursor, neighbourhood: str | None = None, as_at: date | None = None, provisional: bool = False) -> pd.DataFrame:
    """Return the six-factor table of a neighbourhood or, for None, of all of them pooled: one row an indicator, in factor order.

    Values are fractions of 1, counts, or rates per 1,000 residents; NaN where there is none, and the verdict says why.
    With `provisional`, returns that nobody has decided about yet are counted too, and their figures marked (baseline_provisional,
    latest_provisional).
    """
    return factor_table(Known(cursor, as_at, provisional), [neighbourhood])


def all_factors(known: Known, indicators: list[str] | None = None) -> pd.DataFrame:
    """Return the tables of the programme (neighbourhood None) and of every neighbourhood, one under the other.

    `indicators` restricts the rows to some of them.
    """
    return factor_table(known, [None, *known.neighbourhoods["code"]], indicators)


def pool(cursor: Cursor, wave: str, as_at: date | None = None, provisional: bool = False) -> pd.DataFrame:
    """Return the six-factor table of the neighbourhoods of one wave pooled (first, second or third; "" for those of all waves)."""
    return factor_table(Known(cursor, as_at, provisional), [None], wave=wave)


def factor_table(known: Known, places: Sequence[str | None], indicators: list[str] | None = None, wave: str = "") -> pd.DataFrame:
    """Return the table's rows for these neighbourhoods and indicators (all if not given).

    The place None is all neighbourhoods pooled, or those of a `wave`.
    """
    definitions = load()
    wanted = [i for i in definitions.indicators.values() if indicators is None or i.code in indicators]
    only = places[0] if len(places) == 1 else None
    found = with_raters(read_estimates(known, "factors", only, [i.code for i in wanted])).to_dict("records")
    series = read_estimates(known, "series", only, [i.code for i in wanted if i.measured == "over the month"])
    series = series[series["value"].notna()]
    if wave:
        within = set(known.neighbourhoods.loc[known.neighbourhoods["wave"] == wave, "code"])
        found, series = [row for row in found if row["neighbourhood"] in within], series[series["neighbourhood"].isin(within)]
    if None in places:
        series = pd.concat([pooled_series(series, found), series]) if len(series) else series
        found += pooled(found, definitions)
    by_role = {(row["neighbourhood"], row["indicator"], row["role"]): row for row in found}
    keys = [(place, i.code) for place in places for i in wanted]
    columns: dict[str, list[Any]] = {"neighbourhood": [place for place, _ in keys], "indicator": [code for _, code in keys]}
    for role in ROLES:
        rows = [by_role.get((*key, role), NOTHING) for key in keys]
        columns |= {f"{role}_{part}": [row[part] for row in rows] for part in NOTHING}
    table = describe(pd.DataFrame(columns), definitions)
    for role in ROLES:
        table = with_intervals(table, f"{role}_")
    table = compare(table)
    table["obstacles"] = obstacles(table)
    table["early"] = is_early(table, definitions)
    table["verdict"] = verdicts(table, signals(series[series["neighbourhood"].isin(places)], dated_events(known)))
    table["remark"] = remarks(table, definitions)
    table["detectable"] = detectable(table)
    return table[COLUMNS]


def detectable(table: pd.DataFrame) -> pd.Series:
    """Return the smallest rise, as a fraction of 1, that the samples of each row's two waves would show four times out of five."""
    value, before, after = (table[name].to_numpy(float) for name in ("baseline_value", "baseline_n_effective", "latest_n_effective"))
    rise = smallest_rise(value, before, np.where(np.isnan(after), before, after))
    return pd.Series(np.where(table["kind"] == "proportion", rise, np.nan), index=table.index)


def describe(table: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Return the table with what the definitions say of each indicator, and where its figures come from."""
    defined = [definitions.indicators[code] for code in table["indicator"]]
    for part in ("factor", "title", "kind", "unit", "higher_is_better"):
        table[part] = [getattr(indicator, part) for indicator in defined]
    sources = {code: source(indicator, definitions) for code, indicator in definitions.indicators.items()}
    table["source"] = table["indicator"].map(sources)
    table["method"] = [METHODS[indicator.kind] for indicator in defined]
    reported = pd.Series([definitions.datasets[indicator.dataset].provenance for indicator in defined], index=table.index)
    of_figure = {part: table[f"latest_{part}"].where(table["latest_period"] != "", table[f"baseline_{part}"]) for part in ("period", *OWN)}
    told = of_figure["provenance"].mask(of_figure["provenance"] == "", of_figure["independent"].map(INDEPENDENT)).fillna(reported)
    table["provenance"] = told.where(of_figure["period"] != "", "not collected")
    return table


def source(indicator: Indicator, definitions: Definitions) -> str:
    """Return where an indicator's figure comes from: the dataset and, for a survey, the questions."""
    questions = definitions.question_codes(indicator)
    asked = f", {'question' if len(questions) == 1 else 'questions'} {', '.join(questions)}" if questions else ""
    return definitions.datasets[indicator.dataset].title + asked


def compare(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the change from the baseline; proportions with Newcombe's interval on the effective samples."""
    before, after = ({part: table[f"{role}_{part}"].to_numpy(float) for part in ("value", "n_effective")} for role in ROLES)
    change = after["value"] - before["value"]
    low, high = np.full(change.shape, np.nan), np.full(change.shape, np.nan)
    sampled = (table["kind"] == "proportion").to_numpy(bool) & ~np.isnan(change)
    counts = [part[sampled] for role in (before, after) for part in (role["value"] * role["n_effective"], role["n_effective"])]
    _, low[sampled], high[sampled] = difference(*counts)
    return table.assign(change_value=change, change_low=low, change_high=high)


def series(cursor: Cursor, neighbourhood: str, as_at: date | None = None, provisional: bool = False) -> pd.DataFrame:
    """Return every figure of a neighbourhood over time: indicator, period, day, value, low, high, n, note; by indicator and day."""
    indicators = load().indicators
    found = read_estimates(Known(cursor, as_at, provisional), "series", neighbourhood, list(indicators))
    found["kind"] = [indicators[code].kind for code in found["indicator"]]
    return with_intervals(found).rename(columns={"period_date": "day"})[["indicator", "period", "day", "value", "low", "high", "n", "note"]]


def read_estimates(known: Known, query: str, neighbourhood: str | None, indicators: list[str]) -> pd.DataFrame:
    """Return estimates that may be shown, with the population of their neighbourhood, as a query of cdmon/sql/tables finds them.

    Where a wave's design is not known, the programme's default design factor makes the effective sample smaller (n / deft²).
    """
    populations = known.neighbourhoods.set_index("code")["population"]
    found = known.read(query, neighbourhood=neighbourhood, indicators=indicators)
    ratings = [code for code in indicators if load().indicators[code].kind == "rating"]  # these the programme has of its own, not pooled
    of_programme = (found["neighbourhood"] == "") & found["indicator"].isin(ratings)
    found = found[found["neighbourhood"].isin(populations.index) | of_programme]  # the set-up may have let a neighbourhood go
    found = found.reset_index(drop=True)
    design_factor = known.programme.design_factor if known.programme else 1
    found["n_effective"] = found["n_effective"] / np.where(found["design_known"], 1, design_factor**2)
    found["population"] = found["neighbourhood"].map(populations).astype("float64")
    return hide_small_numbers(found, load(), known.small_numbers)


def with_raters(found: pd.DataFrame) -> pd.DataFrame:
    """Return estimates with a note on each rating of who rated; the programme's own ratings are those of neighbourhood None."""
    is_rating = np.array([load().indicators[code].kind == "rating" for code in found["indicator"]], bool)
    place = found["neighbourhood"].replace({"": None})
    return found.assign(neighbourhood=place, note=np.where(is_rating, "rated by " + found["asked"], found["note"]))


def with_intervals(table: pd.DataFrame, role: str = "") -> pd.DataFrame:
    """Return a table with the limits of the figures of a role (a prefix of its columns); counts of a rate become rates per 1,000."""
    kinds = table["kind"].to_numpy(object)
    value, size, population = (table[f"{role}{part}"].to_numpy(float, copy=True) for part in ("value", "n_effective", "population"))
    low, high = np.full(value.shape, np.nan), np.full(value.shape, np.nan)
    sampled, rates = kinds == "proportion", kinds == "rate"
    low[sampled], high[sampled] = wilson(value[sampled] * size[sampled], size[sampled])
    value[rates], low[rates], high[rates] = byar(value[rates], population[rates])
    return table.assign(**{f"{role}value": value, f"{role}low": low, f"{role}high": high})
