"""The commands that show the tables and write them out."""

from collections.abc import Hashable
from dataclasses import asdict
from datetime import date
from math import isnan
from typing import TYPE_CHECKING, Any

import click

from cdmon.cli.shared import (
    as_at_option,
    json_option,
    known_of,
    print_frame,
    print_json,
    provisional_option,
    show,
    store,
    table_options,
    telling,
)
from cdmon.parts.indicators import LINES
from cdmon.wording import Row

if TYPE_CHECKING:  # what pages import at once the command line imports where it is used
    from cdmon.tables.changes import Change
    from cdmon.tables.figures import Figure

FIGURE = ("value", "low", "high", "n", "period")
ROLES = ("baseline", "latest")

Object = dict[str, object]


@click.command()
@click.option("--line", type=click.Choice(LINES), help="Show only the rows of one line; those of the headline with rating, words and list.")
@table_options
def factors(
    context: click.Context, neighbourhood: str | None, line: str | None, as_at: date | None, provisional: bool, as_json: bool
) -> None:
    """Show the six-factor table of a NEIGHBOURHOOD, or of the programme and of each neighbourhood."""
    from cdmon.tables.factors import factor_table, read_factors
    from cdmon.tables.headline import headlines, read_headline

    is_headline = line == "headline"
    with known_of(context, neighbourhood, as_at, provisional) as known:
        places = [neighbourhood] if neighbourhood else [None, *known.neighbourhoods["code"]]
        frame = headlines(known, places) if is_headline else factor_table(known, places, known.definitions.on_line(line) if line else None)
    first = ["neighbourhood", "factor", "indicator", "title", "kind", "unit"]
    last = ["verdict", "source", "provenance", "measured"]
    if as_json:
        rows = [
            nested(row, first, last, provisional) | {"line": row["line"], **(beside(row) if is_headline else {})}
            for row in frame.to_dict("records")
        ]
        print_json(rows)
    else:
        print_frame(read_headline(frame) if is_headline else read_factors(frame))


@click.command()
@table_options
def kpis(context: click.Context, neighbourhood: str | None, as_at: date | None, provisional: bool, as_json: bool) -> None:
    """Show KPI progress of a NEIGHBOURHOOD, or of the programme and of each neighbourhood."""
    from cdmon.tables.kpis import by_kpi, not_begun, read_kpi_lines, read_kpis
    from cdmon.tables.kpis import kpis as table

    with known_of(context, neighbourhood, as_at, provisional) as known:
        frame, later = table(known, neighbourhood), not_begun(known)
    if as_json:
        print_json([kpi_object(rows, provisional) for rows in by_kpi(frame)])
        return
    print_frame(read_kpi_lines(frame))
    click.echo()
    print_frame(read_kpis(frame))
    if later:
        click.echo(f"Not begun: {'; '.join(later)}.", err=True)


@click.command()
@as_at_option
@provisional_option
@json_option
@click.pass_context
def overview(context: click.Context, as_at: date | None, provisional: bool, as_json: bool) -> None:
    """Show every neighbourhood on one line."""
    from cdmon.tables.overview import overview as table
    from cdmon.tables.overview import read_overview

    with known_of(context, None, as_at, provisional) as known:
        frame = table(known)
    if as_json:
        print_json([glance(row) for row in frame.to_dict("records")])
    else:
        print_frame(read_overview(frame))


@click.command()
@table_options
def milestones(context: click.Context, neighbourhood: str | None, as_at: date | None, provisional: bool, as_json: bool) -> None:
    """Show the stage milestones of a NEIGHBOURHOOD, or of the programme and of each neighbourhood."""
    from cdmon.tables.milestones import milestones as table
    from cdmon.tables.milestones import read_milestones

    with known_of(context, neighbourhood, as_at, provisional) as known:
        frame = table(known, neighbourhood)
    text = read_milestones(frame)
    frame["parts"] = [[{"title": part.title, "shown_by": part.indicator or None} for part in parts] for parts in frame["parts"]]
    columns = ["neighbourhood", "stage", "milestone", "title", "due", "state", "evidence", "parts", "signed_off_by"]
    show(frame[columns], text, as_json)


@click.command()
@click.pass_context
def recompute(context: click.Context) -> None:
    """Compute the figures anew that returns lack or that would come out otherwise today; after an update of cdmon, say."""
    from cdmon.returns.recompute import recompute as compute

    with telling("Computing") as tell:
        found = compute(store(context), tell)
    click.echo(f"{found.new:,} figures are new, {found.renewed:,} follow a newer definition or method; the others are as they were.")


def nested(row: Row, first: list[str], last: list[str], provisional: bool) -> Object:
    """Return a table's row as JSON has it: baseline, latest, change and design each an object of its own; of a flow, all of it too."""
    flow = row["flow"]
    return {
        **{name: row[name] for name in first},
        **{role: figure_object(row[role], provisional) for role in ROLES},
        **({"total_since_baseline": flow.value, "months_reported": flow.months} if flow is not None else {}),
        "change": change_object(row["change"], row["kind"]),
        **{name: row[name] for name in last},
        "remark": row["remark"],
        "notes": {role: row[role].note if row[role] is not None else "" for role in ROLES},
        "design": design_object(row["latest"] or row["baseline"], row["kind"]),
    }


def kpi_object(rows: list[dict[Hashable, Any]], provisional: bool) -> Object:
    """Return a KPI of one stage and place as JSON has it: its leading indicator's figures, then the stage, its verdict, each indicator."""
    last = ["target", "verdict", "target_by", "reached"]
    indicators = [
        {"indicator": row["indicator"], "title": row["indicator_title"]}
        | nested(row, ["unit", "kind", "basis", "direction"], last, provisional)
        for row in rows
    ]
    lead = rows[0]
    return nested(lead, ["neighbourhood", "kpi", "title", "unit"], last, provisional) | {
        **{name: lead[name] for name in ("stage", "stage_title", "stage_state", "waves", "kpi_verdict", "inferred")},
        "indicators": indicators,
    }


def beside(row: Row) -> Object:
    """Return what stands beside a headline's number as JSON has it: its factor's ratings, the words and the list."""
    ratings = [
        {"indicator": each.indicator, "title": each.title, **{role: level_object(getattr(each, role)) for role in ROLES}}
        for each in row["rating"]
    ]
    return {"rating": ratings, "words": asdict(row["words"]), "list": [asdict(each) for each in row["list"]]}


def level_object(told: "Figure | None") -> Object:
    """Return a rating as JSON has it: its level, what that means, who rated and for which month."""
    from cdmon.definitions import load

    if told is None or isnan(told.value):
        return dict.fromkeys(("level", "words", "rated_by", "period"))
    level = round(told.value)
    return {"level": level, "words": load().indicators[told.indicator].levels[level - 1], "rated_by": told.asked, "period": told.period}


def glance(row: Row) -> Object:
    """Return a neighbourhood's row of the overview as JSON has it."""
    return {
        **{name: row[name] for name in ("neighbourhood", "name", "wave")},
        "active": figure_object(row["active"]),
        "change": change_object(row["change"], "proportion"),
        "verdict": row["verdict"],
        "groups": None if row["groups"] is None else whole(row["groups"].value),
        **{name: row[name] for name in ("last_return", "milestones_late", "mode")},
    }


def figure_object(told: "Figure | None", provisional: bool = False) -> Object:
    """Return a figure as JSON has it."""
    found: Object = {part: None if told is None else getattr(told, part) for part in FIGURE}
    found["n"] = whole(told.n) if told is not None else None
    return found | ({"provisional": told is not None and told.provisional} if provisional else {})


def change_object(told: "Change | None", kind: str) -> Object:
    """Return a change as JSON has it: of a rate with the ratio and its interval, of a register with what came and went."""
    found: Object = {part: None if told is None else getattr(told, part) for part in ("value", "low", "high")}
    if told is not None and kind == "rate":
        found["ratio"] = {"value": told.ratio, "low": told.ratio_low, "high": told.ratio_high}
    if told is not None and told.opened is not None:
        found |= {"opened": told.opened, "closed": told.closed, "found": told.found}
    return found


def design_object(told: "Figure | None", kind: str) -> Object:
    """Return what a sample's design does to its interval: the design factor, whether the wave shows it, the size the interval used."""
    if told is None or kind != "proportion":
        return dict.fromkeys(("factor", "known", "size"))
    return {"factor": told.factor, "known": told.design_known, "size": told.size}


def whole(number: float) -> int | None:
    """Return a size as the whole number it is, None for none."""
    return None if isnan(number) else int(number)
