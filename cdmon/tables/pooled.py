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
    shown = found[found["value"].notna()].copy()
    both = shown.groupby(KEY)["role"].transform("nunique") == 2
    comparable = both.groupby(shown["indicator"]).transform("any")
    pool = shown[both | ~comparable & (shown["role"] == "baseline")]
    kinds = {code: indicator.kind for code, indicator in definitions.indicators.items()}
    rows = [pool_one(frame, kinds[indicator]) | {"indicator": indicator, "role": role} for (indicator, role), frame in pool.groupby(["indicator", "role"])]
    columns = {name: found[name].dtype for name in found.columns}
    return pd.DataFrame(rows, columns=list(columns)).astype({n: t for n, t in columns.items() if t == "float64"})


def pool_one(frame: pd.DataFrame, kind: str) -> dict[str, object]:
    """Return the pooled figure of one indicator and role from a row for each neighbourhood."""
    pool: dict[str, object] = {
        "neighbourhood": None,
        "period": pooled_period(frame),
        "n": frame["n"].sum(),
        "population": frame["population"].sum(),
        "note": "",
        "asked": " / ".join(sorted(set(frame["asked"]))),
        "indicator_version": frame["indicator_version"].max(),
        "independent": frame["independent"].iloc[0] if frame["independent"].nunique() == 1 else "mixed",
    }
    if kind == "proportion":
        share = frame["population"] / frame["population"].sum()
        value = float((share * frame["value"]).sum())
        variance = float((share**2 * frame["value"] * (1 - frame["value"]) / frame["n_effective"]).sum())
        size = value * (1 - value) / variance if variance > 0 else frame["n_effective"].sum()
        return pool | {"value": value, "n_effective": size}
    counts = frame["value"] * frame["population"] / 1000 if kind == "rate" else frame["value"]
    return pool | {"value": counts.sum()}


def pooled_period(frame: pd.DataFrame) -> str:
    """Say which periods, of how many neighbourhoods, a pooled figure is made of."""
    labels = frame.sort_values("period_date")["period"].drop_duplicates().tolist()
    span = labels[0] if len(labels) == 1 else f"{labels[0]} to {labels[-1]}"
    return f"{span} ({len(frame)} neighbourhoods)" if len(frame) > 1 else span


def pooled_series(series: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the programme's monthly series: sums over the pooled neighbourhoods, for the months in which each has a figure."""
    both = found.dropna(subset=["neighbourhood", "value"]).groupby(KEY)["role"].nunique() == 2
    pool = series.set_index(KEY)[lambda rows: rows.index.isin(both[both].index)].reset_index()
    if pool.empty:
        return series.iloc[:0]
    sums = pool.groupby(["indicator", "period", "period_date"])["value"].agg(["sum", "count"]).reset_index()
    most = sums.groupby("indicator")["count"].transform("max")
    return sums[sums["count"] == most].rename(columns={"sum": "value"}).drop(columns="count").assign(neighbourhood=None)
