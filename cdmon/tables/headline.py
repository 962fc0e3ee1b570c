"""The six headline rows, and beside each number what Appendix 2 B asks for with it: rating, words and list."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from cdmon.definitions import load
from cdmon.parts.indicators import Indicator
from cdmon.tables.cells import baseline_cell, figure_cell, now_cell, verdict_cell
from cdmon.tables.effects import accounts, mark, title
from cdmon.tables.factors import COLUMNS as OF_FACTORS
from cdmon.tables.factors import ROLES, factor_table
from cdmon.tables.figures import PROGRAMME, Figure
from cdmon.tables.known import Known
from cdmon.tables.threads import improvements
from cdmon.wording import Row, day, given, period, read

BESIDE = ["rating", "words", "list"]
COLUMNS = [*OF_FACTORS, *BESIDE]
TESTIMONIES = 2  # the newest ones, beside the first on record
LISTED = 3  # things that a cell names; the others are only counted there


@dataclass(frozen=True)
class Rating:
    """One rated indicator of a factor, at its baseline and now."""

    indicator: str
    title: str
    baseline: Figure | None
    latest: Figure | None


@dataclass(frozen=True)
class Said:
    """The grounds of a rating, or a testimony: the words, in what capacity they were said, and on which day or in which month."""

    kind: str  # "grounds" or "testimony"
    text: str
    by: str
    when: str  # 2026-10-05 or, where only the month is known, 2026-10
    provisional: bool


@dataclass(frozen=True)
class Words:
    """What was said at the baseline, which is told again with each report, and what was said last."""

    baseline: tuple[Said, ...]
    latest: tuple[Said, ...]


@dataclass(frozen=True)
class Listed:
    """A service that was changed or a place that was improved."""

    neighbourhood: str | None
    what: str
    outcome: str
    agency: str
    date: date
    thread: str
    provisional: bool


def headline(known: Known, neighbourhood: str | None = None, wave: str = "") -> pd.DataFrame:
    """Return the six headline rows of a neighbourhood or, for None, of all of them pooled, or those of a wave; see `headlines`."""
    return headlines(known, [neighbourhood], wave)


def headlines(known: Known, places: Sequence[str | None], wave: str = "") -> pd.DataFrame:
    """Return the headline rows of places, six of each in factor order; a place None is all neighbourhoods, or those of a `wave`.

    To the columns of `factors` come `rating` (a tuple of `Rating`), `words` (a `Words`) and `list` (a tuple of `Listed`, the newest
    first). The grounds are those of the level that is shown. Of the testimonies that name the factor the first on record is the
    baseline's and the newest two are now's. The list is of all that was reported, as what a flow adds up to is.
    """
    definitions = load()
    rated = [code for code, indicator in definitions.indicators.items() if indicator.kind == "rating"]
    table = factor_table(known, places, definitions.on_line("headline") + rated, [wave] if wave else [])
    of_rating = {(row["neighbourhood"], row["indicator"]): row for row in table[table["indicator"].isin(rated)].to_dict("records")}
    within = None if not wave else set(known.neighbourhoods.loc[known.neighbourhoods["wave"] == wave, "code"])
    told = accounts(known)
    testimonies = told[told["kind"] == "testimony"].to_dict("records")
    changed, why = improvements(known).to_dict("records"), grounds(known, [definitions.indicators[code] for code in rated])
    rows: list[Row] = []
    for row in table[table["line"] == "headline"].to_dict("records"):
        place, factor = row["neighbourhood"], definitions.factors[row["factor"]]
        ratings = tuple(as_rating(of_rating[place, code]) for code in factor.indicators if code in rated)
        heard = [each for each in of(place, within, testimonies) if not pd.isna(each["factor"]) and each["factor"] == factor.number]
        outcomes = tuple(as_listed(each) for each in of(place, within, changed) if each["outcome"] in factor.results)
        rows.append(row | {"rating": ratings, "words": words(ratings, why, heard), "list": outcomes})
    return pd.DataFrame(rows, columns=COLUMNS)


def of(place: str | None, within: set[str] | None, rows: Sequence[dict[Hashable, Any]]) -> list[dict[Hashable, Any]]:
    """Return the rows of a place; of all neighbourhoods (None) those of everybody, or of the neighbourhoods `within` a wave."""
    if place is not None:
        return [row for row in rows if given(row["neighbourhood"]) == place]
    return [row for row in rows if within is None or given(row["neighbourhood"]) in within]


def as_rating(row: Row) -> Rating:
    """Return a rating's row of the factor table."""
    return Rating(row["indicator"], row["title"], row["baseline"], row["latest"])


def as_listed(row: dict[Hashable, Any]) -> Listed:
    """Return a row of `improvements`."""
    place, is_provisional = given(row["neighbourhood"]) or None, bool(row["provisional"])
    return Listed(place, row["what"], row["outcome"], row["agency"], row["date"], row["thread"], is_provisional)


def words(ratings: Sequence[Rating], why: dict[tuple[str, str, str, str], str], heard: Sequence[dict[Hashable, Any]]) -> Words:
    """Return what was said at the baseline and last: the grounds of ratings, then testimonies (given as rows, the newest first)."""
    then, now = ([said_of(getattr(rating, role), why) for rating in ratings] for role in ROLES)
    first, newest = heard[-1:], heard[:-1][:TESTIMONIES]
    return Words(
        (*(said for said in then if said), *map(as_testimony, first)),
        (*(said for said in now if said), *map(as_testimony, newest)),
    )


def said_of(level: Figure | None, why: dict[tuple[str, str, str, str], str]) -> Said | None:
    """Return the grounds of a rating, None where it has none."""
    if level is None:
        return None
    text = why.get((level.indicator, level.neighbourhood or PROGRAMME, level.period, level.asked))
    return Said("grounds", text, level.asked, level.period, level.provisional) if text else None


def as_testimony(row: dict[Hashable, Any]) -> Said:
    """Return a row of `accounts`."""
    when = row["month"] if pd.isna(row["date"]) else row["date"].isoformat()
    return Said("testimony", row["what"], row["observed_by"], when, bool(row["provisional"]))


def grounds(known: Known, rated: Sequence[Indicator]) -> dict[tuple[str, str, str, str], str]:
    """Return the grounds that raters gave, by indicator, neighbourhood ("" for the programme), period and rater."""
    query = " UNION ALL ".join(
        f"SELECT '{each.code}' AS indicator, counting.neighbourhood, counting.period, rated_by, note "  # noqa: S608 (definitions only)
        f"FROM {each.sheet} JOIN query_table($counting) AS counting USING (return_id) WHERE note IS NOT NULL AND {each.denominator}"
        for each in rated
    )
    return {(row["indicator"], row["neighbourhood"], row["period"], row["rated_by"]): row["note"] for row in known.found(query)}


def read_headline(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the headline rows as people read them: Factor, Headline, Baseline, Now, Verdict, Rated, In words, What changed."""
    titles = load().factors
    return read(
        frame,
        {
            "Factor": lambda row: f"{row['factor']} {titles[row['factor']].title}",
            "Headline": lambda row: row["title"],
            "Baseline": baseline_cell,
            "Now": now_cell,
            "Verdict": verdict_cell,
            "Rated": rating_cell,
            "In words": words_cell,
            "What changed": list_cell,
        },
    )


def rating_cell(row: Row) -> str:
    """Say each rating at its baseline and now; that of the headline itself stands there already."""
    others = [rating for rating in row["rating"] if rating.indicator != row["indicator"]]
    if not others:
        return "the headline is the rating" if row["rating"] else "no rating of this factor"
    return "; ".join(f"{rating.title}: {levels_cell(rating)}" for rating in others)


def levels_cell(rating: Rating) -> str:
    """Say a rating at its baseline and now."""
    told = {role: figure_cell(getattr(rating, role), "rating", "latest") for role in ROLES}
    named = {"baseline": "at the baseline", "latest": "now"}
    return ", ".join(f"{named[role]} {text}" for role, text in told.items() if text) or "not collected"


def words_cell(row: Row) -> str:
    """Say in their own words what people said at the baseline and what they said last."""
    then, now = (" ".join(said_cell(said) for said in getattr(row["words"], role)) for role in ROLES)
    return " ".join(part for part in (f"At the baseline: {then}" * bool(then), f"Now: {now}" * bool(now)) if part) or "nothing reported"


def said_cell(said: Said) -> str:
    """Say who said what, and when: “They asked us first” (resident, testimony, 5 October 2026)."""
    when = period(said.when) if len(said.when) == len("2026-10") else day(date.fromisoformat(said.when))
    by = title("observed_by", said.by).lower() if said.kind == "testimony" else said.by
    return f"“{said.text}” ({by}, {said.kind}, {when}){' [provisional]' * said.provisional}"


def list_cell(row: Row) -> str:
    """Name the newest of what was changed or improved, and say how many more there are."""
    if not load().factors[row["factor"]].results:
        return "nothing is listed for this factor"
    named = [f"{each.what} ({day(each.date)}){mark({'provisional': each.provisional})}" for each in row["list"][:LISTED]]
    more = len(row["list"]) - len(named)
    return "; ".join([*named, f"and {more} more"] if more else named) or "none reported"
