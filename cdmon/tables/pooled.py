"""All neighbourhoods as one: the pooled figures of the programme."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pandas as pd

from cdmon.definitions import Definitions

KEY = ["neighbourhood", "indicator"]
Rows = list[dict[str, Any]]


def pooled(found: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Return the programme's figures (neighbourhood None) by indicator and role, pooled from those of its neighbourhoods.

    `found` has a row a neighbourhood, indicator and role. A change is only told for the same places: where any neighbourhood has
    both a baseline and a later figure, those that have both make up the pool. Proportions are averaged by population, each
    neighbourhood a stratum (variance Σ W²·p(1 − p)/n_eff); counts and the populations of rates are added up. Hidden figures take no part.
    """
    of_indicator: dict[str, dict[str, dict[str, dict[str, Any]]]] = defaultdict(lambda: defaultdict(dict))
    for row in found[found["value"].notna()].to_dict("records"):
        of_indicator[row["indicator"]][row["neighbourhood"]][row["role"]] = row
    rows = [pool_one(rows, definitions.indicators[code].kind) for code, places in of_indicator.items() for rows in pools(places)]
    return pd.DataFrame(rows, columns=found.columns)


def pools(places: dict[str, dict[str, dict[str, Any]]]) -> Iterator[Rows]:
    """Yield the rows of one indicator to be pooled: baselines and latest figures of the places that have both, else the baselines."""
    both = [roles for roles in places.values() if len(roles) == 2]
    for role in ("baseline", "latest") if both else ("baseline",):
        rows = [roles[role] for roles in both or places.values() if role in roles]
        if rows:
            yield sorted(rows, key=lambda row: row["period_date"])


def pool_one(rows: Rows, kind: str) -> dict[str, Any]:
    """Return the pooled figure of one indicator and role from a row for each neighbourhood, in the order of their dates."""
    population = sum(row["population"] for row in rows)
    size = sum(row["n_effective"] for row in rows)
    if kind == "proportion":
        value = sum(row["population"] / population * row["value"] for row in rows)
        variance = sum((row["population"] / population) ** 2 * row["value"] * (1 - row["value"]) / row["n_effective"] for row in rows)
        size = value * (1 - value) / variance if variance > 0 else size
    elif kind == "rate":
        value = sum(row["value"] * row["population"] / 1000 for row in rows)
    else:
        value = sum(row["value"] for row in rows)
    independent = {row["independent"] for row in rows}
    return rows[0] | {
        "neighbourhood": None,
        "value": value,
        "n": sum(row["n"] for row in rows),
        "n_effective": size,
        "population": population,
        "period": pooled_period([row["period"] for row in rows]),
        "note": "",
        "asked": " / ".join(sorted({row["asked"] for row in rows})),
        "indicator_version": max(row["indicator_version"] for row in rows),
        "independent": independent.pop() if len(independent) == 1 else "mixed",
    }


def pooled_period(periods: list[str]) -> str:
    """Say from when to when a pooled figure is, and of how many neighbourhoods."""
    span = periods[0] if periods[0] == periods[-1] else f"{periods[0]} to {periods[-1]}"
    return f"{span} ({len(periods)} neighbourhoods)" if len(periods) > 1 else span


def pooled_series(series: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the programme's monthly series: sums over the pooled neighbourhoods, for the months in which each has a figure."""
    roles: dict[tuple[str, str], int] = defaultdict(int)
    for key in zip(*(found.loc[found["value"].notna(), name] for name in KEY), strict=True):
        roles[key] += 1
    months: dict[tuple[str, str], list[float]] = defaultdict(list)
    for place, indicator, period, value in zip(*(series[name] for name in (*KEY, "period", "value")), strict=True):
        if roles[place, indicator] == 2:
            months[indicator, period].append(value)
    most = {indicator: max(len(values) for (code, _), values in months.items() if code == indicator) for indicator, _ in months}
    rows = [(None, code, period, sum(values)) for (code, period), values in sorted(months.items()) if len(values) == most[code]]
    return pd.DataFrame(rows, columns=[*KEY, "period", "value"])
