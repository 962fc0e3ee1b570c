"""Small numbers: what would tell of single people is hidden, here and nowhere else, before any figure leaves a table.

Hidden figures are gone from the frame, not only from the picture. Rule, unless the programme's set-up has another: counts of 1 to 4
people are hidden; a proportion of people is hidden when fewer than 5 of them, but not none, are on either side of it and its base is
under 50; any base under 50 is marked. Organisations are not people: their numbers are shown. So that no hidden number can be found by
taking the shown ones from a total (secondary suppression), a pooled figure is made of the figures that may be shown, and in the rows of
a return, whose total is a figure, a hidden number never stands alone.

Two files give a return back whole, small numbers too, for they are the return itself and not a figure made of it: the file as it came,
and the template that is filled in with what was sent.
Source: UKHSA and ONS guidance on aggregate health data; Scottish Household Survey for the base of 50.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdmon.definitions import Definitions
from cdmon.parts import Sheet

HIDDEN = "hidden"
SMALL = "small base"
FIGURES = {"value", "n", "n_counted", "n_effective", "no_answer"}


@dataclass(frozen=True)
class Rule:
    """Which numbers are small: counts of people from 1 to `small_counts`, and estimates on fewer respondents than `small_base`."""

    small_counts: int = 4
    small_base: int = 50

    def is_small(self, counts: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Tell which counts of people are small: not none, but too few to tell of."""
        return (counts >= 1) & (counts <= self.small_counts)


def hidden_in_column(counts: pd.Series, rule: Rule) -> pd.Series:
    """Tell which counts of people of one column of a return are hidden: the small ones and, where there are any, one more.

    That is the smallest of the others or, where only zeros are left, all of those: else the column's total would give the small one back.
    """
    numbers = counts.astype("float64")
    small = pd.Series(rule.is_small(numbers.to_numpy()), index=counts.index)
    others = numbers[~small & numbers.notna()]
    if not small.any() or others.empty:
        return small
    return small | (numbers == 0) if (others == 0).all() else small | (numbers.index == others[others > 0].idxmin())


def hide_counts_of_people(rows: pd.DataFrame, sheet: Sheet, rule: Rule) -> pd.DataFrame:
    """Return the rows of one return's sheet, by the codes of its columns, with the word "hidden" in the place of what may not be shown.

    A row that is a person's own has no place here (ValueError): nothing of it is shown again.
    """
    if sheet.of_people:
        raise ValueError(f"Each row of the sheet {sheet.title} is a person's own.")
    codes = [column.code for column in sheet.columns if column.counts_people]
    masked = {code: rows[code].astype("object").mask(hidden_in_column(rows[code], rule), HIDDEN) for code in codes}
    return rows.assign(**masked)


def hide_changes_of_people(cells: pd.DataFrame, counts: pd.DataFrame, sheet: Sheet, rule: Rule) -> pd.DataFrame:
    """Return the changed cells of one sheet (column, its code; before; after, as text) without what may not be shown.

    `counts` are the cells of both versions that count people (column, value). Of a column all changes are hidden where either version has
    a small number in it: with the rows shown and the total, they would give it back. Of rows that are people's own no cell is left.
    """
    if sheet.of_people:
        return cells.iloc[:0]
    hidden = cells["column"].isin(counts.loc[rule.is_small(counts["value"].to_numpy(float)), "column"])
    return cells.assign(**{side: cells[side].mask(hidden, HIDDEN) for side in ("before", "after")})


def hide_small_numbers(rows: list[dict[str, Any]], definitions: Definitions, rule: Rule) -> None:
    """Take the small numbers out of rows of estimates (indicator, n, n_counted and more of FIGURES), and add a `note` to each.

    The note is "hidden", "small base" or "".
    """
    defined = [definitions.indicators[row["indicator"]] for row in rows]
    of_people = np.array([indicator.counts_people for indicator in defined], bool)
    of_sample = np.array([indicator.kind == "proportion" for indicator in defined], bool)
    n, counted = (np.array([row[part] for row in rows], float) for part in ("n", "n_counted"))
    small_base = of_sample & (n < rule.small_base)
    gives_away = np.where(of_sample, small_base & (rule.is_small(counted) | rule.is_small(n - counted)), rule.is_small(counted))
    hidden = of_people & gives_away.astype(bool)
    for row, note in zip(rows, np.select([hidden, small_base], [HIDDEN, SMALL], "").tolist(), strict=True):
        row["note"] = note
        if note == HIDDEN:
            row.update(dict.fromkeys(FIGURES & row.keys(), np.nan))
