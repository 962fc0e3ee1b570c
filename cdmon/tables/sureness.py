"""How surely the samples of a factor table can tell a change, and where its figures come from, in words."""

from math import isnan

import numpy as np
import pandas as pd

from cdmon.wording import number

HEADINGS = ["Indicator", "When", "Asked", "No answer or don't know", "Answered", "Design factor", "As good as a simple sample of"]
WHEN = {"baseline": "baseline", "latest": "now"}


def read_sureness(table: pd.DataFrame) -> pd.DataFrame:
    """Return each sample of a factor table as people read it: one row an indicator and wave, then the smallest rise it could have shown.

    The design factor is the root of the design effect: how many times wider the interval is than a simple random sample's of that size.
    Who gave no answer or does not know is outside the base of the figure, and counted here.
    """
    rows = []
    for row in table[table["kind"] == "proportion"].to_dict("records"):
        for role, when in WHEN.items():
            n, effective, silent = (row[f"{role}_{part}"] for part in ("n", "n_effective", "no_answer"))
            if isnan(n) or row[f"{role}_note"] == "hidden":
                continue
            factor = f"{np.sqrt(n / effective):.2f}" if effective > 0 else "not known"
            rows.append((row["title"], when, f"{n + silent:,.0f}", f"{silent:,.0f}", f"{n:,.0f}", factor, f"{effective:,.0f}"))
    return pd.DataFrame(rows, columns=HEADINGS)


def read_smallest_rises(table: pd.DataFrame) -> pd.DataFrame:
    """Return the smallest rise that the samples of each indicator would show four times out of five, as people read it."""
    found = table[(table["kind"] == "proportion") & table["detectable"].notna() & (table["baseline_note"] != "hidden")]
    rises = [f"+{number(value, 'proportion')} points" for value in found["detectable"]]
    return pd.DataFrame({"Indicator": found["title"], "Smallest rise likely to show": rises})


def provenance_mix(rows: pd.DataFrame) -> str:
    """Say how many indicators of a factor come from which kind of source; "" where none has a figure."""
    known = rows.loc[rows["provenance"] != "not collected", "provenance"].value_counts()
    return ", ".join(f"{source} ({count})" for source, count in known.items())
