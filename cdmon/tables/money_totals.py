"""Money added up: by financial year and what it is for, and all of it with what it still costs to finish."""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from cdmon.clock import month_starts
from cdmon.tables.known import Known
from cdmon.tables.money import financial_year_begins, money, pounds, title, titles_of, year_words
from cdmon.wording import HIDDEN, Row, read

BASES = ["planned", "committed", "actual"]


def money_by_year(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a financial year, way of paying and purpose, in this order.

    Columns: year, years (2026-27), source, kind, planned, committed, actual (pounds told; NaN where none is on record), hidden (the bases
    of which anything is hidden), prices (the years of the prices, where they are not the money of their own year), provisional.
    """
    return added_up(money(known, neighbourhood), ["year", "years", "source", "kind"])


def money_totals(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a way of paying, the programme's budget first, with what it still costs to finish.

    Columns: source, those of `money_by_year` from planned on, to_finish (planned less actual, pounds; NaN where either is not known or
    partly hidden) and unknown (what is not known of it, a list of sentences).
    """
    table = money(known, neighbourhood)
    found = added_up(table, ["source"])
    years = programme_years(known)
    rows = found.to_dict("records")
    unknown = [[*not_known(row, table[table["source"] == row["source"]], years)] for row in rows]
    is_told = pd.Series([not {"planned", "actual"} & set(row["hidden"]) for row in rows], index=found.index, dtype=bool)
    left = (found["planned"] - found["actual"].fillna(0)).where(is_told)
    return found.assign(to_finish=left, unknown=pd.Series(unknown, index=found.index, dtype=object))


def added_up(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return sums of money added up by some columns, with a column for each of BASES."""
    rows = []
    for values, part in table.groupby(by, sort=False):
        sums = {basis: part.loc[part["basis"] == basis, "amount"].sum(min_count=1) for basis in BASES}
        prices = "; ".join(sorted(set(part["prices"]) - {""}))
        hidden = [basis for basis in BASES if (part["hidden"] & part["basis"].eq(basis)).any()]
        rows.append((*values, *sums.values(), hidden, prices, bool(part["provisional"].any())))
    found = pd.DataFrame(rows, columns=[*by, *BASES, "hidden", "prices", "provisional"]).astype(dict.fromkeys(BASES, float))
    order = {name: [*titles_of(name)] for name in ("source", "kind") if name in by}
    ranked = found.sort_values(
        [name for name in ("year", "source", "kind") if name in by],
        key=lambda column: column.map(order[column.name].index) if column.name in order else column,
        kind="stable",
    )
    return ranked.reset_index(drop=True)


def programme_years(known: Known) -> dict[int, tuple[str, bool]]:
    """Return the financial years that the programme has months in, by the year they begin in: in words, and whether each has begun."""
    current, first_month = known.programme, financial_year_begins(known)
    if current is None:
        return {}
    found: dict[int, tuple[str, bool]] = {}
    for number in range(1, current.last_month + 1):
        month = month_starts(current.start_month, number)
        year = month.year - (month.month < first_month)
        found[year] = (year_words(year, first_month), found.get(year, ("", False))[1] or month <= current.today)
    return found


def not_known(row: Row, part: pd.DataFrame, years: dict[int, tuple[str, bool]]) -> Iterator[str]:
    """Yield what is not known of what a way of paying still costs to finish."""
    if set(row["hidden"]) & {"planned", "actual"}:
        yield "staff costs of too few people are hidden, so that it is not told"
    elif pd.isna(row["planned"]):
        yield "nothing is planned"
    if pd.isna(row["planned"]):
        return
    told = {basis: set(part.loc[part["basis"] == basis, "year"]) for basis in BASES}
    unplanned = [words for year, (words, _) in years.items() if year not in told["planned"]]
    unspent = [words for year, (words, begun) in years.items() if begun and year in told["planned"] and year not in told["actual"]]
    if unplanned:
        yield f"nothing is planned for {', '.join(unplanned)}"
    if unspent:
        yield f"nothing spent is on record for {', '.join(unspent)}"
    if part["prices"].nunique() > 1:
        yield "the sums are in prices of different years, and were not brought to one"


def read_money_totals(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the totals as people read them: How it is paid, Planned, Committed, Actual to date, Cost to finish, What is not known."""
    return read(
        frame,
        {
            "How it is paid": lambda row: title("source", row["source"]),
            **basis_columns(),
            "Cost to finish": finish_cell,
            "What is not known": lambda row: "; ".join(row["unknown"]) or "nothing",
        },
    )


def read_money_by_year(frame: pd.DataFrame) -> pd.DataFrame:
    """Return sums by year as people read them.

    Columns: Financial year, How it is paid, What it is for, Planned, Committed, Actual to date, Prices.
    """
    return read(
        frame,
        {
            "Financial year": lambda row: row["years"],
            "How it is paid": lambda row: title("source", row["source"]),
            "What it is for": lambda row: title("kind", row["kind"]),
            **basis_columns(),
            "Prices": lambda row: f"of {row['prices']}" if row["prices"] else "of the year",
        },
    )


def basis_columns() -> dict[str, Callable[[Row], str]]:
    """Return the columns of what is planned, committed and spent."""
    heads = {"planned": "Planned", "committed": "Committed", "actual": "Actual to date"}
    return {heads[basis]: lambda row, basis=basis: amount_cell(row, basis) for basis in BASES}  # type: ignore[misc]


def amount_cell(row: Any, basis: str) -> str:
    """Say how much is planned, committed or spent: '£12,000', that it is hidden or partly so, or that none is on record."""
    provisional = " [provisional]" if row["provisional"] else ""
    if basis in row["hidden"]:
        return HIDDEN if pd.isna(row[basis]) else f"{pounds(row[basis])}{provisional} and staff costs that are {HIDDEN}"
    return "none on record" if pd.isna(row[basis]) else pounds(row[basis]) + provisional


def finish_cell(row: Row) -> str:
    """Say what it still costs to finish: planned less actual."""
    if pd.isna(row["to_finish"]):
        return "not known"
    return pounds(row["to_finish"]) if row["to_finish"] >= 0 else f"none; {pounds(-row['to_finish'])} more than planned"
