"""The command that writes tables and data to files."""

from datetime import date
from pathlib import Path

import click

from cdmon.cli.shared import as_at_option, place_option, provisional_option, store, telling, write
from cdmon.refusal import Refusal

TABLES = ("kpis", "factors", "milestones", "effects", "matters", "board")


@click.command()
@click.argument("what", type=click.Choice([*TABLES, "data"]))
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="A file (.xlsx, .csv or .parquet; beside a .csv its data dictionary is written, too) or, for the data, a new folder or .zip.",
)
@place_option
@click.option("--wave", metavar="CODE", help="Only the neighbourhoods of a wave.")
@click.option("--stage", type=int, metavar="N", help="Only a stage; of KPIs and milestones.")
@click.option("--factor", type=int, metavar="N", help="Only a factor; of KPIs, factors and effects.")
@click.option("--period", metavar="PERIOD", help="Only a month, a year or a day, or from one to another: 2026-01..2026-10.")
@click.option("--raw", is_flag=True, help="Of the data: rows of single respondents and small numbers, too. For who may see them.")
@as_at_option
@provisional_option
@click.pass_context
def export(
    context: click.Context, /, what: str, output: Path, raw: bool, as_at: date | None, provisional: bool, **filters: str | int | None
) -> None:
    """Write a table as a workbook to be published, CSV or Parquet, or the data that count as CSV, Parquet and .sav with a codebook."""
    from cdmon.exports.data import export_data
    from cdmon.exports.table_file import data_dictionary, table_file
    from cdmon.exports.tidy import Filters

    asked = Filters(**filters)  # type: ignore[arg-type]  # click has read each by its type
    if what == "data":
        if asked.given():
            raise Refusal(f"The data cannot be narrowed by {', '.join(asked.given())}; a table can.")
        with telling("Writing") as tell:
            export_data(store(context), output, raw, as_at, provisional, tell)
        click.echo(f"Wrote {output}.")
        return
    write(output, table_file(store(context), what, output.suffix.lower(), asked, as_at, provisional))
    click.echo(f"Wrote {output}.")
    if output.suffix.lower() == ".csv":
        beside = output.with_name(f"{output.stem}-dictionary.csv")
        write(beside, data_dictionary(what))
        click.echo(f"Wrote {beside}.")
