"""The commands that show the tables and write them out."""

import sys
from datetime import datetime
from pathlib import Path

import click
import pandas as pd

from cdmon.cli.shared import as_at_option, day, known_of, show, store, table_options

ROLES = ("baseline", "latest")
PARTS = ("value", "low", "high", "n", "period")


@click.command()
@table_options
def factors(context: click.Context, neighbourhood: str | None, as_at: datetime | None, provisional: bool, as_json: bool) -> None:
    """Show the six-factor table of a NEIGHBOURHOOD, or of the programme and of each neighbourhood."""
    from cdmon.tables.factors import all_factors, factor_table, read_factors

    with known_of(context, neighbourhood, as_at, provisional) as known:
        frame = factor_table(known, [neighbourhood]) if neighbourhood else all_factors(known)
    first = ["neighbourhood", "factor", "indicator", "title", "kind", "unit"]
    show(nested(frame, first, ["verdict", "source", "provenance"], provisional), read_factors(frame), as_json)


@click.command()
@table_options
def kpis(context: click.Context, neighbourhood: str | None, as_at: datetime | None, provisional: bool, as_json: bool) -> None:
    """Show KPI progress of a NEIGHBOURHOOD, or of the programme and of each neighbourhood."""
    from cdmon.tables.kpis import kpis as table
    from cdmon.tables.kpis import read_kpis

    with known_of(context, neighbourhood, as_at, provisional) as known:
        frame = table(known, neighbourhood)
    show(nested(frame, ["neighbourhood", "kpi", "title", "unit"], ["target", "verdict"], provisional), read_kpis(frame), as_json)


@click.command()
@table_options
def milestones(context: click.Context, neighbourhood: str | None, as_at: datetime | None, provisional: bool, as_json: bool) -> None:
    """Show the stage milestones of a NEIGHBOURHOOD, or of the programme and of each neighbourhood."""
    from cdmon.tables.milestones import milestones as table
    from cdmon.tables.milestones import read_milestones

    with known_of(context, neighbourhood, as_at, provisional) as known:
        frame = table(known, neighbourhood)
    show(frame[["neighbourhood", "stage", "milestone", "title", "due", "state", "evidence"]], read_milestones(frame), as_json)


@click.command()
@click.argument("what", type=click.Choice(["kpis"]))
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write: .xlsx or .csv.")
@as_at_option
@click.pass_context
def export(context: click.Context, what: str, output: Path, as_at: datetime | None) -> None:
    """Write the KPI export as an accessible workbook or as CSV."""
    from cdmon.exports.kpis import export_kpis

    database = store(context)
    try:
        output.write_bytes(export_kpis(database, output.suffix.lower(), day(as_at)))
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Wrote {output}.")


@click.command()
@click.pass_context
def recompute(context: click.Context) -> None:
    """Compute the figures anew that returns lack or that would come out otherwise today; after an update of cdmon, say."""
    from cdmon.returns.recompute import recompute as compute

    with click.progressbar(length=1, label="Computing", file=sys.stderr) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        found = compute(store(context), tell)
    click.echo(f"{found.new:,} figures are new, {found.renewed:,} follow a newer definition or method; the others are as they were.")


def nested(frame: pd.DataFrame, first: list[str], last: list[str], provisional: bool) -> pd.DataFrame:
    """Return a table's rows as JSON has them: baseline, latest and change each an object of its own."""
    rows = frame.to_dict("records")
    parts = (*PARTS, *["provisional"] * provisional)
    shaped = frame[first].copy()
    for role in ROLES:
        shaped[role] = [{part: whole(row[f"{role}_{part}"]) if part == "n" else row[f"{role}_{part}"] for part in parts} for row in rows]
    shaped["change"] = [{part: row[f"change_{part}"] for part in ("value", "low", "high")} for row in rows]
    return shaped.join(frame[last])


def whole(number: float) -> int | None:
    """Return a size as the whole number it is, None for none."""
    return None if pd.isna(number) else int(number)
