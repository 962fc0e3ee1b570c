"""The commands that show which returns are due, and from whom."""

from datetime import date
from pathlib import Path

import click

from cdmon.cli.shared import as_at_option, json_option, known_of, show, store, write

LATEST = 12  # months that the board shows when it is read; as JSON it has all of them


@click.command()
@as_at_option
@json_option
@click.pass_context
def board(context: click.Context, as_at: date | None, as_json: bool) -> None:
    """Show how the returns of each neighbourhood stand: the last twelve months (or years), or with --json every one and dataset."""
    from cdmon.tables.board import board as table
    from cdmon.tables.board import read_board

    with known_of(context, as_at=as_at) as known:
        frame = table(known)
    latest = sorted(frame["month"].unique())[-LATEST:]
    show(frame, read_board(frame[frame["month"].isin(latest)]), as_json)


@click.command()
@as_at_option
@json_option
@click.pass_context
def owed(context: click.Context, as_at: date | None, as_json: bool) -> None:
    """Show which returns are due, overdue or sent back, the oldest first."""
    from cdmon.tables.owed import owed as table
    from cdmon.tables.owed import read_owed

    with known_of(context, as_at=as_at) as known:
        frame = table(known)
    show(frame, read_owed(frame), as_json)


@click.command()
@click.option("--neighbourhood", metavar="CODE", help="Only the returns of this neighbourhood.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The calendar file to write (.ics).")
@as_at_option
@click.pass_context
def calendar(context: click.Context, neighbourhood: str | None, output: Path, as_at: date | None) -> None:
    """Write the days on which returns are due as a calendar file."""
    from cdmon.exports.due_dates import calendar as export

    write(output, export(store(context), neighbourhood, as_at))
    click.echo(f"Wrote {output}.")
