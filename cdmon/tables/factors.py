"""The six-factor table: each indicator at its baseline and now, the change, and what can be said of it."""

from collections.abc import Sequence
from itertools import product
from math import isnan, sqrt
from typing import Any

import numpy as np
import pandas as pd

from cdmon.definitions import Definitions, load
from cdmon.parts import Indicator
from cdmon.statistics import byar, difference, smallest_rise, wilson
from cdmon.tables.cells import baseline_cell, change_cell, now_cell, source_cell, verdict_cell
from cdmon.tables.comparable import is_early, obstacles, remark
from cdmon.tables.figures import Row, monthly_figures, picked_figures
from cdmon.tables.known import Known
from cdmon.tables.pooled import pooled, pooled_months
from cdmon.tables.steps import dated_events
from cdmon.tables.verdicts import signals, verdicts
from cdmon.wording import read

ROLES = ("baseline", "latest")
NOTHING = {
    **dict.fromkeys(("value", "n", "n_effective", "population", "indicator_version"), float("nan")),
    **dict.fromkeys(("period", "note", "asked", "independent", "provenance", "mode", "frame", "boundary", "obstacle"), ""),
    "no_answer": float("nan"),
    "period_date": None,
    "provisional": False,
    "design_known": True,
}
PARTS = ("value", "low", "high", "n", "n_effective", "no_answer", "design", "period", "note", "provisional")
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


def factors(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return the six-factor table of a neighbourhood or, for None, of all of them pooled: one row an indicator, in factor order.

    Values are fractions of 1, counts, or rates per 1,000 residents; NaN where there is none, and the verdict says why.
    With `provisional`, returns that nobody has decided about yet are counted too, and their figures marked (baseline_provisional,
    latest_provisional).
    """
    return factor_table(known, [neighbourhood])


def all_factors(known: Known, indicators: list[str] | None = None) -> pd.DataFrame:
    """Return the tables of the programme (neighbourhood None) and of every neighbourhood, one under the other.

    `indicators` restricts the rows to some of them.
    """
    return factor_table(known, [None, *known.neighbourhoods["code"]], indicators)


def pool(known: Known, wave: str) -> pd.DataFrame:
    """Return the six-factor table of the neighbourhoods of one wave pooled (first, second or third; "" for those of all waves)."""
    return factor_table(known, [None], wave=wave)


def factor_table(known: Known, places: Sequence[str | None], indicators: list[str] | None = None, wave: str = "") -> pd.DataFrame:
    """Return the table's rows for these neighbourhoods and indicators (all if not given).

    The place None is all neighbourhoods pooled, or those of a `wave`.
    """
    definitions = load()
    wanted = [i for i in definitions.indicators.values() if indicators is None or i.code in indicators]
    only = places[0] if len(places) == 1 else None
    found = picked_figures(known, only, [i.code for i in wanted])
    months = monthly_figures(known, only, [i.code for i in wanted if i.measured == "over the month"])
    if wave:
        within = set(known.neighbourhoods.loc[known.neighbourhoods["wave"] == wave, "code"])
        found, months = ([row for row in rows if row["neighbourhood"] in within] for rows in (found, months))
    if None in places:
        months = pooled_months(months, found, definitions) + (months if len(places) > 1 else [])
        found += pooled(found, definitions)
    by_role = {(row["neighbourhood"], row["indicator"], row["role"]): row for row in found}
    of_indicator = {i.code: about(i, definitions) for i in wanted}
    apart = {row["indicator"] for row in found if not definitions.indicators[row["indicator"]].pools}
    rows = []
    for place, code in product(places, of_indicator):
        row = {"neighbourhood": place, **of_indicator[code], "apart": place is None and code in apart}
        then, now = (by_role.get((place, code, role), NOTHING) for role in ROLES)
        for role, figure in zip(ROLES, (then, now), strict=True):
            row |= {f"{role}_{part}": figure[part] for part in NOTHING} | {f"{role}_design": design(row["kind"], figure)}
        row |= {"provenance": provenance(row, definitions), "early": is_early(row, definitions)}
        row["obstacles"] = obstacles(then, now, row["kind"])
        rows.append(row)
    table = pd.DataFrame(rows)
    for role in ROLES:
        table = with_intervals(table, f"{role}_")
    table = compare(table)
    table["verdict"] = verdicts(table, signals(months, dated_events(known)))
    for row, verdict in zip(rows, table["verdict"], strict=True):
        row["verdict"] = verdict
    table["remark"] = [remark(row, definitions) for row in rows]
    table["detectable"] = detectable(table)
    return table[COLUMNS]


def detectable(table: pd.DataFrame) -> pd.Series:
    """Return the smallest rise, as a fraction of 1, that the samples of each row's two waves would show four times out of five."""
    value, before, after = (table[name].to_numpy(float) for name in ("baseline_value", "baseline_n_effective", "latest_n_effective"))
    rise = smallest_rise(value, before, np.where(np.isnan(after), before, after))
    return pd.Series(np.where(table["kind"] == "proportion", rise, np.nan), index=table.index)


def about(indicator: Indicator, definitions: Definitions) -> dict[str, Any]:
    """Return what the definitions say of an indicator, for its row of the table."""
    parts = {part: getattr(indicator, part) for part in ("factor", "title", "kind", "unit", "higher_is_better")}
    return {"indicator": indicator.code, **parts, "source": source(indicator, definitions), "method": METHODS[indicator.kind]}


def design(kind: str, figure: Row) -> str:
    """Say how much wider than a simple random sample's an interval is: "design factor 1.24"; "" for such a sample's own.

    A factor that no wave shows and the programme has set for all is said to be assumed, whatever it is.
    """
    n, size = figure["n"], figure["n_effective"]
    if kind != "proportion" or isnan(n):
        return ""
    if size <= 0:
        return "design factor not known"
    factor = f"design factor {sqrt(n / size):.2f}"
    return factor + " assumed" if not figure["design_known"] else "" if factor.endswith(" 1.00") else factor


def provenance(row: Row, definitions: Definitions) -> str:
    """Say whose word the figures of a row are, both where they differ."""
    reported = definitions.datasets[definitions.indicators[row["indicator"]].dataset].provenance
    told = [row[f"{role}_provenance"] or INDEPENDENT.get(row[f"{role}_independent"], reported) for role in ROLES if row[f"{role}_period"]]
    return ", then ".join(dict.fromkeys(told)) or "not collected"


def source(indicator: Indicator, definitions: Definitions) -> str:
    """Return where an indicator's figure comes from: the dataset and, for a survey, the questions."""
    questions = definitions.question_codes(indicator)
    asked = f", {'question' if len(questions) == 1 else 'questions'} {', '.join(questions)}" if questions else ""
    return definitions.datasets[indicator.dataset].title + asked


def compare(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the change from the baseline, where the two may be compared.

    Proportions have Newcombe's interval on the effective samples.
    """
    before, after = ({part: table[f"{role}_{part}"].to_numpy(float) for part in ("value", "n_effective")} for role in ROLES)
    change = np.where(table["obstacles"] == "", after["value"] - before["value"], np.nan)
    low, high = np.full(change.shape, np.nan), np.full(change.shape, np.nan)
    sampled = (table["kind"] == "proportion").to_numpy(bool) & ~np.isnan(change)
    counts = [part[sampled] for role in (before, after) for part in (role["value"] * role["n_effective"], role["n_effective"])]
    _, low[sampled], high[sampled] = difference(*counts)
    return table.assign(change_value=change, change_low=low, change_high=high)


def series(known: Known, neighbourhood: str) -> pd.DataFrame:
    """Return every figure of a neighbourhood over time: indicator, period, day, value, low, high, n, note; by indicator and day."""
    indicators = load().indicators
    rows = monthly_figures(known, neighbourhood, list(indicators))
    found = pd.DataFrame(rows, columns=["indicator", "period", "period_date", "value", "n", "n_effective", "population", "note"])
    found = found.assign(kind=[indicators[row["indicator"]].kind for row in rows], day=pd.to_datetime(found["period_date"]))
    return with_intervals(found)[["indicator", "period", "day", "value", "low", "high", "n", "note"]]


def with_intervals(table: pd.DataFrame, role: str = "") -> pd.DataFrame:
    """Return a table with the limits of the figures of a role (a prefix of its columns); counts of a rate become rates per 1,000."""
    kinds = table["kind"].to_numpy(object)
    value, size, population = (table[f"{role}{part}"].to_numpy(float, copy=True) for part in ("value", "n_effective", "population"))
    low, high = np.full(value.shape, np.nan), np.full(value.shape, np.nan)
    sampled, rates = kinds == "proportion", kinds == "rate"
    low[sampled], high[sampled] = wilson(value[sampled] * size[sampled], size[sampled])
    value[rates], low[rates], high[rates] = byar(value[rates], population[rates])
    return table.assign(**{f"{role}value": value, f"{role}low": low, f"{role}high": high})


def read_factors(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the factor table as people read it: Factor, Indicator, Baseline, Now, Change, Verdict, Source."""
    factors = load().factors
    return read(
        frame,
        {
            "Factor": lambda row: f"{row['factor']} {factors[row['factor']].title}",
            "Indicator": lambda row: row["title"],
            "Baseline": baseline_cell,
            "Now": now_cell,
            "Change": change_cell,
            "Verdict": verdict_cell,
            "Source": source_cell,
        },
    )
