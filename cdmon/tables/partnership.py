"""The partnership checklist: which steps of the programme's own are in place where, since when, and how long nothing has moved."""

from datetime import date

import pandas as pd

from cdmon.clock import day_of
from cdmon.definitions import load
from cdmon.tables.effects import mark
from cdmon.tables.known import Known
from cdmon.tables.listing import Choice, Listing
from cdmon.wording import Row, day, period, read

COLUMNS = ["neighbourhood", "step", "title", "standing", "since", "evidence", "told_by", "month", "provisional"]
NOTHING = "nothing reported"
PLACES = Listing("partnership_places", "neighbourhood", "neighbourhoods")
CHANGES = Listing(
    "steps",
    "change of a step",
    "changes of steps",
    numbers={
        "put in place": lambda table: table["standing"].eq("in place"),
        "gone back": lambda table: table["standing"].eq("not in place"),
    },
    choices=[Choice("title", "Step"), Choice("standing", "How it stood then", lambda code: title(code))],
    texts=["evidence", "told_by", "title"],
    dates=["since"],
)


def partnership_changes(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a neighbourhood, step and day since which it stood so, the newest first: the history of the checklist.

    Columns: neighbourhood, step (its code), title, standing (in place, not in place), since, evidence, told_by ("" for nobody named), month
    (2026-10, of the return), provisional. A step that the set-up no longer lists is not told.
    """
    found = known.read("partnership", neighbourhood=neighbourhood)
    return found.assign(since=found["since"].dt.date)[COLUMNS]


def partnership(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a neighbourhood of which any step was ever reported, by code, and a column for each step of the checklist, by title.

    A cell is the newest change of the step there (a row of `partnership_changes`), None where nothing was reported. Columns before them:
    neighbourhood, name and months: whole months since the last change of any step, on the day in view.
    """
    changes = partnership_changes(known, neighbourhood)
    steps = [row["title"] for row in known.rows("checklist_steps")]
    today = known.programme.today if known.programme else day_of(known.moment)
    names = dict(known.neighbourhoods[["code", "name"]].itertuples(index=False, name=None))
    rows = []
    for place, part in changes.groupby("neighbourhood"):
        newest = {row["title"]: row for row in part.iloc[::-1].to_dict("records")}
        moved = months_between(part["since"].max(), today)
        rows.append((place, names.get(str(place), ""), moved, *(newest.get(step) for step in steps)))
    return pd.DataFrame(rows, columns=["neighbourhood", "name", "months", *steps], dtype=object)


def not_reported(known: Known) -> list[str]:
    """Return the neighbourhoods, by code and name, of which no step was ever reported."""
    told = set(partnership_changes(known)["neighbourhood"])
    return [f"{code} {name}" for code, name in known.neighbourhoods[["code", "name"]].itertuples(index=False) if code not in told]


def months_between(first: date, last: date) -> int:
    """Return how many whole months lie between two days."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def read_partnership(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the checklist as people read it: Neighbourhood, a column a step, Months since the last change."""
    steps = [name for name in frame if name not in ("neighbourhood", "name", "months")]
    return read(
        frame,
        {
            "Neighbourhood": lambda row: f"{row['neighbourhood']} {row['name']}".strip(),
            **{str(step): lambda row, step=step: step_cell(row[step]) for step in steps},  # type: ignore[misc]
            "Months since the last change": lambda row: str(row["months"]),
        },
    )


def step_cell(change: Row | None) -> str:
    """Say how a step stands: '✓ since 3 March 2026', '✗ not any more since 3 March 2026', 'nothing reported'."""
    if change is None:
        return NOTHING
    words = "✓ since" if change["standing"] == "in place" else "✗ not any more since"
    return f"{words} {day(change['since'])}{mark(change)}"


def read_partnership_changes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the history as people read it: Step, How it stood then, Since, Evidence, Told by, Neighbourhood, In the return of."""
    return read(
        frame,
        {
            "Step": lambda row: row["title"],
            "How it stood then": lambda row: title(row["standing"]),
            "Since": lambda row: day(row["since"]),
            "Evidence": lambda row: row["evidence"],
            "Told by": lambda row: row["told_by"] or "nobody named",
            "Neighbourhood": lambda row: row["neighbourhood"],
            "In the return of": lambda row: period(row["month"]) + mark(row),
        },
    )


def title(code: str) -> str:
    """Return what the definitions call how a step stands."""
    options = load().datasets["partnership"].sheet("partnership").column("standing").options
    return {option.code: option.title for option in options}[code]
