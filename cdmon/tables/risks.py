"""Risks: what could go wrong, the open ones first and of these the most harmful and the oldest, with what was seen of them."""

from collections.abc import Iterator

import pandas as pd

from cdmon.clock import day_of
from cdmon.tables.effects import effects, mark, title
from cdmon.tables.known import Known
from cdmon.tables.listing import Choice, Listing, among
from cdmon.text import key
from cdmon.wording import Row, day, given, neighbourhood_cell, period, read

DAYS = ("opened", "since", "last_review", "next_review", "accepted_until", "closed")
OBSERVED = ["date", "month", "effect", "what"]  # of what was seen of a risk
RISKS = Listing(
    "risks",
    "risk",
    "risks",
    numbers={
        "open": among("status", ["open"]),
        "of them likely, and with a high impact": lambda table: (
            table["status"].eq("open") & table["likelihood"].eq("high") & table["impact"].eq("high")
        ),
        "open, their review overdue": lambda table: table["review_overdue"],
        "open, their acceptance over": lambda table: table["acceptance_over"],
        "of which something was seen": lambda table: table["observed"].map(len).gt(0),
        "closed": among("status", ["closed"]),
    },
    choices=[
        Choice("status", "Status"),
        Choice("impact", "Impact"),
        Choice("likelihood", "Likelihood"),
        Choice("owner", "Owner", lambda name: name or "nobody named"),
        Choice("escalated_to", "Brought to", lambda stage: "no break clause" if pd.isna(stage) else f"break clause of stage {stage}"),
    ],
    texts=["reference", "risk", "action", "owner", "raised_by", "borne_by", "accepted_by"],
    dates=["since"],
)


def risks(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a risk: the open ones first, of these those of the greatest likelihood times impact, of these the oldest.

    Columns: neighbourhood (None for the programme), month (2026-10, of the return that told of it last), reference, risk, likelihood and
    impact (low, medium, high), action and owner ("" for none), status (open, closed), raised_by, opened, since (opened, or the first day
    of the month that told of it first), borne_by, target (a likelihood), last_review, next_review, accepted_by, accepted_until,
    escalated_to (a stage), closed (texts "", days NaT and the stage NA where not said), provisional, review_overdue and acceptance_over
    (of an open one, on the day in view) and observed (a list of what was seen of it: date, None where only the month is known, month,
    effect, what).
    """
    found = known.read("risks", neighbourhood=neighbourhood)
    today = pd.Timestamp(known.programme.today if known.programme else day_of(known.moment))
    is_open = found["status"] == "open"
    late = {"review_overdue": is_open & (found["next_review"] < today), "acceptance_over": is_open & (found["accepted_until"] < today)}
    seen = observed(known, neighbourhood)
    places = zip(found["neighbourhood"], found["reference"], strict=True)
    lists = [seen.get((given(place), key(reference)), []) for place, reference in places]
    told = {name: found[name].dt.date for name in DAYS} | {"escalated_to": found["escalated_to"].astype("Int64")}
    return found.assign(**told, **late, observed=pd.Series(lists, index=found.index, dtype=object))


def observed(known: Known, neighbourhood: str | None) -> dict[tuple[str, str], list[Row]]:
    """Return the effects that risks had foretold, the first one first, by the risk's neighbourhood and reference."""
    table = effects(known, neighbourhood)
    found: dict[tuple[str, str], list[Row]] = {}
    for row in table[table["foreseen"] != ""].iloc[::-1].to_dict("records"):
        told = {name: row[name] for name in OBSERVED} | {"date": None if pd.isna(row["date"]) else row["date"]}
        found.setdefault((row["foreseen_in"], key(row["risk"])), []).append(told)
    return found


def read_risks(frame: pd.DataFrame) -> pd.DataFrame:
    """Return risks as people read them.

    Columns: Risk, Likelihood and impact, What is done, and by whom, How it stands, Seen of it, Neighbourhood, Last told.
    """
    return read(
        frame,
        {
            "Risk": risk_cell,
            "Likelihood and impact": harm_cell,
            "What is done, and by whom": action_cell,
            "How it stands": lambda row: "; ".join(standing(row)),
            "Seen of it": lambda row: "; ".join(seen_words(each) for each in row["observed"]) or "nothing reported",
            "Neighbourhood": neighbourhood_cell,
            "Last told": lambda row: period(row["month"]) + mark(row),
        },
    )


def risk_cell(row: Row) -> str:
    """Say what could happen and to whom: 'R1: The hall closes. Borne by: groups without a room'."""
    borne = f". Borne by: {row['borne_by']}" if row["borne_by"] else ""
    return f"{row['reference']}: {row['risk']}{borne}"


def harm_cell(row: Row) -> str:
    """Say how likely and how bad it is, and how likely it may stay."""
    target = f"; target: {row['target']} likelihood" if row["target"] else ""
    return f"{row['likelihood']} likelihood, {row['impact']} impact{target}"


def action_cell(row: Row) -> str:
    """Say what is done about it and which office sees to it."""
    return f"{row['action'] or 'nothing named'}. Owner: {row['owner'] or 'nobody named'}"


def standing(row: Row) -> Iterator[str]:
    """Yield how a risk stands: since when and by whom it was raised, its reviews, who accepts it, where it is brought to, its end."""
    since = f"opened {day(row['opened'])}" if given_day(row, "opened") else f"told since {row['since']:%B %Y}"
    yield f"{row['status']}, {since}" + (f", raised by {row['raised_by']}" if row["raised_by"] else "")
    if given_day(row, "last_review"):
        yield f"reviewed {day(row['last_review'])}"
    if given_day(row, "next_review"):
        yield f"next review by {day(row['next_review'])}{' (overdue)' if row['review_overdue'] else ''}"
    if row["accepted_by"] and given_day(row, "accepted_until"):
        yield f"accepted by {row['accepted_by']} until {day(row['accepted_until'])}{' (over)' if row['acceptance_over'] else ''}"
    if not pd.isna(row["escalated_to"]):
        yield f"brought to the break clause of stage {row['escalated_to']}"
    if given_day(row, "closed"):
        yield f"closed {day(row['closed'])}"


def given_day(row: Row, name: str) -> bool:
    """Tell whether a day is given."""
    return not pd.isna(row[name])


def seen_words(each: Row) -> str:
    """Say what was seen of a risk: '5 December 2025, detrimental: The hall was shut'."""
    when = period(each["month"]) if each["date"] is None else day(each["date"])
    return f"{when}, {title('effect', each['effect']).lower()}: {each['what']}"
