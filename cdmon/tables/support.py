"""What supports residents' groups, one by one: spaces with their hours and cost, workers, schemes, awards, money and help in kind."""

import pandas as pd

from cdmon.definitions import load
from cdmon.tables.effects import mark
from cdmon.tables.known import Known
from cdmon.wording import Row, neighbourhood_cell, period, read

COSTS = ["free", "reduced", "full", ""]  # what groups pay for a space; "" is not said


def support(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a space, scheme or post that stands in the newest register, or an award, sum or contribution of any month.

    Columns: neighbourhood (None for the programme), month (2026-10, of the return), kind, name, provider and group ("" for none), status,
    wte, amount (pounds), hours_a_week (each NaN where not said), cost (one of COSTS), provisional.
    """
    return known.read("support", neighbourhood=neighbourhood)


def spaces(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the meeting spaces among rows of support by what groups pay, a row for each of COSTS that there is one of.

    Columns: cost, spaces (how many), hours_a_week (of those that say), without_hours (how many do not say).
    """
    found = frame[frame["kind"] == "meeting space"]
    rows = []
    for cost in COSTS:
        of_cost = found.loc[found["cost"] == cost, "hours_a_week"].astype(float)
        if len(of_cost):
            rows.append((cost, len(of_cost), float(of_cost.sum()), int(of_cost.isna().sum())))
    return pd.DataFrame(rows, columns=["cost", "spaces", "hours_a_week", "without_hours"])


def read_spaces(frame: pd.DataFrame) -> pd.DataFrame:
    """Return meeting spaces by cost as people read them: Cost to groups, Meeting spaces, Hours a week."""
    titles = titles_of("cost") | {"": "Not known"}
    return read(
        frame,
        {"Cost to groups": lambda row: titles[row["cost"]], "Meeting spaces": lambda row: f"{row['spaces']:,}", "Hours a week": hours_cell},
    )


def hours_cell(row: Row) -> str:
    """Say for how many hours a week groups can have spaces, and of how many spaces that is not known."""
    if row["without_hours"] == row["spaces"]:
        return "not known"
    unknown = f", and {row['without_hours']} of them not known" if row["without_hours"] else ""
    return f"{row['hours_a_week']:,.15g}{unknown}"


def read_support(frame: pd.DataFrame) -> pd.DataFrame:
    """Return support as people read it, by kind: Kind, What it is, Given by, To which group, How much, Neighbourhood, Month."""
    kinds = titles_of("kind")
    place = {kind: number for number, kind in enumerate(kinds)}
    return read(
        frame.sort_values("kind", key=lambda column: column.map(place), kind="stable"),
        {
            "Kind": lambda row: kinds[row["kind"]],
            "What it is": lambda row: row["name"],
            "Given by": lambda row: row["provider"] or "not named",
            "To which group": lambda row: row["group"] or "none in particular",
            "How much": amount_cell,
            "Neighbourhood": neighbourhood_cell,
            "Month": lambda row: period(row["month"]) + mark(row),
        },
    )


def amount_cell(row: Row) -> str:
    """Say how much of it there is: '20 hours a week, free', '0.5 WTE', '£1,500', or that it is not known."""
    parts = [
        "" if pd.isna(row["wte"]) else f"{row['wte']:,.15g} WTE",
        "" if pd.isna(row["amount"]) else f"£{row['amount']:,.15g}",
        "" if pd.isna(row["hours_a_week"]) else f"{row['hours_a_week']:,.15g} hours a week",
        titles_of("cost")[row["cost"]].lower() if row["cost"] else "",
    ]
    return ", ".join(part for part in parts if part) or "not known"


def titles_of(column: str) -> dict[str, str]:
    """Return what the definitions call the choices of a column of the sheet of support, by code."""
    return {option.code: option.title for option in load().datasets["support"].sheet("support").column(column).options}
