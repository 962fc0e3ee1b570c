"""A chart with all that goes with it: its picture, its words, and the same figures as a table."""

from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go


class Chart(NamedTuple):
    """A chart with all that goes with it."""

    key: str
    figure: go.Figure
    words: str  # for those who do not see it
    title: str = ""
    table: pd.DataFrame | None = None  # the same figures, as people read them
    note: str = ""
