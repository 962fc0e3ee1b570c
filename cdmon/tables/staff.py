"""Staff: how many posts and whole-time equivalents each neighbourhood had, planned and in fact, month by month. Never what they earn."""

import pandas as pd

from cdmon.tables.effects import mark
from cdmon.tables.known import Known
from cdmon.tables.listing import Choice, Listing
from cdmon.tables.money import financial_year_begins, title
from cdmon.wording import Row, period, read

STAFF = Listing(
    "staff",
    "allocation of staff",
    "allocations of staff",
    choices=[
        Choice("basis", "Planned or in post", lambda code: title("basis", code)),
        Choice("neighbourhood", "Where", lambda code: code or "Programme"),
    ],
    dates=["month"],
)


def staff(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a neighbourhood, month that tells of staff, and basis, the newest month first.

    Columns: neighbourhood ("" for the programme's own), month (2026-10), basis (planned, committed, actual), posts, wte (NaN where not
    said), without_wte (rows that pay people and do not say), provisional. Of each month those of the financial year that it lies in.
    """
    return known.read("staff", neighbourhood=neighbourhood, first_month=financial_year_begins(known))


def read_staff(frame: pd.DataFrame) -> pd.DataFrame:
    """Return staff as people read them: Month, Neighbourhood, Planned or in post, Posts, Whole-time equivalents."""
    return read(
        frame,
        {
            "Month": lambda row: period(row["month"]) + mark(row),
            "Neighbourhood": lambda row: row["neighbourhood"] or "Programme",
            "Planned or in post": lambda row: title("basis", row["basis"]),
            "Posts": lambda row: f"{row['posts']:,}",
            "Whole-time equivalents": wte_cell,
        },
    )


def wte_cell(row: Row) -> str:
    """Say how many whole-time equivalents there were, and whether that is known of all."""
    if pd.isna(row["wte"]):
        return "not said"
    return f"{row['wte']:,.15g}" + (" and more, of which it is not said" if row["without_wte"] else "")
