"""The commands that write reports to read away from the dashboard."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cdmon.cli.shared import as_at_option, known_of, provisional_option, write
from cdmon.refusal import Refusal

if TYPE_CHECKING:
    from cdmon.reports.blocks import Report

output_option = click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE", help="Where to write it: .pdf or .docx."
)


@click.group()
def report() -> None:
    """Write a report as a tagged PDF, or as a Word document to go on writing in."""


@report.command()
@click.argument("neighbourhood")
@output_option
@as_at_option
@provisional_option
@click.pass_context
def summary(context: click.Context, neighbourhood: str, output: Path, as_at: date | None, provisional: bool) -> None:
    """Write the summary for the residents of a NEIGHBOURHOOD: two pages in plain English."""
    from cdmon.reports.residents import residents_summary

    with known_of(context, neighbourhood, as_at, provisional) as known:
        made = residents_summary(known, neighbourhood)
    write(output, typeset_as(made, output))


def typeset_as(made: "Report", output: Path) -> bytes:
    """Return a report as the kind of file that a path names; Refusal for another."""
    from cdmon.reports.editable import docx
    from cdmon.reports.typeset import pdf

    typesetters = {".pdf": pdf, ".docx": docx}
    if output.suffix.lower() not in typesetters:
        raise Refusal(f"{output.name}: end the name of the file in .pdf or .docx.")
    return typesetters[output.suffix.lower()](made)
