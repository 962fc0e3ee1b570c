"""The outlines of the neighbourhoods, each as one area on a plane, for a map."""

import pandas as pd

from cdmon.outlines import joined
from cdmon.tables.known import Known


def boundaries(known: Known) -> pd.DataFrame:
    """Return one row a neighbourhood that has an outline, by code; none where no boundaries were sent.

    Columns: neighbourhood; rings, its lines as lists of (x, y), closed, holes among them, y upwards and as long as x; x and y, a point well
    within its largest part.
    """
    texts = known.read("boundaries")
    there = set(known.neighbourhoods["code"])
    rows = []
    for code, outlines in texts.groupby("neighbourhood")["outline"]:
        if code in there:
            rings, (x, y) = joined(list(outlines))
            rows.append((code, rings, x, y))
    return pd.DataFrame(rows, columns=["neighbourhood", "rings", "x", "y"])
