"""Money: every sum that may be shown, by financial year. What people are paid is told only as the sum of more than a few of them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from cdmon.definitions import load
from cdmon.disclosure import Rule, pay_told
from cdmon.tables.effects import mark
from cdmon.tables.known import Known
from cdmon.tables.listing import Choice, Listing, among
from cdmon.wording import HIDDEN, Row, given, period, read

SAME = ["year", "basis", "source"]  # what staff costs are taken together by, in each neighbourhood
JOINED = ["recurrence", "in_kind_basis", "payer", "beneficiary"]
COLUMNS = [
    "neighbourhood", "month", "line", "kind", "source", "basis", "year", "years", "amount", "hidden", "posts", "wte", "recurrence",
    "prices", "in_kind_basis", "payer", "beneficiary", "provisional",
]  # fmt: skip
FIRST_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def money(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a sum of money as it was told of last, by year; of staff one a neighbourhood, year, way of paying and basis.

    Columns: neighbourhood ("" for the programme's own; several with "; " between them where staff costs are told together), month (2026-10,
    of the newest return that told of it), line, kind, source and basis (codes of the dataset), year (that the financial year begins in) and
    years (2026-27), amount (pounds; NaN where hidden), hidden, posts and wte (NaN for none), recurrence, prices (the year of its prices),
    in_kind_basis, payer, beneficiary (texts, "" where not said), provisional.
    """
    rule = known.small_numbers
    found = told(known.read("money"), neighbourhood, rule)
    first_month = financial_year_begins(known)
    return found.assign(years=[year_words(year, first_month) for year in found["year"]])[COLUMNS]


def told(rows: pd.DataFrame, neighbourhood: str | None, rule: Rule) -> pd.DataFrame:
    """Return what may be told of all rows of money: those that pay nobody as they are, and staff costs as `staff_costs` has them."""
    prices = rows["price_year"].astype("Int64").astype("string").fillna("").astype(object)
    rows = rows.assign(prices=prices, hidden=False).drop(columns="price_year")
    is_staff = rows["kind"] == "staff"
    costs = [cost for _, part in rows[is_staff].groupby(SAME) for cost in staff_costs(part, neighbourhood, rule)]
    others = rows[~is_staff]
    others = others if neighbourhood is None else others[others["neighbourhood"] == neighbourhood]
    table = pd.concat([others, pd.DataFrame(costs, columns=rows.columns)]) if costs else others
    return table.sort_values(["year", "neighbourhood"], kind="stable").reset_index(drop=True)


def staff_costs(part: pd.DataFrame, neighbourhood: str | None, rule: Rule) -> Iterator[dict[str, object]]:
    """Yield the staff costs of a year, a way of paying and a basis: each neighbourhood's own where it may be told, the others in one.

    Of one neighbourhood its own alone, hidden where it may be told only with others.
    """
    posts = part.groupby("neighbourhood")["posts"].sum()
    alone, together = (pd.Series(marks, posts.index) for marks in pay_told(posts.to_numpy(float), rule))
    for place in posts.index:
        if neighbourhood == place or (neighbourhood is None and alone[place]):
            yield cost_of(part[part["neighbourhood"] == place], hidden=not alone[place])
    rest = part[part["neighbourhood"].map(~alone)]
    if neighbourhood is None and len(rest):
        yield cost_of(rest, hidden=not together.any())


def cost_of(rows: pd.DataFrame, hidden: bool) -> dict[str, object]:
    """Return rows of staff costs as one."""
    places = [place or "programme" for place in rows["neighbourhood"].unique()]
    first: dict[str, object] = rows.iloc[0].to_dict()
    joined = {name: "; ".join(dict.fromkeys(text for text in rows[name] if text)) for name in [*JOINED, "prices"]}
    return first | joined | {
        "neighbourhood": "; ".join(places) if len(places) > 1 else first["neighbourhood"],
        "month": rows["month"].max(),
        "line": "Staff" if len(places) == 1 else "Staff, told together as each is of too few people",
        "amount": np.nan if hidden else rows["amount"].sum(),
        "hidden": hidden,
        "posts": rows["posts"].sum(),
        "wte": rows["wte"].sum(min_count=1),
        "provisional": bool(rows["provisional"].any()),
    }  # fmt: skip


def financial_year_begins(known: Known) -> int:
    """Return the month in which the programme's financial years begin, 1 to 12: April where it does not say."""
    said = known.set_up.programme["financial_year"].iloc[0] if known.set_up else None
    return FIRST_MONTHS.index(given(said) or "April") + 1


def year_words(year: int, first_month: int) -> str:
    """Return a financial year as read: '2026-27', or '2026' where it is the calendar year."""
    return f"{year}" if first_month == 1 else f"{year}-{(year + 1) % 100:02d}"


def titles_of(column: str) -> dict[str, str]:
    """Return what the definitions call the choices of a column of the sheet of money, by code."""
    return {option.code: option.title for option in load().datasets["money"].sheet("money").column(column).options}


def title(column: str, code: str) -> str:
    """Return what the definitions call a choice of the sheet of money; of none, that it is not said."""
    return titles_of(column).get(code, "") or "; ".join(titles_of(column).get(each, each) for each in code.split("; ")) or "not said"


def pounds(amount: float) -> str:
    """Return a sum as read: '£120,000', '£80.50', '−£500'."""
    text = f"£{abs(amount):,.2f}".removesuffix(".00")
    return f"−{text}" if amount < 0 else text


def read_money(frame: pd.DataFrame) -> pd.DataFrame:
    """Return sums as people read them.

    Columns: What it is, Financial year, How it is paid, Planned or spent, Amount, Who pays, Who gets it, Neighbourhood, Last told.
    """
    return read(
        frame,
        {
            "What it is": line_cell,
            "Financial year": lambda row: row["years"] + (f", in prices of {row['prices']}" if row["prices"] else ""),
            "How it is paid": source_cell,
            "Planned or spent": lambda row: f"{title('basis', row['basis'])}, {title('recurrence', row['recurrence']).lower()}",
            "Amount": lambda row: HIDDEN if row["hidden"] else pounds(row["amount"]),
            "Who pays": lambda row: row["payer"] or "not named",
            "Who gets it": lambda row: row["beneficiary"] or "not named",
            "Neighbourhood": lambda row: row["neighbourhood"] or "Programme",
            "Last told": lambda row: period(row["month"]) + mark(row),
        },
    )


def line_cell(row: Row) -> str:
    """Say what a sum is for, and of staff how many posts it pays."""
    if row["kind"] != "staff":
        return f"{row['line']} ({title('kind', row['kind']).lower()})"
    wte = "" if pd.isna(row["wte"]) else f", {row['wte']:,.15g} WTE"
    return f"{row['line']}: {row['posts']:,.0f} posts{wte}"


def source_cell(row: Row) -> str:
    """Say how a sum is paid, and how help in kind was valued."""
    basis = (
        f", valued by {row['in_kind_basis']}"
        if row["in_kind_basis"]
        else ", how it was valued is not said"
        if row["source"] == "in kind"
        else ""
    )
    return f"{title('source', row['source'])}{basis}"


MONEY = Listing(
    "money",
    "sum of money",
    "sums of money",
    numbers={
        "planned": among("basis", ["planned"]),
        "committed": among("basis", ["committed"]),
        "actual": among("basis", ["actual"]),
        "in kind of which nobody said how it was valued": lambda table: table["source"].eq("in kind") & table["in_kind_basis"].eq(""),
        "hidden, as too few people are paid by it": lambda table: table["hidden"].astype(bool),
    },
    choices=[
        Choice("years", "Financial year"),
        Choice("kind", "What it is for", lambda code: title("kind", code)),
        Choice("source", "How it is paid", lambda code: title("source", code)),
        Choice("basis", "Planned or spent", lambda code: title("basis", code)),
        Choice("recurrence", "One-off or recurrent", lambda code: title("recurrence", code)),
        Choice("payer", "Who pays", lambda name: name or "not named"),
    ],
    texts=["line", "payer", "beneficiary", "in_kind_basis", "neighbourhood"],
    dates=["month"],
)
