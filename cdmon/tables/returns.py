"""Every return that was ever sent, and which of them count."""

from datetime import date

import pandas as pd

from cdmon.database import Cursor
from cdmon.tables.known import Known


def returns(cursor: Cursor, as_at: date | None = None) -> pd.DataFrame:
    """Return one row a return, newest first.

    Columns: return_id, dataset, neighbourhood ("" for the programme), period, rows, state, submitted_at (UTC), submitted_by, file_name,
    sha256, and current, whether it is the one that counts for its dataset, neighbourhood and period.
    """
    known = Known(cursor, as_at)
    return known.read("returns", moment=known.moment)
