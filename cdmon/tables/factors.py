"""The six-factor table: each indicator at its baseline and now, the change, and what can be said of it."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from cdmon.database import Cursor
from cdmon.definitions import Definitions, Indicator, load
from cdmon.disclosure import hide_small_numbers
from cdmon.statistics import byar, difference, wilson
from cdmon.tables.known import Known
from cdmon.tables.pooled import KEY, pooled, pooled_series
from cdmon.tables.verdicts import signals, verdicts

ROLES = ("baseline", "latest")
CARRIED = ["value", "low", "high", "n", "n_effective", "period", "note", "asked", "indicator_version", "independent"]
INDEPENDENT = {"yes": "independent survey", "no": "survey by the programme", "mixed": "surveys, in part independent"}
METHODS = {
    "proportion": "95 % Wilson interval; change: 95 % Newcombe interval",
    "rate": "95 % Byar interval, exact below 10",
    "count": "counted, not sampled",
}
COLUMNS = [
    "neighbourhood", "factor", "indicator", "title", "kind", "unit", "higher_is_better",
    *(f"{role}_{part}" for role in ROLES for part in ("value", "low", "high", "n", "period", "note")),
    "change_value", "change_low", "change_high", "verdict", "source", "provenance", "method",
]  # fmt: skip


def factors(cursor: Cursor, neighbourhood: str | None = None, as_at: date | None = None) -> pd.DataFrame:
    """Return the six-factor table of a neighbourhood or, for None, of all of them pooled: one row an indicator, in factor order.

    Values are fractions of 1, counts, or rates per 1,000 residents; NaN where there is none, and the verdict says why.
    """
    return factor_table(Known(cursor, as_at), [neighbourhood])


def all_factors(known: Known, indicators: list[str] | None = None) -> pd.DataFrame:
    """Return the tables of the programme (neighbourhood None) and of every neighbourhood, one under the other.

    `indicators` restricts the rows to some of them.
    """
    return factor_table(known, [None, *known.neighbourhoods["code"]], indicators)


def factor_table(known: Known, places: Sequence[str | None], indicators: list[str] | None = None) -> pd.DataFrame:
    """Return the table's rows for these neighbourhoods (None is all of them pooled) and indicators (all if not given)."""
    definitions = load()
    wanted = [i for i in definitions.indicators.values() if indicators is None or i.code in indicators]
    only = places[0] if len(places) == 1 else None
    found = read_estimates(known, "factors", only, [i.code for i in wanted])
    series = known.read("series", neighbourhood=only, indicators=[i.code for i in wanted if i.measured == "over the month"])
    if None in places:
        series = concatenated(pooled_series(series, found), series)
        found = concatenated(with_intervals(pooled(found, definitions), definitions), found)
    table = pd.DataFrame([(place, i.code) for place in places for i in wanted], columns=KEY, dtype=object)
    for role in ROLES:
        table = table.merge(found.loc[found["role"] == role, KEY + CARRIED].rename(columns={c: f"{role}_{c}" for c in CARRIED}), on=KEY, how="left")
    table = compare(describe(table, definitions))
    table["verdict"] = verdicts(table, signals(series[series["neighbourhood"].isin(places)]))
    return table[COLUMNS]


def concatenated(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Return two frames one under the other; an empty one has no say in the types of the columns."""
    return pd.concat([frame for frame in (first, second) if len(frame)] or [second], ignore_index=True)


def describe(table: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Return the table with what the definitions say of each indicator, and where its figures come from."""
    indicators = table["indicator"].map(definitions.indicators)
    for part in ("factor", "title", "kind", "unit", "higher_is_better"):
        table[part] = [getattr(i, part) for i in indicators]
    table["source"] = [source(i, definitions) for i in indicators]
    table["method"] = table["kind"].map(METHODS)
    reported = pd.Series([definitions.datasets[i.dataset].provenance for i in indicators])
    surveyed = table["latest_independent"].fillna(table["baseline_independent"]).map(INDEPENDENT)
    has_data = table[[f"{role}_period" for role in ROLES]].notna().any(axis=1)
    table["provenance"] = surveyed.fillna(reported).where(has_data, "not collected")
    for role in ROLES:
        table[f"{role}_period"] = table[f"{role}_period"].fillna("")
        table[f"{role}_note"] = table[f"{role}_note"].fillna("")
    return table


def source(indicator: Indicator, definitions: Definitions) -> str:
    """Return where an indicator's figure comes from: the dataset and, for a survey, the questions."""
    questions = definitions.question_codes(indicator)
    asked = f", {'question' if len(questions) == 1 else 'questions'} {', '.join(questions)}" if questions else ""
    return definitions.datasets[indicator.dataset].title + asked


def compare(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the change from the baseline; proportions with Newcombe's interval on the effective samples."""
    table["change_value"] = table["latest_value"] - table["baseline_value"]
    table["change_low"] = table["change_high"] = float("nan")
    sampled = (table["kind"] == "proportion") & table["change_value"].notna()
    if sampled.any():
        rows = table[sampled]
        counts = [part for role in ROLES for part in (rows[f"{role}_value"] * rows[f"{role}_n_effective"], rows[f"{role}_n_effective"])]
        _, low, high = difference(*counts)
        table.loc[sampled, "change_low"], table.loc[sampled, "change_high"] = low, high
    return table


def series(cursor: Cursor, neighbourhood: str, as_at: date | None = None) -> pd.DataFrame:
    """Return every figure of a neighbourhood over time: indicator, period, day, value, low, high, n, note; by indicator and day."""
    found = read_estimates(Known(cursor, as_at), "series", neighbourhood, list(load().indicators))
    return found.rename(columns={"period_date": "day"})[["indicator", "period", "day", "value", "low", "high", "n", "note"]]


def read_estimates(known: Known, query: str, neighbourhood: str | None, indicators: list[str]) -> pd.DataFrame:
    """Return estimates that may be shown, with their intervals, as a query of cdmon/sql/tables finds them.

    Where a wave's design is not known, the programme's default design factor makes the effective sample smaller (n / deft²).
    """
    definitions = load()
    found = known.read(query, neighbourhood=neighbourhood, indicators=indicators)
    design_factor = known.programme.design_factor if known.programme else 1
    found["n_effective"] = found["n_effective"] / np.where(found["design_known"], 1, design_factor**2)
    found = hide_small_numbers(found, definitions)
    populations = known.neighbourhoods.set_index("code")["population"]
    found["population"] = found["neighbourhood"].map(populations).astype("float64")
    return with_intervals(found, definitions)


def with_intervals(estimates: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Return estimates with `low` and `high`, counts of a rate made rates per 1,000 residents."""
    estimates["low"] = estimates["high"] = float("nan")
    kinds = estimates["indicator"].map({code: i.kind for code, i in definitions.indicators.items()})
    sampled, rates = kinds == "proportion", kinds == "rate"
    if sampled.any():
        size = estimates.loc[sampled, "n_effective"]
        low, high = wilson(estimates.loc[sampled, "value"] * size, size)
        estimates.loc[sampled, "low"], estimates.loc[sampled, "high"] = low, high
    if rates.any():
        value, low, high = byar(estimates.loc[rates, "value"], estimates.loc[rates, "population"])
        estimates.loc[rates, "value"], estimates.loc[rates, "low"], estimates.loc[rates, "high"] = value, low, high
    return estimates
