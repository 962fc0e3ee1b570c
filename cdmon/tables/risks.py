"""Risks: what could go wrong, the open ones first and of these the worst, as each was told of last."""

import pandas as pd

from cdmon.tables.effects import mark
from cdmon.tables.known import Known
from cdmon.tables.listing import Choice, Listing, among
from cdmon.wording import neighbourhood_cell, period, read

OWNER = Choice("owner", "Owner", lambda name: name or "nobody named")
RISKS = Listing(
    "risks",
    "risk",
    "risks",
    numbers={
        "open": among("status", ["open"]),
        "of them likely, and with a high impact": lambda table: (
            table["status"].eq("open") & table["likelihood"].eq("high") & table["impact"].eq("high")
        ),
        "closed": among("status", ["closed"]),
    },
    choices=[Choice("status", "Status"), Choice("impact", "Impact"), Choice("likelihood", "Likelihood"), OWNER],
    texts=["reference", "risk", "action", "owner"],
    dates=["month"],
)


def risks(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a risk, the open ones first, of these those of the greatest likelihood times impact.

    Columns: neighbourhood (None for the programme), month (2026-10, of the return that told of it last), reference, risk, likelihood and
    impact (low, medium, high), action and owner ("" for none), status (open, closed), provisional.
    """
    return known.read("risks", neighbourhood=neighbourhood)


def read_risks(frame: pd.DataFrame) -> pd.DataFrame:
    """Return risks as people read them: Risk, Likelihood and impact, What is done, Owner, Status, Neighbourhood, Last told."""
    return read(
        frame,
        {
            "Risk": lambda row: f"{row['reference']}: {row['risk']}",
            "Likelihood and impact": lambda row: f"{row['likelihood']} likelihood, {row['impact']} impact",
            "What is done": lambda row: row["action"] or "nothing named",
            "Owner": lambda row: row["owner"] or "nobody named",
            "Status": lambda row: row["status"],
            "Neighbourhood": neighbourhood_cell,
            "Last told": lambda row: period(row["month"]) + mark(row),
        },
    )
