"""A table's figures and changes side by side in columns of their own, as most tests look at them."""

from math import nan

import pandas as pd

from cdmon.tables.changes import Change
from cdmon.tables.figures import Figure

PARTS = {"baseline": Figure.__slots__, "latest": Figure.__slots__, "change": Change.__slots__}
TEXTS = ("period", "note")


def flat(table: pd.DataFrame) -> pd.DataFrame:
    """The table with columns such as baseline_value, latest_n, change_low; NaN, or "" for a text, where there is no figure."""
    rows = []
    for row in table.to_dict("records"):
        parts = {
            f"{role}_{part}": getattr(row[role], part) if row[role] is not None else "" if part in TEXTS else nan
            for role, named in PARTS.items()
            for part in named
        }
        rows.append(row | parts)
    return pd.DataFrame(rows)
