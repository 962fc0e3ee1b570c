"""The board of returns: what each neighbourhood owes for each month, quarter or year, whether it was sent, and how late."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from cdmon.clock import UK
from cdmon.definitions import load
from cdmon.tables.cadence import span_words
from cdmon.tables.known import Known
from cdmon.tables.listing import Listing, among
from cdmon.tables.programme import Programme
from cdmon.wording import Row, days, state_in_words

COLUMNS = ["neighbourhood", "name", "month", "dataset", "due", "state", "days_late", "nil", "sent_at", "return_id", "reason"]
COLUMNS += ["first_month", "how_often"]
STATES = ["overdue", "sent back", "due", "submitted", "accepted", "not due"]  # the worst first
QUIET = ("accepted", "not due")  # what needs nobody to act
RETURNS_DUE = Listing(
    "due",
    "return due so far",
    "returns due so far",
    numbers={
        "overdue": among("state", ["overdue"]),
        "sent back": among("state", ["sent back"]),
        "due by a day to come": among("state", ["due"]),
        state_in_words("submitted"): among("state", ["submitted"]),
        "accepted": among("state", ["accepted"]),
        "of all sent late": lambda table: table["sent_at"].notna() & table["days_late"].gt(0).fillna(False),
    },
)
BOARD = Listing("board", "neighbourhood", "neighbourhoods")
NEVER = "9999-99"  # the first month of a neighbourhood whose wave has no stage in this programme


def board(known: Known) -> pd.DataFrame:
    """Return how every return that is owed stands: one row a neighbourhood, period and owed dataset, in that order.

    The periods (months, quarters or years, as the set-up says) run from the programme's first to those that have begun by now, or to its
    last where it is over. Columns: neighbourhood, name, month (2026-10; the last of its period), dataset (its code), due (date), state (one
    of STATES), days_late (NA where nothing is late or could be), nil (whether it says that there was nothing to report), sent_at (the day
    in the United Kingdom on which it was first sent, NaT if it was not), return_id of the newest, reason, given with the last decision
    about it, first_month (of its period) and how_often.

    How late a return is follows from the day it was first sent: neither a correction nor the day of a decision changes that. One that
    was withdrawn was not sent.
    """
    current = known.programme
    if current is None:
        return pd.DataFrame(columns=COLUMNS)
    return returns_due(known, current, min(current.month, current.last_month))[COLUMNS]


def returns_due(known: Known, current: Programme, months: int) -> pd.DataFrame:
    """Return the rows of `board` for what begins in the first `months` months of a programme, and `begun`: whether it is owed."""
    sent = known.read("board", datasets=sorted({period.dataset for period in current.owed}))
    table = grid(known.neighbourhoods, current, months).merge(sent, how="left", on=["neighbourhood", "month", "dataset"])
    today = pd.Timestamp(current.today)
    sent_at = pd.to_datetime(table["first_sent"]).dt.tz_localize("UTC").dt.tz_convert(UK).dt.tz_localize(None).dt.normalize()
    was_sent = sent_at.notna()
    overdue = table["begun"] & ~was_sent & (today > table["due"])
    due = table["begun"] & ~was_sent & ~overdue & (today > table["ends"])
    state = table["state"].astype("object").where(was_sent, "not due").mask(due, "due").mask(overdue, "overdue")
    days = (sent_at.where(was_sent, today) - table["due"]).dt.days.clip(lower=0)
    return table.assign(
        due=table["due_day"],
        state=state,
        days_late=days.where(table["begun"] & was_sent | overdue).astype("Int64"),
        nil=table["nil"].eq(True),
        sent_at=sent_at.dt.date,
        reason=table["reason"].fillna(""),
    )


def grid(places: pd.DataFrame, current: Programme, months: int) -> pd.DataFrame:
    """Return what may be owed: neighbourhood, name, begun, month, ends (its last day) and due, as timestamps, due_day and its period.

    A period in which the neighbourhood begins is owed; it is about the months from then on.
    """
    datasets = load().datasets
    calendar = pd.DataFrame(
        [
            (each.last, each.dataset, each.first, each.how_often, current.due_days or datasets[each.dataset].due_days)
            for each in sorted(current.owed, key=lambda each: each.last)
            if each.first_number <= months
        ],
        columns=["month", "dataset", "first_month", "how_often", "days"],
    )
    calendar["ends"] = pd.to_datetime(calendar["month"] + "-01") + pd.offsets.MonthEnd(0)
    calendar["due"] = calendar["ends"] + pd.to_timedelta(calendar["days"], unit="D")
    calendar["due_day"] = calendar["due"].dt.date
    named = places[["code", "name"]].set_axis(["neighbourhood", "name"], axis="columns").assign(begins=begins(places, current))
    table = named.merge(calendar, how="cross")
    return table.assign(begun=table["month"] >= table["begins"]).drop(columns=["begins", "days"])


def begins(places: pd.DataFrame, current: Programme) -> pd.Series:
    """Return the first month each neighbourhood owes returns for: as the set-up says, else that of the stage in which its wave begins."""
    first = {wave: f"{stage.starts:%Y-%m}" for stage in current.stages for wave in stage.begins}
    by_wave = pd.Series([first.get(wave, NEVER) for wave in places["wave"]], index=places.index, dtype=places["returns_from"].dtype)
    return places["returns_from"].mask(places["returns_from"] == "", by_wave)


class Standing(NamedTuple):
    """How a return stands: its state, in words, and whether that is worth a word; what was sent in time and what is not due is not."""

    state: str
    words: str
    is_exception: bool


def titles_on(frame: pd.DataFrame) -> dict[str, str]:
    """Return the titles of the datasets that stand on a board, by code."""
    on_it = set(frame["dataset"].unique())
    return {code: dataset.title for code, dataset in load().datasets.items() if code in on_it}


def read_board(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the board as people read it: `standings` in words, with the neighbourhoods as a first column."""
    return standings(frame).map(lambda cell: cell.words).reset_index()


def standings(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the board as `Standing`: a row a neighbourhood, a column a period; of several datasets, how the worst stands.

    Where periods of different lengths end in one month, its column is headed by the month.
    """
    cells = worst(frame, "neighbourhood", "month")
    names = frame.drop_duplicates("neighbourhood").set_index("neighbourhood")["name"]
    cells.index = pd.Index([f"{code} {names[code]}" for code in cells.index], name="Neighbourhood")
    spans = frame.groupby("month")["first_month"].agg(["min", "max"])
    first = spans["min"].where(spans["min"] == spans["max"], spans.index)
    cells.columns = ["–".join(short(each) for each in sorted({first[month], month})) for month in cells.columns]
    return cells


def short(month: str) -> str:
    """Return a month as a column is headed by it: 'Oct 2026'."""
    return f"{date.fromisoformat(f'{month}-01'):%b %Y}"


def standings_by_month(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the board of one neighbourhood as `Standing`: a row a period, the last first, and a column a dataset; NA for none."""
    table = frame.assign(period=[span_words(first, last) for first, last in zip(frame["first_month"], frame["month"], strict=True)])
    titles, newest = titles_on(frame), table.sort_values(["month", "first_month"], ascending=False)["period"].unique()
    cells = worst(table, "period", "dataset").reindex(newest)[list(titles)]
    cells.index = pd.Index(newest, name="Period")
    cells.columns = list(titles.values())
    return cells


def worst(frame: pd.DataFrame, rows: str, columns: str) -> pd.DataFrame:
    """Return how returns stand, laid out by two columns of the board; where several meet in a cell, the worst of them."""
    order = {"rank": frame["state"].map(STATES.index), "early": -frame["days_late"].fillna(0)}
    table = frame.assign(**order).sort_values(["rank", "early", "nil"], kind="stable").drop_duplicates([rows, columns])
    return table.assign(cell=[standing(row) for row in table.to_dict("records")]).pivot(index=rows, columns=columns, values="cell")


def standing(row: Row) -> Standing:
    """Return how a return stands."""
    was_late = pd.notna(row["days_late"]) and row["days_late"] > 0
    return Standing(str(row["state"]), words(row), row["state"] not in QUIET or (row["state"] == "accepted" and was_late))


def words(row: Row) -> str:
    """Say how a return stands, as in 'on time', 'nil, 3 days late', 'waiting for a decision', 'due 10 November', 'overdue by 5 days'.

    One for a month before the neighbourhood begins is 'sent early', for then nothing is owed.
    """
    state, late = str(row["state"]), row["days_late"]
    if state == "accepted":
        timing = "sent early" if pd.isna(late) else f"{days(late)} late" if late else "on time"
        return f"nil, {timing}" if row["nil"] else timing
    if state == "due":
        return f"due {row['due'].day} {row['due']:%B}"
    return f"overdue by {days(late)}" if state == "overdue" else state_in_words(state)
