"""What a return does to the six-factor table: the figures of its neighbourhoods before and after."""

from math import nan

import numpy as np
import pandas as pd

from cdmon.definitions import load
from cdmon.tables.factors import factor_table, read_factors
from cdmon.tables.known import Known

EFFECT = ["neighbourhood", "indicator", "title", "before", "after"]
SUFFIXES = {"before": "", "after": " after"}
VALUES = ["baseline", "latest", "flow"]
FEW = "hidden (changed by too few people)"
READ = ["Baseline", "Now", "Change", "Verdict"]  # what may change in a row of the factor table


def figures(known: Known, places: list[str]) -> pd.DataFrame:
    """Return the six-factor tables of some neighbourhoods as people read them, one under the other, with the values of both figures.

    `least` is the number of people by which a count of people must change for the change to be told; 0 of other figures.
    """
    tables = factor_table(known, places)
    indicators = load().indicators
    of_people = [indicators[code].counts_people and indicators[code].kind == "count" for code in tables["indicator"]]
    least = np.where(of_people, known.small_numbers.small_counts + 1, 0)
    values = {role: [nan if told is None else told.value for told in tables[role]] for role in VALUES}
    return tables[["neighbourhood", "indicator", "title"]].assign(**values, least=least).join(read_factors(tables)[READ])


def changed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that differ, in the columns of EFFECT; where a count changed by few people, only that it did."""
    both = before.merge(after, on=["neighbourhood", "indicator", "title"], suffixes=("", " after"))
    differs = (both[READ].to_numpy() != both[[f"{name} after" for name in READ]].to_numpy()).any(axis=1)
    both = both[differs].reset_index(drop=True)
    steps = np.abs(both[VALUES].to_numpy(float) - both[[f"{name} after" for name in VALUES]].to_numpy(float))
    few = ((steps > 0) & (steps < both[["least"]].to_numpy())).any(axis=1)
    told = {when: [summary(*row) for row in both[[f"{name}{suffix}" for name in READ]].to_numpy()] for when, suffix in SUFFIXES.items()}
    return both[EFFECT[:3]].assign(**{when: np.where(few, FEW, texts) for when, texts in told.items()})


def summary(baseline: str, now: str, change: str, verdict: str) -> str:
    """Say in a few words where an indicator stands, from the cells of its row in the table as people read it."""
    parts = (baseline, verdict) if verdict == "baseline only" else (now, change, verdict)
    return "; ".join(dict.fromkeys(parts))
