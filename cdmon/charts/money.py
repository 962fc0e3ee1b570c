"""The picture of money: what is planned, committed and spent of the programme's own budget, a line a financial year."""

import pandas as pd
import plotly.graph_objects as go

from cdmon.charts.axis import axis
from cdmon.charts.chart import Chart
from cdmon.charts.style import COMMON, GRID, IMPROVEMENT, INK, TICKS, TOP
from cdmon.tables.money import pounds, title
from cdmon.tables.money_totals import BASES

ROW = 44  # pixels of a year
MARKS = {"planned": ("circle", "#ffffff"), "committed": ("diamond", COMMON), "actual": ("square", IMPROVEMENT)}
SHAPES = "A white circle is what is planned, a grey diamond what is committed, a blue square what has been spent to date."


def money_chart(table: pd.DataFrame) -> Chart | None:
    """Return the picture of sums by year (the programme's budget of `cdmon.tables.money_totals.money_by_year`), None where there is none.

    A year of which anything is hidden is not drawn, for its marks would be those of a part.
    """
    found = table[(table["source"] == "budget") & table.groupby("year")["hidden"].transform(lambda each: each.map(len).sum() == 0)]
    sums = found.groupby("years")[BASES].sum(min_count=1)
    if sums.empty:
        return None
    places = {years: float(len(sums) - number) for number, years in enumerate(sums.index)}
    traces = [
        go.Scatter(
            x=sums[basis].dropna().tolist(),
            y=[places[years] for years in sums[basis].dropna().index],
            mode="markers",
            marker={"size": 13, "color": colour, "symbol": symbol, "line": {"color": INK, "width": 1.5}},
            text=[f"{years}, {title('basis', basis).lower()}: {pounds(amount)}" for years, amount in sums[basis].dropna().items()],
            hovertemplate="%{text}<extra></extra>",
        )
        for basis, (symbol, colour) in MARKS.items()
        if sums[basis].notna().any()
    ]
    along = axis("count", sums.to_numpy().ravel().tolist())
    layout = {
        "height": TOP + ROW * len(sums) + 32,
        "margin": {"l": 8, "r": 40, "t": TOP, "b": 32},
        "showlegend": False,
        "xaxis": TICKS | {"gridcolor": GRID} | along.laid_out(0.02) | {"ticktext": [pounds(tick) for tick in along.ticks]},
        "yaxis": TICKS | {"gridcolor": GRID, "range": [0.4, len(sums) + 0.6], "tickvals": [*places.values()], "ticktext": [*places]},
    }
    words = "; ".join(f"{years}: {in_words(row)}" for years, row in sums.iterrows())
    return Chart("money", go.Figure(traces, layout), f"The programme's budget by financial year. {words}.", note=SHAPES)


def in_words(row: "pd.Series[float]") -> str:
    """Say what is planned, committed and spent of one year."""
    return ", ".join(f"{title('basis', basis).lower()} {pounds(row[basis])}" for basis in BASES if pd.notna(row[basis]))
