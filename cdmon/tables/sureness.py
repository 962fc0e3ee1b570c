"""How surely the samples of a factor table can tell a change, and where its figures come from, in words."""

from math import isinf, isnan

import pandas as pd

from cdmon.definitions import load
from cdmon.tables.cells import factor_cell
from cdmon.tables.figures import Figure
from cdmon.wording import Row, number

HEADINGS = [
    "Indicator",
    "Questions",
    "When",
    "Asked",
    "No answer or don't know",
    "Answered",
    "Design factor",
    "Interval of a simple sample of",
]
WHEN = {"baseline": "baseline", "latest": "now"}


def read_sureness(table: pd.DataFrame) -> pd.DataFrame:
    """Return each sample of a factor table as people read it: one row an indicator and round, with its questions.

    The design factor is the root of the design effect, as R's survey has it; an assumed one is said to be, with what was assumed. The
    interval is that of a simple random sample of the last number: few clusters make it smaller than the design factor alone would, and to
    have asked a good part of all adults makes it larger.
    Who gave no answer or does not know is outside the base of the figure, and counted here.
    """
    rows = []
    for row in table[table["kind"] == "proportion"].to_dict("records"):
        for role, when in WHEN.items():
            told = row[role]
            if told is None or isnan(told.n) or told.is_hidden:
                continue
            asked = [f"{people:,.0f}" for people in (told.n + told.no_answer, told.no_answer, told.n)]
            rows.append((row["title"], questions_cell(row), when, *asked, factor_cell(told), size_cell(told)))
    return pd.DataFrame(rows, columns=HEADINGS)


def questions_cell(row: Row) -> str:
    """Name the survey questions that an indicator rests on, by their codes."""
    definitions = load()
    defined = definitions.indicators.get(str(row["indicator"]))
    return "the programme's own" if defined is None else ", ".join(definitions.question_codes(defined))


def size_cell(told: Figure) -> str:
    """Return the size of a figure's interval, or that it has none; and which part of all adults were asked, where that makes it larger."""
    if isinf(told.size):
        return "no interval: all answered"
    if isnan(told.size) or not told.size:
        return "no interval"
    asked = f", for {number(told.part, 'proportion')}% of all adults answered" if told.adults > 0 and told.part else ""
    return f"{told.size:,.0f}{asked}"


def read_smallest_rises(table: pd.DataFrame) -> pd.DataFrame:
    """Return the smallest rise that the samples of each indicator would show four times out of five, as people read it."""
    shown = pd.Series([told is not None and not told.is_hidden for told in table["baseline"]], index=table.index, dtype=bool)
    found = table[(table["kind"] == "proportion") & table["detectable"].notna() & shown]
    rises = [f"+{number(value, 'proportion')} percentage points" for value in found["detectable"]]
    return pd.DataFrame({"Indicator": found["title"], "Smallest rise likely to show": rises})


def provenance_mix(rows: pd.DataFrame) -> str:
    """Say how many indicators of a factor come from which kind of source; "" where none has a figure."""
    known = rows.loc[rows["provenance"] != "not collected", "provenance"].value_counts()
    return ", ".join(f"{dated_source(source)} ({count})" for source, count in known.items())


def dated_source(source: str) -> str:
    """Say which of two sources is the baseline's: 'agency record at the baseline, residents' own report now'."""
    then, _, now = source.partition(", then ")
    return f"{then} at the baseline, {now} now" if now else then
