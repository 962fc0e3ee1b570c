"""One indicator over all neighbourhoods, side by side."""

import pandas as pd

from cdmon.tables.factors import all_factors
from cdmon.tables.known import Known


def panels(known: Known, indicator: str) -> pd.DataFrame:
    """Return the row of an indicator in the factor table of every neighbourhood, with its name and population (residents); by name."""
    places = known.neighbourhoods[["code", "name", "population"]].rename(columns={"code": "neighbourhood"})
    table = places.merge(all_factors(known, [indicator]), on="neighbourhood")
    return table.sort_values(["name", "neighbourhood"], key=lambda column: column.str.casefold(), ignore_index=True)
