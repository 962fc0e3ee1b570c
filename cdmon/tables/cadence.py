"""How often each dataset is owed, and the periods of the programme that follow from it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import pandas as pd

from cdmon.clock import month_number, month_starts
from cdmon.definitions import load
from cdmon.wording import period

STEPS = {"monthly": 1, "quarterly": 3, "yearly": 12}  # months; whatever else is not owed


class Period(NamedTuple):
    """The months that one return of a dataset is for, both ends included, such as 2024-05 to 2024-07; it is sent for the last of them."""

    dataset: str
    how_often: str  # monthly, quarterly or yearly
    first: str
    last: str
    first_number: int  # that of the first month, counted from the programme's start, which is month 1

    @property
    def words(self) -> str:
        """Its months as people read them: 'May 2024 to July 2024'."""
        return span_words(self.first, self.last)


def span_words(first: str, last: str) -> str:
    """Say from which month to which: 'May 2024 to July 2024', or 'July 2024' where they are one."""
    return period(last if first == last else f"{first} to {last}")


def owed_periods(start: date, last_month: int, cadences: pd.DataFrame) -> tuple[Period, ...]:
    """Return the periods of a programme that each dataset is owed for, dataset by dataset, in the order of time.

    `cadences` are the rows of the set-up (dataset, how_often, from_month, until_month): what they say of a dataset is all that is said of
    it, and a dataset that they do not name is owed as its definition says. Quarters and years are counted from the programme's start, and
    are cut short where the row or the programme begins or ends within them.
    """
    said = {str(dataset): rows for dataset, rows in cadences.groupby("dataset")}
    found: list[Period] = []
    for dataset in load().datasets.values():
        if dataset.code in said:
            times = [
                (often, number_of(start, since) if since else 1, number_of(start, until) if until else last_month)
                for often, since, until in said[dataset.code][["how_often", "from_month", "until_month"]].itertuples(index=False)
            ]
        else:
            times = [("monthly", 1, last_month)] if dataset.owed else []
        for often, first, last in times:
            found += periods(start, dataset.code, often, max(first, 1), min(last, last_month))
    return tuple(found)


def periods(start: date, dataset: str, how_often: str, first: int, last: int) -> Iterator[Period]:
    """Yield the periods that the months `first` to `last` of a programme are divided into; none where nothing is owed."""
    step = STEPS.get(how_often)
    if step is None:
        return
    for begin in range(first - (first - 1) % step, last + 1, step):
        begins, ends = max(begin, first), min(begin + step - 1, last)
        yield Period(dataset, how_often, month_text(start, begins), month_text(start, ends), begins)


def by_month(owed: Iterable[Period]) -> dict[tuple[str, str], Period]:
    """Return the quarters and years that datasets are owed for, by dataset and each month in them."""
    longer = [each for each in owed if each.first != each.last or each.how_often != "monthly"]
    return {(each.dataset, f"{month}"): each for each in longer for month in pd.period_range(each.first, each.last, freq="M")}


def month_text(start: date, number: int) -> str:
    """Return a month of the programme such as 2024-05."""
    return f"{month_starts(start, number):%Y-%m}"


def number_of(start: date, month: str) -> int:
    """Return the number of a month such as 2024-05, counted from the programme's start as month 1."""
    return month_number(start, date.fromisoformat(f"{month}-01"))
