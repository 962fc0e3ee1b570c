"""Small numbers: what would tell of single people is hidden, here and nowhere else, before any figure leaves a table.

Hidden figures are gone from the frame, not only from the picture. A pooled figure is made of the figures that may be shown, so
that no hidden one can be found by taking the shown ones from a total. Rule, unless the programme's set-up has another: counts of 1 to 4
people are hidden; a proportion of people is hidden when fewer than 5 of them, but not none, are on either side of it and its base is
under 50; any base under 50 is marked. Organisations are not people: their numbers are shown.
Source: UKHSA and ONS guidance on aggregate health data; Scottish Household Survey for the base of 50.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdmon.definitions import Definitions

HIDDEN = "hidden"
SMALL = "small base"
FIGURES = ["value", "n", "n_counted", "n_effective", "no_answer"]


@dataclass(frozen=True)
class Rule:
    """Which numbers are small: counts of people from 1 to `small_counts`, and estimates on fewer respondents than `small_base`."""

    small_counts: int = 4
    small_base: int = 50

    def is_small(self, counts: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Tell which counts of people are small: not none, but too few to tell of."""
        return (counts >= 1) & (counts <= self.small_counts)


def hide_small_numbers(estimates: pd.DataFrame, definitions: Definitions, rule: Rule) -> pd.DataFrame:
    """Return estimates (indicator, value, n, n_counted, n_effective, no_answer) without small numbers, and a `note` on each row.

    The note is "hidden", "small base" or "".
    """
    defined = [definitions.indicators[code] for code in estimates["indicator"]]
    of_people = np.array([indicator.counts_people for indicator in defined], bool)
    of_sample = np.array([indicator.kind == "proportion" for indicator in defined], bool)
    n, counted = estimates["n"].to_numpy(float), estimates["n_counted"].to_numpy(float)
    small_base = of_sample & (n < rule.small_base)
    gives_away = np.where(of_sample, small_base & (rule.is_small(counted) | rule.is_small(n - counted)), rule.is_small(counted))
    hidden = of_people & gives_away.astype(bool)
    shown = {name: np.where(hidden, np.nan, estimates[name].to_numpy(float)) for name in FIGURES if name in estimates}
    return estimates.assign(note=np.select([hidden, small_base], [HIDDEN, SMALL], ""), **shown)
