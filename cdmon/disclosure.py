"""Small numbers: what would tell of single people is hidden, here and nowhere else, before any figure leaves a table.

Hidden figures are gone from the frame, not only from the picture. The rule, where the programme's set-up has no other:

- A count of 1 to 4 people is hidden; 0 tells of nobody, and is shown. Organisations are not people: their numbers are shown.
- A proportion of people is hidden when 1 to 4 of them are on either side of it, however large its base: times its base it would give
  them back. So is one of a wave in which 1 to 4 people took part at all. Any base under 50 is marked.
- The rows of a return that are people's own are never shown, nor compared with those of another version; how many there are is a count
  of people.
- In the other rows a small number never stands alone, for the column's total is a figure. They are taken in runs of two, in their order
  (the last three are one run where their number is odd); a run in which there is a small number is hidden whole, zeros with it. So what
  is hidden beside it follows from where the small number stands, and not from how large the others are. Where even then the total would
  tell a hidden number nearly, the column is hidden whole (see `hidden_numbers`): whoever knows this rule, all that is shown and the
  total finds for each hidden number a range of more than 4, wider than the 1 to 4 that the word "hidden" tells.
- The answers to one question add up to all who answered it, and so hide in the same runs: each is a count, and their total is known. Of a
  number nothing is told where fewer answered than the smallest base, for a median is one person's own answer. A wish in people's own
  words is told where more than 4 used the same.
- A pooled figure is made of the figures that may be shown: less those it would give the hidden ones back.
- What people are paid is told only as the sum of more than 4 of them. Their rows are never shown; they are taken together by what the sum
  is of (a year, a way of paying, planned or spent) in each neighbourhood. A neighbourhood that pays fewer is told only with the others
  that do, and where these are still too few, with the one that pays the fewest besides (see `pay_told`): so all that is told is made of
  sums of more than 4, and no subtraction gives a smaller one.
- A hidden number answers no guesses: where a column has one in either of two versions of a return, the versions are compared without it.

Two files give a return back whole, small numbers too, for they are the return itself and not a figure made of it: the file as it came,
and the template that is filled in with what was sent.
Source: UKHSA and ONS guidance on aggregate health data; Scottish Household Survey for the base of 50.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cdmon.definitions import Definitions
from cdmon.parts.columns import Sheet
from cdmon.parts.datasets import Dataset

HIDDEN = "hidden"
SMALL = "small base"
FIGURES = {"value", "n", "n_counted", "n_effective", "degrees", "size", "no_answer"}

Numbers = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Rule:
    """Which numbers are small: counts of people from 1 to `small_counts`, and estimates on fewer respondents than `small_base`."""

    small_counts: int = 4
    small_base: int = 50

    def is_small(self, counts: Numbers) -> Marks:
        """Tell which counts of people are small: not none, but too few to tell of."""
        return (counts >= 1) & (counts <= self.small_counts)


def hidden_numbers(numbers: Numbers, rule: Rule) -> Marks:
    """Tell which numbers of people (whole ones, one a row, none missing) are hidden, so that their total may be known.

    A run hides at least one number from 1 to k, the rule's `small_counts`. Where r runs that add up to R are hidden, a number in them may
    be as large as R − r (the others being 0, and 1 once in each run) and as small as 0 (1, where the one run of two is hidden). If that
    is no range of more than k, all numbers are hidden. So are several that add up to at most k + 2, be a small one among them or not:
    that they are hidden would tell that there is one.
    """
    k = rule.small_counts
    total = numbers.sum()
    if numbers.size > 1 and 0 < total <= k + 2 and k > 0:
        return np.ones(numbers.size, bool)
    runs = np.minimum(np.arange(numbers.size) // 2, max(numbers.size // 2 - 1, 0))
    with_small = np.bincount(runs, rule.is_small(numbers)) > 0
    hidden = with_small[runs]
    is_narrow = numbers[hidden].sum() - with_small.sum() <= k + 1
    return np.ones(numbers.size, bool) if hidden.any() and is_narrow else hidden


def hidden_in_column(counts: pd.Series, rule: Rule) -> pd.Series:
    """Tell which counts of people of one column of a return are hidden; a missing one is none."""
    hidden = counts.notna()
    hidden[hidden] = hidden_numbers(counts[hidden].to_numpy(float), rule)
    return hidden


def hidden_cells(rows: pd.DataFrame, sheet: Sheet, rule: Rule) -> pd.DataFrame:
    """Tell which cells of one return's sheet are hidden: a column for each of its columns that count people, by code.

    Where totals are told by the answers to another column, those of each answer are a column of their own. The number that is part of a
    hidden one is hidden with it, for the hidden one is no smaller; so is what would give a hidden one back.
    """
    found = pd.DataFrame(index=rows.index)
    people = [column for column in sheet.columns if column.counts_people]
    for column in people:
        counts = rows[column.code]
        parts = [part for _, part in counts.groupby(rows[column.total_by], dropna=False)] if column.total_by else [counts]
        found[column.code] = pd.concat([hidden_in_column(part, rule) for part in parts]) if parts else False
    for column in people:
        if column.part_of is not None:
            found[column.code] |= found[column.part_of] & rows[column.code].notna()
    for column in sheet.columns:
        if column.gives_back is not None:
            found[column.code] = found[column.gives_back] & rows[column.code].notna()
        if column.pays is not None:
            found[column.code] = rows[column.pays].notna()
    return found


def pay_told(posts: Numbers, rule: Rule) -> tuple[Marks, Marks]:
    """Tell of some sums of pay, by how many people each pays, which are told alone, and which only added up together; others not at all.

    Together are those of too few people and, until they are of more than the rule's `small_counts`, those of the fewest besides.
    """
    k = rule.small_counts
    together = (posts <= k) & (k > 0)
    if not together.any():
        return ~together, together
    if posts.sum() <= k:
        nothing = np.zeros(posts.size, bool)
        return nothing, nothing
    for place in np.argsort(posts, kind="stable"):
        if posts[together].sum() > k:
            break
        together[place] = True
    return ~together, together


def hide_counts_of_people(rows: pd.DataFrame, sheet: Sheet, rule: Rule) -> pd.DataFrame:
    """Return the rows of one return's sheet, by the codes of its columns, with the word "hidden" in the place of what may not be shown.

    A row that is a person's own has no place here (ValueError): nothing of it is shown again.
    """
    if sheet.of_people:
        raise ValueError(f"Each row of the sheet {sheet.title} is a person's own.")
    hidden = hidden_cells(rows, sheet, rule)
    return rows.assign(**{code: rows[code].astype("object").mask(hidden[code], HIDDEN) for code in hidden})


def columns_not_compared(versions: Iterable[pd.DataFrame], sheet: Sheet, rule: Rule) -> list[str]:
    """Return the codes of the columns in which any version of a return's sheet has a hidden number.

    What is the same in two versions, or not, would tell a hidden number to who guesses it, or who knows the others of its run.
    """
    hidden = [hidden_cells(rows, sheet, rule).any() for rows in versions]
    return [column.code for column in sheet.columns if any(each.get(column.code, False) for each in hidden)]


def rows_told(rows: int, dataset: Dataset, rule: Rule) -> int | str:
    """Return how many rows a return of a dataset has, "hidden" where they are people's own and so few that it counts few people."""
    of_people = any(sheet.of_people for sheet in dataset.sheets)
    return HIDDEN if of_people and 1 <= rows <= rule.small_counts else rows


def hide_rows(returns: pd.DataFrame, definitions: Definitions, rule: Rule) -> pd.DataFrame:
    """Return a table of returns (dataset, rows) with the number of rows of each as it may be told."""
    told = [rows_told(int(rows), definitions.datasets[code], rule) for code, rows in zip(returns["dataset"], returns["rows"], strict=True)]
    return returns.assign(rows=pd.Series(told, index=returns.index, dtype="object"))


def hidden_estimates(of_people: Marks, of_sample: Marks, n: Numbers, counted: Numbers, no_answer: Numbers, rule: Rule) -> Marks:
    """Tell which estimates are hidden: of people, where few are counted or, of a sample, on its other side or in all of it."""
    return of_people & (rule.is_small(counted) | of_sample & (rule.is_small(n - counted) | rule.is_small(n + no_answer)))


def hide_small_numbers(rows: list[dict[str, Any]], definitions: Definitions, rule: Rule) -> None:
    """Take the small numbers out of rows of estimates (indicator, n, n_counted and more of FIGURES), and add a `note` to each.

    The note is "hidden", "small base" or "".
    """
    defined = [definitions.indicators[row["indicator"]] for row in rows]
    of_people = np.array([indicator.counts_people for indicator in defined], bool)
    of_sample = np.array([indicator.kind == "proportion" for indicator in defined], bool)
    n, counted = (np.array([row[part] for row in rows], float) for part in ("n", "n_counted"))
    no_answer = np.array([row.get("no_answer") or 0 for row in rows], float)
    hidden = hidden_estimates(of_people, of_sample, n, counted, no_answer, rule)
    small_base = of_sample & (n < rule.small_base)
    for row, note in zip(rows, np.select([hidden, small_base], [HIDDEN, SMALL], "").tolist(), strict=True):
        row["note"] = note
        if note == HIDDEN:
            row.update(dict.fromkeys(FIGURES & row.keys(), np.nan))


def hide_answers(rows: list[dict[str, Any]], rule: Rule) -> None:
    """Take the small numbers out of the shares of all answers to one question in one wave, in their order; each gets its `note`."""
    asked = np.array([row["n"] + row["no_answer"] for row in rows[:1]], float)
    hidden = hidden_numbers(np.array([row["n_counted"] for row in rows], float), rule) | rule.is_small(asked)
    hide(rows, hidden, rule)


def hide_number(rows: list[dict[str, Any]], rule: Rule) -> None:
    """Take out what people answered who were asked for a number, where they are fewer than the smallest base."""
    hide(rows, np.array([row["n"] < rule.small_base for row in rows], bool), rule)


def hide_words(rows: list[dict[str, Any]], rule: Rule) -> None:
    """Take out the words that few people used: the words themselves, for they are as good as a name."""
    rows[:] = [row for row in rows if row["n_counted"] > rule.small_counts]


def mark_small_bases(rows: list[dict[str, Any]], rule: Rule) -> None:
    """Mark the shares of what organisations answered: they are no people, so that nothing is hidden."""
    hide(rows, np.zeros(len(rows), bool), rule)


def hide(rows: list[dict[str, Any]], hidden: Marks, rule: Rule) -> None:
    """Mark rows as hidden, and take their figures out, or as of a small base."""
    for row, is_hidden in zip(rows, hidden.tolist(), strict=True):
        row["note"] = HIDDEN if is_hidden else SMALL if row["n"] < rule.small_base else ""
        if is_hidden:
            row.update(dict.fromkeys(FIGURES & row.keys(), np.nan))
