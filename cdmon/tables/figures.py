"""The figures that may be shown: estimates of the returns that count, as rows, with small numbers hidden."""

from typing import Any

from cdmon.definitions import load
from cdmon.disclosure import hide_small_numbers
from cdmon.statistics import interval_size
from cdmon.tables.known import Known

Row = dict[str, Any]
Rows = list[Row]


def picked_figures(known: Known, neighbourhood: str | None, indicators: list[str]) -> Rows:
    """Return the baseline and the latest figure of each indicator in one neighbourhood or, for None, in each.

    The programme's own ratings are those of neighbourhood None; the note on a rating says who rated.
    """
    ratings = {code for code in indicators if load().indicators[code].kind == "rating"}
    rows = shown_figures(known, "factors", neighbourhood, indicators, of_programme=ratings)
    for row in rows:
        row["neighbourhood"] = row["neighbourhood"] or None
        if row["indicator"] in ratings:
            row["note"] = f"rated by {row['asked']}"
    return rows


def monthly_figures(known: Known, neighbourhood: str | None, indicators: list[str]) -> Rows:
    """Return every figure of some indicators in one neighbourhood or, for None, in each, in the order of their dates."""
    return shown_figures(known, "series", neighbourhood, indicators)


def shown_figures(known: Known, query: str, neighbourhood: str | None, indicators: list[str], of_programme: set[str] | None = None) -> Rows:
    """Return the estimates that a query of cdmon/sql/tables finds, with the population of their neighbourhood, small numbers hidden.

    Of the programme as a whole only indicators of `of_programme` are among them, and none of a neighbourhood that the set-up has let go.
    Where a wave's design is not known, the programme's default design factor makes the effective sample smaller (n / deft²).
    """
    places = known.neighbourhoods
    populations = dict(zip(places["code"], places["population"].astype(float), strict=True))
    shrink = known.programme.design_factor**2 if known.programme else 1.0
    rows = []
    for row in known.rows(query, neighbourhood=neighbourhood, indicators=indicators):
        place = row["neighbourhood"]
        if place in populations or (not place and row["indicator"] in (of_programme or ())):
            row["value"] = float("nan") if row["value"] is None else row["value"]  # nobody answered
            row["obstacle"] = ""
            row["population"] = populations.get(place, float("nan"))
            rows.append(row)
    for row, size in zip(rows, sizes(rows), strict=True):
        row["n_effective"] = size if row["design_known"] else size / shrink
    hide_small_numbers(rows, load(), known.small_numbers)
    return rows


def sizes(rows: Rows) -> list[float]:
    """Return the size that each row's interval is worked out with, NaN where it has none, and take the `degrees` out of the rows."""
    effective, n, degrees = [row["n_effective"] for row in rows], [row["n"] for row in rows], [row.pop("degrees") for row in rows]
    found: list[float] = interval_size(effective, n, degrees).tolist()
    return found
