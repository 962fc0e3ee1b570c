"""How much residents and agencies had to do with one another, in numbers: meetings, who came, what was raised and what came of it."""

import pandas as pd

from cdmon.disclosure import Rule
from cdmon.tables.effects import mark
from cdmon.tables.known import Known
from cdmon.tables.threads import LATE, WAITING, steps_of, thread_table
from cdmon.text import key
from cdmon.wording import HIDDEN, Row, days, read

COLUMNS = ["about", "figure", "value", "note", "provisional"]
Found = tuple[str, int | None, str, pd.DataFrame]  # what is counted, how many, what is to be said of it, the rows it rests on


def dialogue(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a figure, always the same ones: of the meetings first, then of the threads.

    Columns: about (meetings, threads), figure (what is counted), value (NA where there is none), note ("" for none), provisional.
    Residents are counted at each meeting they come to. Months in which so few of them came to a neighbourhood's meetings that
    `cdmon.disclosure` hides their number are left out.
    """
    found = [("meetings", *each) for each in of_meetings(known.read("dialogue", neighbourhood=neighbourhood), known.small_numbers)]
    found += [("threads", *each) for each in of_threads(thread_table(known, steps_of(known, neighbourhood)))]
    rows = [(about, figure, value, note, bool(rests_on["provisional"].any())) for about, figure, value, note, rests_on in found]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"value": "Int64"})


def of_meetings(table: pd.DataFrame, rule: Rule) -> list[Found]:
    """Return the figures of meetings: how many, and who came."""
    meetings, present = (table[table["kind"] == kind] for kind in ("listening meeting", "agency present"))
    counted = meetings[meetings["residents"].notna()]
    before, first = (present[present["met_before"] == answer] for answer in ("yes", "no"))
    unsaid = present[present["met_before"].isna()]
    return [
        ("Listening meetings held", len(meetings), "", meetings),
        ("Residents present, counted at each meeting", *residents(counted, rule), counted),
        ("Meetings that do not say how many residents came", len(meetings) - len(counted), "", meetings),
        ("Agencies that came", present["agency"].dropna().map(key).nunique(), "", present),
        ("Visits of agencies", len(present), "", present),
        ("Visits of an agency that had met the residents before", len(before), "", before),
        ("Visits of an agency that met them for the first time", len(first), "", first),
        ("Visits that do not say whether they had met", len(unsaid), "", unsaid),
    ]


def residents(counted: pd.DataFrame, rule: Rule) -> tuple[int | None, str]:
    """Return how many residents came, None where nobody counted or all is hidden, and what is left out of it."""
    if counted.empty:
        return None, "not counted"
    months = counted.groupby(["neighbourhood", "month"])["residents"].sum()
    hidden = rule.is_small(months.to_numpy(float))
    if not hidden.any():
        return int(months.sum()), ""
    if hidden.all():
        return None, HIDDEN
    left_out = "1 month" if hidden.sum() == 1 else f"{hidden.sum()} months"
    return int(months[~hidden].sum()), f"not counting {left_out} in which too few came to show"


def of_threads(table: pd.DataFrame) -> list[Found]:
    """Return the figures of threads: how many, how many were answered, and what came of them."""
    waiting = table[table["state"].isin(WAITING)]
    figures = {
        "Matters raised": table,
        "Answered by an agency": table[table["response"] != ""],
        "Not answered yet": waiting,
        f"Not answered for {days(LATE)} or more": waiting[waiting["days_waiting"].ge(LATE).fillna(False).astype(bool)],
        "Service changed": table[table["outcome"] == "service change"],
        "Place improved": table[table["outcome"] == "improvement"],
        "No change": table[table["outcome"] == "no change"],
        "No result yet": table[table["outcome"] == "none yet"],
    }
    return [(figure, len(rows), "", rows) for figure, rows in figures.items()]


def read_dialogue(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the figures as people read them: Figure, Number."""
    return read(frame, {"Figure": lambda row: row["figure"], "Number": number_cell})


def number_cell(row: Row) -> str:
    """Say a figure and what is to be said of it: '512, not counting 2 months in which too few came to show'."""
    number = "" if pd.isna(row["value"]) else f"{row['value']:,}"
    return ", ".join(part for part in (number, row["note"]) if part) + mark(row)
