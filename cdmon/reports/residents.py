"""The summary for the residents of a neighbourhood: two pages in plain English, with what they said, what was done and what is next."""

from collections.abc import Sequence

import pandas as pd

from cdmon.charts.of_hundred import Share, of_hundred
from cdmon.charts.symbols import COLOURS
from cdmon.clock import today
from cdmon.definitions import load
from cdmon.reports.blocks import Block, Bullets, Heading, Paragraph, Picture, Report
from cdmon.tables.factors import factor_table
from cdmon.tables.figures import Figure
from cdmon.tables.goals import goals
from cdmon.tables.groups import groups
from cdmon.tables.known import Known, programme_of
from cdmon.tables.sides import side
from cdmon.tables.threads import OUTCOMES, threads
from cdmon.text import shorten
from cdmon.wording import Row, day, period

MATTERS, GOALS, GROUPS = 4, 2, 6  # as many as two pages hold
LONGEST, NAME = 90, 55  # characters of somebody's own words, and of a name
ALIVE = ("active", "new")
DONE = [state for outcome, state in OUTCOMES.items() if outcome != "no change"]
GROUPS_COUNTING = "groups_counting"
WHEN = {"baseline": "Then", "latest": "Now"}
DRAFT = "Draft: some figures are not checked yet"


def residents_summary(known: Known, neighbourhood: str) -> Report:
    """Return the summary for the residents of a neighbourhood: two pages at most, which say no cause and no small number.

    Refusal where nothing had been set up by the day.
    """
    programme = programme_of(known)
    name = str(known.neighbourhoods.set_index("code").loc[neighbourhood, "name"])
    measured = factor_table(known, [neighbourhood], [*plain_words("figure"), GROUPS_COUNTING]).set_index("indicator", drop=False)
    rows = [measured.loc[code].to_dict() for code in plain_words("figure")]
    return Report(
        title=f"How are things in {name}?",
        programme=programme.name,
        made_on=today(),
        cover=(("For", f"people who live in {name}"), ("Figures up to", day(programme.today))),
        blocks=(
            *what_you_said(rows),
            *what_groups(measured.loc[GROUPS_COUNTING].to_dict(), groups(known, neighbourhood), name),
            *what_was_done(threads(known, neighbourhood)),
            *what_is_next(goals(known, neighbourhood)),
        ),
        is_large=True,
        notices=(*[DRAFT] * known.provisional, *["Invented figures"] * programme.invented),
    )


def plain_words(of: str) -> dict[str, str]:
    """Return the plain words of figures, verdicts or matters by code, in the order of the file."""
    return {each.code: each.words for each in load().plain_words if each.of == of}


def what_you_said(rows: Sequence[Row]) -> list[Block]:
    """Return what residents said then and now, as a picture and in sentences."""
    asked = [row for row in rows if row["verdict"] in plain_words("verdict")]
    if not asked:
        return [Heading(1, "What people told us"), Paragraph("We have not asked people here yet.")]
    drawn = [(f"People who {plain_words('figure')[row['indicator']]}", shares(row)) for row in asked]
    drawn = [(title, bars) for title, bars in drawn if bars]
    picture = [Picture(of_hundred(drawn), "Bars of so many in 100 people. The list below says the same.", width=0.8)] if drawn else []
    return [
        Heading(1, "What people told us"),
        Paragraph(f"{how_many(asked)} Each number says how many out of 100 people it is true for."),
        *picture,
        Bullets(tuple(said(row) for row in asked)),
        Paragraph(
            "We asked some people, not all. So no number is exact. The true one is likely to be in the range we give.", is_small=True
        ),
    ]


def how_many(rows: Sequence[Row]) -> str:
    """Say how many people were asked, and when."""
    told = [(role, each) for role in WHEN for each in (row[role] for row in rows) if each is not None and not each.is_hidden and each.n > 0]
    asked = {role: max((each for when, each in told if when == role), key=lambda each: each.n, default=None) for role in WHEN}
    return " ".join(
        f"“{WHEN[role]}” is {period(each.period)}, when {each.n:,.0f} people told us." for role, each in asked.items() if each is not None
    )


def shares(row: Row) -> list[Share]:
    """Return the bars of an indicator, then and now; none where a figure is hidden or nobody answered."""
    colours = {"baseline": "#8a8a8a", "latest": COLOURS[side(row["verdict"], row["higher_is_better"])]}
    return [
        Share(WHEN[role], told.value, told.low, told.high, colours[role], f"{hundredth(told.value)} in 100")
        for role, told in ((role, row[role]) for role in WHEN)
        if is_told(told)
    ]


def is_told(told: Figure | None) -> bool:
    """Tell whether there is a figure that may be shown."""
    return told is not None and not told.is_hidden and not pd.isna(told.value)


def said(row: Row) -> str:
    """Say what became of a figure: 'People who have friends: about 60 in 100 then (55 to 66). We have …'."""
    told = ", ".join(f"about {in_hundred(row[role], WHEN[role].lower())}" for role in WHEN if is_told(row[role]))
    about = f"People who {plain_words('figure')[row['indicator']]}"
    return " ".join([f"{about}: {told}." if told else f"{about}.", plain_words("verdict")[row["verdict"]]])


def in_hundred(told: Figure, when: str) -> str:
    """Say a share as so many in 100, with its range: '60 in 100 then (55 to 66)'."""
    interval = "" if pd.isna(told.low) else f" ({hundredth(told.low)} to {hundredth(told.high)})"
    return f"{hundredth(told.value)} in 100 {when}{interval}"


def hundredth(share: float) -> str:
    """Return a share as a whole number of 100; what is not quite nobody, or everybody, is not rounded to that."""
    nearest = round(share * 100)
    return "less than 1" if nearest == 0 and share > 0 else "more than 99" if nearest == 100 and share < 1 else str(nearest)


def what_groups(row: Row, table: pd.DataFrame, name: str) -> list[Block]:
    """Return how many groups anyone can join, and the names of some; `table` holds the groups, `row` the figures of those that count."""
    named = table.loc[table["life"].isin(ALIVE), "group"].tolist()
    told = {role: row[role] for role in WHEN if is_told(row[role])}
    last = told.get("latest") or told.get("baseline")
    if last is None:
        return [Heading(1, f"Groups in {name}"), Paragraph("We know of no groups here yet.")]
    now = f"In {period(last.period)} the number of groups that are open to all was {last.value:,.0f}."
    then = f" At the start it was {told['baseline'].value:,.0f}." if "baseline" in told and last is not told["baseline"] else ""
    more = len(named) - GROUPS
    items = [shorten(each, NAME) for each in named[:GROUPS]] + [f"and {more} more"] * (more > 0)
    names: list[Block] = [Paragraph("Some of the groups here:"), Bullets(tuple(items))] if items else []
    return [Heading(1, f"Groups in {name}"), Paragraph(now + then), *names]


def what_was_done(table: pd.DataFrame) -> list[Block]:
    """Return what residents raised, the most urgent and newest first, and what became of it."""
    if table.empty:
        return [Heading(1, "What you asked for"), Paragraph("Nobody has told us yet what they want to see done.")]
    done, ended = (int(table["state"].isin(states).sum()) for states in (DONE, [OUTCOMES["no change"]]))
    counted = f"People here asked for {len(table)} things." if len(table) > 1 else "People here asked for one thing."
    newest = table.assign(rank=table["rank"].fillna(table["rank"].max() + 1)).sort_values("raised_on", ascending=False, kind="stable")
    first = newest.sort_values("rank", kind="stable").head(MATTERS)
    more = " These are the ones that matter most to people." if len(table) > MATTERS else ""
    return [
        Heading(1, "What you asked for, and what was done"),
        Paragraph(f"{counted} Done: {done}. No change in the end: {ended}. Still open: {len(table) - done - ended}.{more}"),
        Bullets(tuple(matter(row) for row in first.to_dict("records"))),
    ]


def matter(row: Row) -> str:
    """Say what residents raised, what was done last, and how it stands: 'You said: “…”. What was done: “…”. This is done.'."""
    done = row["result"] or row["response"] or row["action"]
    parts = [f"You said: {quoted(row['issue'])}" * bool(row["issue"]), f"What was done: {quoted(done)}" * bool(done)]
    return " ".join([*(part for part in parts if part), plain_words("matter").get(row["state"], "")]).strip()


def quoted(text: str) -> str:
    """Return somebody's own words, cut where they are long."""
    return f"“{shorten(text, LONGEST)}”."


def what_is_next(table: pd.DataFrame) -> list[Block]:
    """Return the goals that residents have set themselves, those due first at the top."""
    waiting = table[table["status"] == "open"].sort_values("by_when", kind="stable", na_position="last").head(GOALS)
    told = [
        f"People here want: {quoted(row['goal'])}"
        + ("" if pd.isna(row["by_when"]) else f" The aim is to have it by {day(row['by_when'])}.")
        for row in waiting.to_dict("records")
    ]
    return [
        Heading(1, "What is next"),
        Bullets(tuple(told)) if told else Paragraph("No goal is set for now."),
        Paragraph("Do you want to have a say? Talk to a group near you, or to one of the people who work on this here."),
    ]
