"""Small numbers: what would tell of single people is hidden, here and nowhere else, before any figure leaves a table.

Hidden figures are gone from the frame, not only from the picture. A pooled figure is made of the figures that may be shown, so
that no hidden one can be found by taking the shown ones from a total. Rule: counts of 1 to 4 people are hidden; a proportion is
hidden when fewer than 5 people, but not none, are on either side of it and its base is under 50; any base under 50 is marked.
Source: UKHSA and ONS guidance on aggregate health data; Scottish Household Survey for the base of 50.
"""

import numpy as np
import numpy.typing as npt
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
    defined = [definitions.indicators[code] for code in estimates["indicator"]]
    of_people = np.array([indicator.counts_people for indicator in defined], bool)
    of_sample = np.array([indicator.kind == "proportion" for indicator in defined], bool)
    n, counted = estimates["n"].to_numpy(float), estimates["n_counted"].to_numpy(float)
    small_base = of_sample & (n < SMALL_BASE)
    hidden = (of_people & is_small(counted)) | (small_base & (is_small(counted) | is_small(n - counted)))
    shown = {name: np.where(hidden, np.nan, estimates[name].to_numpy(float)) for name in FIGURES}
    return estimates.assign(note=np.select([hidden, small_base], [HIDDEN, SMALL], ""), **shown)


def is_small(counts: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Tell which counts of people are small: not none, but too few to tell of."""
    return (counts >= 1) & (counts <= SMALL_COUNT)
