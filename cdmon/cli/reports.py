"""The commands about reports: what is due and issued, drafts, what their authors write, and issuing them."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cdmon.cli.shared import (
    Day,
    all_known,
    as_at_option,
    json_option,
    known_of,
    print_frame,
    print_json,
    provisional_option,
    store,
    who,
    write,
)
from cdmon.refusal import Refusal

if TYPE_CHECKING:
    from cdmon.reports.blocks import Report

until_option = click.option(
    "--as-at", "until", type=Day(), metavar="YYYY-MM-DD", help="Figures as at this day; else as at the report's own."
)
output_option = click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE", help="Where to write it: .pdf or .docx."
)
text = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@json_option
@click.pass_context
def reports(context: click.Context, as_json: bool) -> None:
    """List the reports of the programme, which of them are due, and those that were issued."""
    from cdmon.tables.issued_reports import issued_reports, read_issued, read_reports
    from cdmon.tables.issued_reports import reports as table

    with all_known(context) as known:
        due, issued = table(known), issued_reports(known)
    if as_json:
        print_json({"reports": due.to_dict("records"), "issued": issued.to_dict("records")})
    else:
        print_frame(read_reports(due))
        click.echo()
        print_frame(read_issued(issued))


@click.group()
def report() -> None:
    """Make, write for, issue or fetch a report."""


@report.command()
@click.argument("number", type=int)
@until_option
@output_option
@click.pass_context
def stage(context: click.Context, number: int, until: date | None, output: Path) -> None:
    """Make a draft of the report on stage NUMBER."""
    draft(context, f"stage-{number}", until, output)


@report.command()
@click.argument("month", type=int)
@until_option
@output_option
@click.pass_context
def interim(context: click.Context, month: int, until: date | None, output: Path) -> None:
    """Make a draft of the interim report of MONTH."""
    draft(context, f"interim-{month}", until, output)


def draft(context: click.Context, code: str, until: date | None, output: Path) -> None:
    """Write a draft of the report of a code."""
    from cdmon.reports.issuing import drafted

    write(output, typeset_as(drafted(store(context), code, until), output))
    click.echo(f"Written: {output}.")


@report.command()
@click.argument("neighbourhood")
@output_option
@as_at_option
@provisional_option
@click.pass_context
def summary(context: click.Context, neighbourhood: str, output: Path, as_at: date | None, provisional: bool) -> None:
    """Write the summary for the residents of a NEIGHBOURHOOD: two pages in plain English."""
    from cdmon.audit_lines import keep_taken
    from cdmon.reports.residents import residents_summary

    with known_of(context, neighbourhood, as_at, provisional) as known:
        made = typeset_as(residents_summary(known, neighbourhood), output)
    keep_taken(store(context), "summary", neighbourhood=neighbourhood)
    write(output, made)


def typeset_as(made: "Report", output: Path) -> bytes:
    """Return a report as the kind of file that a path names; Refusal for another."""
    from cdmon.reports.issuing import FORMATS

    if output.suffix.lower() not in FORMATS:
        raise Refusal(f"{output.name}: end the name of the file in .pdf or .docx.")
    return FORMATS[output.suffix.lower()](made)


@report.command()
@click.argument("code")
@click.option("--narrative", type=text, help="A text file: what happened.")
@click.option("--learning", type=text, help="A text file: what was learned.")
@click.option("--recommendations", type=text, help="A text file: what is recommended.")
@click.option("--reason", default="", help="Why this takes the place of what was written before.")
@click.pass_context
def words(
    context: click.Context, code: str, narrative: Path | None, learning: Path | None, recommendations: Path | None, reason: str
) -> None:
    """Keep what the authors of the report of a CODE say."""
    from cdmon.acts.write_words import write_words

    files = {"narrative": narrative, "learning": learning, "recommendations": recommendations}
    given = {part: path.read_text(encoding="utf-8", errors="replace") for part, path in files.items() if path}
    write_words(store(context), code, given, who(context), reason)
    click.echo(f"Kept: {', '.join(given)} of {code}.")


@report.command()
@click.argument("code")
@until_option
@click.option("--reason", default="", help="Why another one is issued, where one was before.")
@click.pass_context
def issue(context: click.Context, code: str, until: date | None, reason: str) -> None:
    """Issue the report of a CODE: it is kept as it is, under a number, and can be fetched again unchanged."""
    from cdmon.reports.issuing import issue_report

    number = issue_report(store(context), code, who(context), reason, until)
    click.echo(f"Issued: {code}, number {number}. Fetch it: report fetch {number} --output FILE.")


@report.command()
@click.argument("number", type=int)
@output_option
@click.pass_context
def fetch(context: click.Context, number: int, output: Path) -> None:
    """Fetch the report of a NUMBER as it was issued."""
    from cdmon.audit_lines import keep_taken
    from cdmon.tables.issued_reports import issued_file

    with store(context).cursor() as cursor:
        found = issued_file(cursor, number, output.suffix.lower())
    keep_taken(store(context), "issued file", f"{number}{output.suffix.lower()}")
    write(output, found)
    click.echo(f"Written: {output}.")
