"""One indicator over all neighbourhoods, side by side."""

from datetime import date

import pandas as pd

from cdmon.database import Cursor
from cdmon.tables.factors import all_factors
from cdmon.tables.known import Known


def panels(cursor: Cursor, indicator: str, as_at: date | None = None, provisional: bool = False) -> pd.DataFrame:
    """Return the row of an indicator in the factor table of every neighbourhood, with its name and population (residents); by name."""
    known = Known(cursor, as_at, provisional)
    places = known.neighbourhoods[["code", "name", "population"]].rename(columns={"code": "neighbourhood"})
    table = places.merge(all_factors(known, [indicator]), on="neighbourhood")
    return table.sort_values(["name", "neighbourhood"], key=lambda column: column.str.casefold(), ignore_index=True)
