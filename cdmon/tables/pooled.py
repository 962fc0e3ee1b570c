"""All neighbourhoods as one: the pooled figures of the programme."""

import pandas as pd

from cdmon.definitions import Definitions

KEY = ["neighbourhood", "indicator"]


def pooled(found: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Return the programme's figures (neighbourhood None) by indicator and role, pooled from those of its neighbourhoods.

    `found` has a row a neighbourhood, indicator and role. A change is only told for the same places: where any neighbourhood has
    both a baseline and a later figure, those that have both make up the pool. Proportions are averaged by population, each
    neighbourhood a stratum (variance Σ W²·p(1 − p)/n_eff); counts and the populations of rates are added up. Hidden figures take no part.
    """
    shown = found[found["value"].notna()].sort_values("period_date")
    both = shown.groupby(KEY)["role"].transform("nunique") == 2
    comparable = both.groupby(shown["indicator"]).transform("any")
    pool = shown[both | ~comparable & (shown["role"] == "baseline")]
    group = pool.groupby(["indicator", "role"])
    share = pool["population"] / group["population"].transform("sum")
    variance = share**2 * pool["value"] * (1 - pool["value"]) / pool["n_effective"]
    is_rate = pool["indicator"].map({code: i.kind == "rate" for code, i in definitions.indicators.items()}).astype(bool)
    parts = pool.assign(mean=share * pool["value"], variance=variance, count=pool["value"].where(~is_rate, pool["value"] * pool["population"] / 1000))
    totals = parts.groupby(["indicator", "role"], as_index=False).agg(
        n=("n", "sum"),
        population=("population", "sum"),
        mean=("mean", "sum"),
        variance=("variance", "sum"),
        count=("count", "sum"),
        n_effective=("n_effective", "sum"),
        indicator_version=("indicator_version", "max"),
        places=("neighbourhood", "size"),
        first=("period", "first"),
        last=("period", "last"),
        asked=("asked", "min"),
        asked_too=("asked", "max"),
        independent=("independent", "min"),
        independent_too=("independent", "max"),
    )
    sampled = totals["indicator"].map({code: i.kind == "proportion" for code, i in definitions.indicators.items()}).astype(bool)
    size = totals["mean"] * (1 - totals["mean"]) / totals["variance"].where(totals["variance"] > 0)
    same_asked = totals["asked"] == totals["asked_too"]
    return totals.assign(
        neighbourhood=None,
        value=totals["mean"].where(sampled, totals["count"]),
        n_effective=size.fillna(totals["n_effective"]),
        asked=totals["asked"].where(same_asked, totals["asked"] + " / " + totals["asked_too"]),
        independent=totals["independent"].where(totals["independent"] == totals["independent_too"], "mixed"),
        period=pooled_period(totals),
        note="",
    )


def pooled_period(totals: pd.DataFrame) -> pd.Series:
    """Say from when to when pooled figures are, and of how many neighbourhoods."""
    span = totals["first"].where(totals["first"] == totals["last"], totals["first"] + " to " + totals["last"])
    many = totals["places"] > 1
    return span.where(~many, span + " (" + totals["places"].astype(str) + " neighbourhoods)")


def pooled_series(series: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the programme's monthly series: sums over the pooled neighbourhoods, for the months in which each has a figure."""
    both = found.dropna(subset=["neighbourhood", "value"]).groupby(KEY)["role"].nunique() == 2
    pool = series.set_index(KEY)[lambda rows: rows.index.isin(both[both].index)].reset_index()
    if pool.empty:
        return series.iloc[:0]
    sums = pool.groupby(["indicator", "period", "period_date"])["value"].agg(["sum", "count"]).reset_index()
    most = sums.groupby("indicator")["count"].transform("max")
    return sums[sums["count"] == most].rename(columns={"sum": "value"}).drop(columns="count").assign(neighbourhood=None)
