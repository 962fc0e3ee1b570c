"""What residents said and what was done about it: each matter, from the issue they raised to its result."""

from collections.abc import Hashable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from cdmon.clock import day_of
from cdmon.database import sql
from cdmon.definitions import load
from cdmon.tables.effects import mark
from cdmon.tables.known import Known
from cdmon.tables.listing import Choice, Listing, among
from cdmon.text import key
from cdmon.wording import Row, day, days, given, neighbourhood_cell, read

STATES = {"issue": "raised", "action": "acted on", "response": "answered"}  # by the furthest step; a result is told by its outcome
OUTCOMES = {
    "service change": "resolved: service changed",
    "improvement": "resolved: place improved",
    "no change": "ended: no change",
}
WAITING = ["raised", "acted on"]
LATE = 90  # days without an answer, from which on it is said how many
COLUMNS = [
    "neighbourhood", "thread", "raised_on", "issue", "rank", "agencies", "action", "action_on", "response", "response_on",
    "result", "result_on", "outcome", "days_to_response", "days_waiting", "state", "provisional",
]  # fmt: skip
THREAD_STEPS = ["neighbourhood", "thread", "date", "kind", "agency", "what", "rank", "outcome", "provisional"]
IMPROVEMENTS = ["neighbourhood", "thread", "date", "outcome", "what", "agency", "issue", "raised_on", "state", "provisional"]
MATTERS = Listing(
    "matters",
    "matter",
    "matters",
    numbers={
        "without an answer": among("state", WAITING),
        f"of them for {LATE} days or longer": lambda table: table["days_waiting"].ge(LATE).fillna(False),
        "answered, with no result yet": among("state", ["answered"]),
        "with a result": among("state", list(OUTCOMES.values())),
    },
    choices=[Choice("state", "How it stands")],
    texts=["thread", "issue", "agencies", "action", "response", "result"],
    dates=["raised_on"],
    order={"state": [WAITING, ["answered"]], "raised_on": []},
)
CHANGES = Listing(
    "changes",
    "change",
    "changes",
    numbers={"services changed": among("outcome", ["service change"]), "places improved": among("outcome", ["improvement"])},
    choices=[Choice("outcome", "Kind", lambda code: outcome_title(code)), Choice("state", "How it stands")],
    texts=["what", "agency", "thread", "issue"],
    dates=["date"],
)
Place = tuple[str, str]  # what tells a thread from others: its neighbourhood ("" for the programme) and its name


def threads(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a thread, the one raised first at the top; those whose issue is not on record at the end.

    Columns: neighbourhood (None for the programme), thread, raised_on and issue (of the first issue: its day, None if none is on record,
    and words), rank (the best it was given, NA for none), agencies (all that are named), the last action, response and result ("" for none)
    with their days (action_on, response_on, result_on), outcome (of the last result, or "none yet"), days_to_response (from the first issue
    to the first response after it, NA for none), days_waiting (from the first issue to the day in view, NA once there is a response or
    result), state (one of STATES or OUTCOMES), provisional.
    """
    return thread_table(known, steps_of(known, neighbourhood))


def thread_table(known: Known, steps: Sequence[Row]) -> pd.DataFrame:
    """Return the table of `threads` that these steps make up."""
    rows = sorted(thread_rows(known, steps).values(), key=lambda row: row["raised_on"] or date.max)
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(("rank", "days_to_response", "days_waiting"), "Int64"))


def thread_rows(known: Known, steps: Sequence[Row]) -> dict[Place, dict[str, Any]]:
    """Return what the steps of each thread amount to on the day in view."""
    of_thread: dict[Place, list[Row]] = {}
    for step in steps:
        of_thread.setdefault(place(step), []).append(step)
    day_in_view = known.programme.today if known.programme else day_of(known.moment)
    return {thread: thread_row(steps, day_in_view) for thread, steps in of_thread.items()}


def thread_row(steps: Sequence[Row], today: date) -> dict[str, Any]:
    """Return what the steps of one thread, in order of date, amount to on a day."""
    last = {step["kind"]: step for step in steps}
    raised = next((step for step in steps if step["kind"] == "issue"), None)
    raised_on = raised["date"] if raised else None
    answers = [step["date"] for step in steps if step["kind"] == "response" and raised_on and step["date"] >= raised_on]
    state = next((STATES[kind] for kind in reversed(STATES) if kind in last), "")
    if "result" in last:
        state = OUTCOMES[last["result"]["outcome"]]
    row = {
        "neighbourhood": steps[0]["neighbourhood"],
        "thread": steps[0]["thread"],
        "raised_on": raised_on,
        "issue": raised["what"] if raised else "",
        "rank": min((step["rank"] for step in steps if step["rank"] is not None), default=None),
        "agencies": agencies(steps),
        "outcome": last["result"]["outcome"] if "result" in last else "none yet",
        "days_to_response": (answers[0] - raised_on).days if answers else None,
        "days_waiting": (today - raised_on).days if raised_on and state in WAITING else None,
        "state": state,
        "provisional": any(step["provisional"] for step in steps),
    }
    for kind in ("action", "response", "result"):
        row[kind], row[f"{kind}_on"] = (last[kind]["what"], last[kind]["date"]) if kind in last else ("", None)
    return row


def agencies(steps: Sequence[Row]) -> str:
    """Return the agencies that steps name, each once, however it is spelled; "" for none."""
    found: dict[str, str] = {}
    for step in steps:
        found.setdefault(key(step["agency"]), step["agency"])
    return "; ".join(name for name in found.values() if name)


def thread_steps(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a step of a thread, in order of date.

    Columns: neighbourhood and thread as in `threads`, date, kind, agency ("" for none), what, rank, outcome ("" for none), provisional.
    """
    return pd.DataFrame(steps_of(known, neighbourhood), columns=THREAD_STEPS).astype({"rank": "Int64"})


def steps_of(known: Known, neighbourhood: str | None) -> list[dict[Hashable, Any]]:
    """Return the rows of `thread_steps`; as plain rows, for a frame takes several times as long to put together."""
    found = known.execute(sql("tables/threads"), neighbourhood=neighbourhood).fetchall()
    return [dict(zip(THREAD_STEPS, row, strict=True)) for row in found]


def improvements(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a result by which a service was changed or the place improved, the newest first.

    Columns: neighbourhood, thread, date, outcome (service change, improvement), what, agency, issue and raised_on of its thread, state of
    its thread now (a later result may say that nothing changed after all), provisional.
    """
    steps = steps_of(known, neighbourhood)
    now = thread_rows(known, steps)
    results = [step for step in reversed(steps) if step["kind"] == "result" and step["outcome"] in ("service change", "improvement")]
    return pd.DataFrame([now[place(result)] | result for result in results], columns=IMPROVEMENTS)


def read_threads(frame: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Return threads as people read them: Residents raised, What followed, How it stands, Raised, Rank, Neighbourhood, Matter."""
    done: dict[Place, list[str]] = {}
    for step in steps[(steps["kind"] != "issue") & steps["thread"].isin(frame["thread"])].to_dict("records"):
        done.setdefault(place(step), []).append(step_cell(step))
    return read(
        frame,
        {
            "Residents raised": issue_cell,
            "What followed": lambda row: "; ".join(done.get(place(row), [])) or "nothing yet",
            "How it stands": standing,
            "Raised": lambda row: day(row["raised_on"]) if row["issue"] else "not on record",
            "Rank": lambda row: "not ranked" if pd.isna(row["rank"]) else str(row["rank"]),
            "Neighbourhood": neighbourhood_cell,
            "Matter": lambda row: row["thread"],
        },
    )


def read_improvements(frame: pd.DataFrame) -> pd.DataFrame:
    """Return improvements as people read them: What changed, Kind, Agency, When, Residents raised, How it stands, Neighbourhood."""
    return read(
        frame,
        {
            "What changed": lambda row: row["what"],
            "Kind": lambda row: outcome_title(row["outcome"]),
            "Agency": lambda row: row["agency"] or "none named",
            "When": lambda row: day(row["date"]) + mark(row),
            "Residents raised": issue_cell,
            "How it stands": lambda row: row["state"],
            "Neighbourhood": neighbourhood_cell,
        },
    )


def outcome_title(code: str) -> str:
    """Return what the definitions call an outcome."""
    options = load().datasets["engagement"].sheet("engagement").column("outcome").options
    return {option.code: option.title for option in options}[code]


def place(row: Row) -> Place:
    """Return what tells the thread of a row from others."""
    return given(row["neighbourhood"]), row["thread"]


def issue_cell(row: Row) -> str:
    """Say in the residents' words what they raised."""
    return given(row["issue"]) or "the issue is not on record"


def step_cell(step: Row) -> str:
    """Say what was done, when and by which agency: '4 March 2025, response of Riverton Homes: They answered in writing'."""
    agency = f" of {step['agency']}" if step["agency"] else ""
    return f"{day(step['date'])}, {step['kind']}{agency}: {step['what']}"


def standing(row: Row) -> str:
    """Say how a thread stands: 'raised, no answer after 120 days', 'answered after 30 days', 'resolved: service changed'."""
    timing = ""
    if not pd.isna(row["days_waiting"]) and row["days_waiting"] >= LATE:
        timing = f", no answer after {days(row['days_waiting'])}"
    elif row["state"] == "answered" and not pd.isna(row["days_to_response"]):
        timing = f" after {days(row['days_to_response'])}"
    return f"{row['state']}{timing}{mark(row)}"
