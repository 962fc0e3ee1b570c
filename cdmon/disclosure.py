"""Small numbers: what would tell of single people is hidden, here and nowhere else, before any figure leaves a table.

Hidden figures are gone from the frame, not only from the picture. A pooled figure is made of the figures that may be shown, so
that no hidden one can be found by taking the shown ones from a total. Rule: counts of 1 to 4 people are hidden; a proportion is
hidden when fewer than 5 people, but not none, are on either side of it and its base is under 50; any base under 50 is marked.
Source: UKHSA and ONS guidance on aggregate health data; Scottish Household Survey for the base of 50.
"""

import numpy as np
import pandas as pd

from cdmon.definitions import Definitions

SMALL_COUNT = 4  # people: 1 to this many are hidden
SMALL_BASE = 50  # respondents: estimates on fewer are unreliable

HIDDEN = "hidden"
SMALL = "small base"
FIGURES = ["value", "n", "n_counted", "n_effective"]


def hide_small_numbers(estimates: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Return estimates (indicator, value, n, n_counted, n_effective) with small numbers taken out and a `note` on each row.

    The note is "hidden", "small base" or "".
    """
    indicators = definitions.indicators
    of_people = estimates["indicator"].map({code: i.counts_people for code, i in indicators.items()}).astype(bool)
    of_sample = estimates["indicator"].map({code: i.kind == "proportion" for code, i in indicators.items()}).astype(bool)
    others = estimates["n"] - estimates["n_counted"]
    small = estimates["n_counted"].between(1, SMALL_COUNT)
    small_base = of_sample & (estimates["n"] < SMALL_BASE)
    hidden = (of_people & small) | (small_base & (small | others.between(1, SMALL_COUNT)))
    notes = np.select([hidden, small_base], [HIDDEN, SMALL], "")
    return estimates.assign(note=notes, **{name: estimates[name].astype("float64").where(~hidden) for name in FIGURES})
