"""The quarters and years of a programme whose returns are not monthly: what a return of one month is about, and which month to give."""

from collections.abc import Iterator, Mapping, Sequence

from cdmon.definitions import load
from cdmon.parts.datasets import Dataset
from cdmon.problems import Problem
from cdmon.returns.plan import Plan
from cdmon.tables.cadence import Period
from cdmon.wording import period
from cdmon.workbooks.sheets import Given, ReadSheet

Periods = Mapping[tuple[str, str], Period]  # by dataset and each month of the period
HOW_LONG = {"quarterly": "quarter", "yearly": "year"}


def period_problems(plans: Sequence[Plan], sheets: Sequence[ReadSheet], given: Given, periods: Periods) -> Iterator[Problem]:
    """Yield the returns of a month within a quarter or year that is sent as one, where the month is given; a correction may be of any."""
    for plan in plans:
        about = periods.get((plan.dataset, plan.period))
        if about is None or about.last == plan.period or plan.replaced:
            continue
        words = {"dataset": load().datasets[plan.dataset].title, "period": about.words, "last": about.last}
        if given.values.get("Month") is not None:
            yield given.problem("month-within-period", "Month", **words)
            return
        for sheet in sheets:
            for number in sheet.frame["row_number"][sheet.frame["return_id"] == plan.return_id][:1]:
                yield sheet.problem("month-within-period", "month", number, plan.period, **words)


def is_within(dataset: Dataset, month: str | None, periods: Periods) -> bool:
    """Tell whether a month lies within a quarter or year of a dataset, and is not its last, so that no return of it is sent."""
    about = periods.get((dataset.code, month or ""))
    return about is not None and about.last != month


def period_lines(datasets: Sequence[Dataset], month: str | None, today: str, periods: Periods) -> list[str]:
    """Return a sentence for each dataset that is sent for a quarter or year: which one, or which month is to be given."""
    lines = []
    for dataset in datasets:
        about = periods.get((dataset.code, month or today))
        if about is None:
            continue
        sheet = dataset.sheets[0].title
        if month:
            lines.append(f"The sheet {sheet} is about all of {about.words}, which is sent as one return.")
        else:
            long = HOW_LONG.get(about.how_often, "time")
            lines.append(f"The sheet {sheet} is sent once a {long}: give the {long}'s last month, as in {about.last} for {about.words}.")
    return lines


def months_to_send(months: Sequence[str], codes: Sequence[str], periods: Periods) -> dict[str, str]:
    """Return the months that returns of these datasets may be sent for, the newest first, with what each is about in words."""
    found: dict[str, set[str]] = {}
    for month in months:
        for code in codes:
            about = periods.get((code, month))
            found.setdefault(about.last if about else month, set()).add(about.words if about else period(month))
    return {month: words.pop() if len(words) == 1 else period(month) for month, words in sorted(found.items(), reverse=True)}
