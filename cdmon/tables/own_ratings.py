"""What people rate beside the handbook's four aspects: those of the programme's own, in words and with their grounds."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from cdmon.definitions import load
from cdmon.parts.indicators import RATING_LEVELS
from cdmon.tables.effects import mark
from cdmon.tables.known import Known
from cdmon.wording import Row, change, neighbourhood_cell, period, read

COLUMNS = ["neighbourhood", "aspect", "title", "baseline", "latest", "change", "remark"]


@dataclass(frozen=True)
class Aspect:
    """An aspect of the programme's own, and what its levels mean, the lowest first; () where they are not described."""

    code: str
    title: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Level:
    """A rating: its level, what that means ("" where not described), in what capacity it was rated, for which month, on which grounds."""

    level: int
    words: str
    rated_by: str
    month: str
    grounds: str
    provisional: bool


def own_aspects(known: Known) -> list[Aspect]:
    """Return the programme's own aspects in the order of its set-up."""
    found = []
    for row in known.rows("rating_aspects"):
        levels = tuple(row[f"level_{number}"] for number in range(1, RATING_LEVELS + 1))
        found.append(Aspect(row["code"], row["title"], () if None in levels else levels))
    return found


def own_ratings(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row an aspect and neighbourhood that was rated: its first rating, its last, and how many levels lie between.

    Columns: neighbourhood (None for the programme), aspect, title, baseline (a `Level`), latest (a `Level`, None while there is one month
    only), change (NA where none is told), remark (why not). Of a month the most independent rater's level counts. A change is told only
    where the levels are described, and the same kind of rater judged both.
    """
    rows = []
    aspects = own_aspects(known)
    for aspect in aspects:
        found = known.rows("own_ratings", aspects=[aspect.code], neighbourhood=neighbourhood)
        by_place = sorted(found, key=lambda row: row["neighbourhood"] or "")
        for place, given in groupby(by_place, key=lambda row: row["neighbourhood"]):
            rows.append({"neighbourhood": place, "aspect": aspect.code, "title": aspect.title} | compared(aspect, list(given)))
    return pd.DataFrame(rows, columns=COLUMNS).astype({"change": "Int64"})


def compared(aspect: Aspect, given: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the first and the last level of an aspect's ratings in one place, and what can be said of them."""
    months = {month: level(aspect, list(rated)) for month, rated in groupby(given, key=lambda row: row["month"])}
    baseline, latest = months[min(months)], months[max(months)] if len(months) > 1 else None
    remark = ""
    if latest is None:
        remark = "nothing later yet"
    elif not aspect.levels:
        remark = "no change is told: the levels are not described"
    elif baseline.rated_by != latest.rated_by:
        remark = f"not comparable: rated by {baseline.rated_by}, then {latest.rated_by}"
    moved = None if remark or latest is None else latest.level - baseline.level
    return {"baseline": baseline, "latest": latest, "change": moved, "remark": remark}


def level(aspect: Aspect, rated: list[dict[str, Any]]) -> Level:
    """Return the level of the most independent of those who rated an aspect in a month."""
    raters = [option.code for option in load().datasets["ratings"].sheet("ratings").column("rated_by").options]
    row = min(rated, key=lambda row: raters.index(row["rated_by"]))
    words = aspect.levels[row["level"] - 1] if aspect.levels else ""
    return Level(row["level"], words, row["rated_by"], row["month"], row["grounds"], row["provisional"])


def read_own_ratings(frame: pd.DataFrame) -> pd.DataFrame:
    """Return ratings of the programme's own aspects as people read them: Aspect, Baseline, Now, Change, Neighbourhood."""
    return read(
        frame,
        {
            "Aspect": lambda row: row["title"],
            "Baseline": lambda row: level_cell(row["baseline"]),
            "Now": lambda row: level_cell(row["latest"]) if row["latest"] else "nothing later yet",
            "Change": change_cell,
            "Neighbourhood": neighbourhood_cell,
        },
    )


def level_cell(told: Level) -> str:
    """Say a level, what it means, who rated it and on which grounds."""
    words = f": {told.words}" if told.words else ""
    grounds = f": “{told.grounds}”" if told.grounds else ", no grounds given"
    rated = f"{told.level} of {RATING_LEVELS}{words} (rated by {told.rated_by}, {period(told.month)})"
    return f"{rated}{grounds}{mark({'provisional': told.provisional})}"


def change_cell(row: Row) -> str:
    """Say by how many levels the rating changed, or why that is not told."""
    return str(row["remark"]) or change(float(row["change"]), float("nan"), float("nan"), "rating")
