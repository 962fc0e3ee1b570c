"""What a return does to the six-factor table: the figures of its neighbourhoods before and after."""

import pandas as pd

from cdmon.database import Cursor
from cdmon.tables.factors import factor_table
from cdmon.tables.known import Known
from cdmon.wording import read_factors

EFFECT = ["neighbourhood", "indicator", "title", "before", "after"]
SUFFIXES = {"before": "", "after": " after"}
READ = ["Baseline", "Now", "Change", "Verdict"]  # what may change in a row of the factor table


def figures(cursor: Cursor, places: list[str], provisional: bool = False) -> pd.DataFrame:
    """Return the six-factor tables of some neighbourhoods as people read them, one under the other."""
    tables = factor_table(Known(cursor, provisional=provisional), places)
    return tables[["neighbourhood", "indicator", "title"]].join(read_factors(tables)[READ])


def changed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that differ, in the columns of EFFECT."""
    both = before.merge(after, on=["neighbourhood", "indicator", "title"], suffixes=("", " after"))
    differs = (both[READ].to_numpy() != both[[f"{name} after" for name in READ]].to_numpy()).any(axis=1)
    both = both[differs].reset_index(drop=True)
    told = {when: [summary(*row) for row in both[[f"{name}{suffix}" for name in READ]].to_numpy()] for when, suffix in SUFFIXES.items()}
    return both[EFFECT[:3]].assign(**told)


def summary(baseline: str, now: str, change: str, verdict: str) -> str:
    """Say in a few words where an indicator stands, from the cells of its row in the table as people read it."""
    parts = (baseline, verdict) if verdict == "baseline only" else (now, change, verdict)
    return "; ".join(dict.fromkeys(parts))
