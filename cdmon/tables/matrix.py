"""Every neighbourhood beside the six factors: which way each headline points, and what is late or owed there."""

from typing import Any, NamedTuple

import pandas as pd

from cdmon.definitions import load
from cdmon.tables.board import board
from cdmon.tables.factors import factor_table
from cdmon.tables.known import Known
from cdmon.tables.listing import Listing
from cdmon.tables.milestones import all_milestones
from cdmon.tables.sides import ABSENT, BETTER, OPEN, WORSE, side
from cdmon.tables.waiting import waiting
from cdmon.wording import given, some_of

COLUMNS = ["neighbourhood", "name", "headlines", "milestones_late", "returns_owed", "waiting", "begun"]
COUNTS = ("returns_owed", "waiting")
OWED = ("overdue", "sent back")
PLACES = Listing("places", "neighbourhood", "neighbourhoods", page=60)  # a programme of thirty stands on one page
NOTHING_SENT = "Nothing has been sent yet."
NAMED = 3  # neighbourhoods that a sentence names; the others are counted there


class Headline(NamedTuple):
    """The headline of a factor in one neighbourhood, or of the pool: its title, verdict and side."""

    title: str
    verdict: str
    side: str


def matrix(known: Known) -> pd.DataFrame:
    """Return one row a neighbourhood, by code, and a first one of all together (neighbourhood None).

    `headlines` holds the `Headline` of each factor by number; milestones_late, returns_owed (overdue or sent back) and waiting (for a
    decision) are counts, of the programme those of all; `begun` says whether anything has been sent or is owed.
    """
    places = known.neighbourhoods
    told = factor_table(known, [None, *places["code"]], load().on_line("headline"))
    headlines: dict[str | None, dict[int, Headline]] = {}
    for row in told.to_dict("records"):
        shown = Headline(row["title"], row["verdict"], side(row["verdict"], row["higher_is_better"]))
        headlines.setdefault(given(row["neighbourhood"]) or None, {})[row["factor"]] = shown
    due, sent = all_milestones(known), board(known)
    late = due.loc[due["state"] == "late", "neighbourhood"].value_counts()
    owed, waits = sent.loc[sent["state"].isin(OWED), "neighbourhood"].value_counts(), pd.Series(waiting(known), dtype=int)
    rows = [row_of(code, name, headlines[code], late, owed, waits) for code, name in places[["code", "name"]].itertuples(index=False)]
    whole = row_of(None, "All together", headlines[None], late, owed, waits)
    whole |= {"milestones_late": int((due["state"] == "late").sum())} | {each: sum(row[each] for row in rows) for each in COUNTS}
    whole["waiting"] += int(waits.get("", 0))
    return pd.DataFrame([whole, *rows], columns=COLUMNS, dtype=object)


def row_of(code: str | None, name: str, headlines: dict[int, Headline], *counts: "pd.Series[int]") -> dict[str, Any]:
    """Return the row of a neighbourhood, of which some counts are known by code."""
    late, owed, waits = (int(each.get(code, 0)) for each in counts)
    begun = owed + waits > 0 or any(each.verdict != "not collected" for each in headlines.values())
    told = {"milestones_late": late, "returns_owed": owed, "waiting": waits, "begun": begun}
    return {"neighbourhood": code, "name": name, "headlines": headlines} | told


def begun_first(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of neighbourhoods as their pages hold them: by code, and those of which nothing is known yet after the others."""
    return table[table["neighbourhood"].notna()].sort_values("begun", ascending=False, kind="stable")


def in_sentences(table: pd.DataFrame) -> list[str]:
    """Return what a meeting asks first in plain words, made of the figures by rule: the headlines, what is late, what is owed."""
    places = table[table["neighbourhood"].notna() & table["begun"].astype(bool)]
    if places.empty:
        return ["Nothing that was sent counts yet." if table["waiting"].iloc[0] else NOTHING_SENT]
    sentences = [of_factor(places, number) for number in (1, 2)]
    late = places[places["milestones_late"] > 0]
    total = int(table["milestones_late"].iloc[0])
    of_whole = total - int(table["milestones_late"].iloc[1:].sum())
    also = f"{' and' if len(late) else ','} {of_whole} of the programme itself" if of_whole else ""
    sentences.append(
        "No milestone is late." if not total else f"{counted(total, 'milestone is', 'milestones are')} late{where(late)}{also}."
    )
    owing = places[places["returns_owed"] > 0]
    owed = int(table["returns_owed"].iloc[0])
    sentences.append("No return is overdue." if not owed else f"{counted(owed, 'return is', 'returns are')} overdue{where(owing)}.")
    return sentences


def of_factor(places: pd.DataFrame, number: int) -> str:
    """Say of one factor's headline where it became better, worse, or neither can be told."""
    told = [(f"{row['neighbourhood']} {row['name']}", row["headlines"][number]) for row in places.to_dict("records")]
    names = {each: [name for name, headline in told if headline.side == each] for each in (BETTER, WORSE, OPEN, ABSENT)}
    parts = [
        f"better in {several(names[BETTER])}" * bool(names[BETTER]),
        f"worse in {several(names[WORSE])}" * bool(names[WORSE]),
    ]
    parts.append(f"no change can be told in {len(names[OPEN])}" * bool(names[OPEN]))
    parts.append(f"there is nothing to compare yet in {len(names[ABSENT])}" * bool(names[ABSENT]))
    return f"{told[0][1].title}: {'; '.join(part for part in parts if part)}."


def several(names: list[str]) -> str:
    """Name a few neighbourhoods and count the others: '5 (N01 Quayside, N02 Hill Top, N04 Larkfield and 2 more)'."""
    return f"{len(names)} ({some_of(names, NAMED)})"


def where(rows: pd.DataFrame) -> str:
    """Say in which neighbourhoods something is; '' for none."""
    names = [f"{row['neighbourhood']} {row['name']}" for row in rows.to_dict("records")]
    return f", in {several(names)}" if names else ""


def counted(number: int, one: str, several: str) -> str:
    """Return a number with the words for one or for several."""
    return f"{number:,} {one if number == 1 else several}"
