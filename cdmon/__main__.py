"""The command line, `python -m cdmon`: each command calls the function that a page calls."""

import getpass
import json
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import pandas as pd

from cdmon.database import Cursor, Database, StoreError, default_url, open_database
from cdmon.returns.problems import Problem
from cdmon.workbooks.cells import Upload

ROLES = ("baseline", "latest")
PARTS = ("value", "low", "high", "n", "period")

UNREADABLE = ("file-not-a-spreadsheet", "file-empty", "file-protected", "file-damaged", "file-too-large", "file-unpacks-too-large")

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
as_at_option = click.option("--as-at", type=click.DateTime(["%Y-%m-%d"]), help="Show what was known at the end of this day (YYYY-MM-DD).")
place_argument = click.argument("neighbourhood", required=False)
file_argument = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--database", metavar="PATH", help="The store; CDMON_DATABASE, or data/cdmon.duckdb, if not given.")
@click.pass_context
def main(context: click.Context, database: str | None) -> None:
    """Spreadsheets of community development in health in, honest tables out."""
    context.obj = database or default_url()


def store(context: click.Context) -> Database:
    """Open the store the command line names; ends the command with a plain sentence when that cannot be."""
    try:
        return open_database(context.obj)
    except StoreError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def cursor_of(context: click.Context, place: str | None = None) -> Iterator[Cursor]:
    """Give a cursor to the store; ends the command when `place` is not one of its neighbourhoods."""
    from cdmon.tables.known import Known

    with store(context).cursor() as cursor:
        codes = list(Known(cursor).neighbourhoods["code"])
        if place is not None and place not in codes:
            known = f"The codes are: {', '.join(codes)}." if codes else "None is set up yet."
            raise click.ClickException(f"There is no neighbourhood {place!r}. {known}")
        yield cursor


@main.command()
@click.pass_context
def example(context: click.Context) -> None:
    """Load the example programme into the store."""
    from cdmon.example import ExampleError, load_example

    try:
        with click.progressbar(length=100, label="Loading the example", file=sys.stderr, item_show_func=lambda name: name or "") as bar:

            def progress(done: int, total: int, name: str) -> None:
                bar.length = total
                bar.update(done - bar.pos, name)

            sent = load_example(store(context), progress)
    except ExampleError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"The example programme is in {context.obj}" + (f": {sent} workbooks sent." if sent else " already."))


@main.command()
@click.argument("dataset")
@click.option("--neighbourhood", metavar="CODE", help="Fill in the neighbourhood.")
@click.option("--period", metavar="YYYY-MM", help="Fill in the month.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The workbook to write (.xlsx).")
@click.pass_context
def template(context: click.Context, dataset: str, neighbourhood: str | None, period: str | None, output: Path) -> None:
    """Write the template workbook of a DATASET: programme, groups, activities, residents or signoffs."""
    from cdmon.returns.blank import blank

    try:
        output.write_bytes(blank(store(context), dataset, neighbourhood, period))
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Wrote {output}.")


@main.command()
@file_argument
@json_option
@click.pass_context
def check(context: click.Context, file: Path, as_json: bool) -> None:
    """Say what is wrong with FILE. Exit status: 0 it can be sent, 1 it has errors, 2 it cannot be read."""
    from cdmon.returns.check import check as check_file

    with store(context).cursor() as cursor:
        checked = check_file(cursor, Upload(file.name, file.read_bytes()))
    if as_json:
        print_json([problem.as_dict() for problem in checked.problems])
    else:
        print_problems(checked.problems)
        if checked.ok:
            click.echo(f"{file.name} can be sent.")
    unreadable = any(problem.code in UNREADABLE for problem in checked.problems)
    context.exit(2 if unreadable else 0 if checked.ok else 1)


@main.command()
@file_argument
@json_option
@click.pass_context
def submit(context: click.Context, file: Path, as_json: bool) -> None:
    """Check FILE and store it, or say what is wrong with it. Exit status: 0 stored, 1 it has errors, 2 it cannot be read."""
    from cdmon.returns.submit import submit as submit_file

    receipt = submit_file(store(context), Upload(file.name, file.read_bytes()), getpass.getuser())
    plans = receipt.checked.plans if receipt.stored else []
    if as_json:
        sent = [
            {"return_id": p.return_id, "dataset": p.dataset, "neighbourhood": p.neighbourhood or None, "period": p.period, "rows": p.rows}
            for p in plans
        ]
        print_json(
            {
                "stored": receipt.stored,
                "submission_id": receipt.submission_id,
                "returns": sent,
                "problems": [problem.as_dict() for problem in receipt.checked.problems],
                "effect": receipt.effect.to_dict("records"),
            }
        )
    else:
        print_problems(receipt.checked.problems)
        for plan in plans:
            what = " ".join(part for part in (plan.dataset, plan.neighbourhood, plan.period) if part)
            click.echo(f"Stored: {what}, {plan.rows} rows" + (", in place of the one sent before." if plan.replaces else "."))
        if not receipt.effect.empty:
            print_frame(receipt.effect.drop(columns="indicator"))
        if not receipt.stored:
            click.echo("Nothing was stored.", err=True)
    unreadable = any(problem.code in UNREADABLE for problem in receipt.checked.problems)
    context.exit(0 if receipt.stored else 2 if unreadable else 1)


@main.command()
@json_option
@as_at_option
@click.pass_context
def returns(context: click.Context, as_json: bool, as_at: datetime | None) -> None:
    """List every return that was sent, newest first."""
    from cdmon.tables.returns import returns as table

    with store(context).cursor() as cursor:
        frame = table(cursor, day(as_at))
    frame["neighbourhood"] = frame["neighbourhood"].replace({"": None})
    show(frame, frame, as_json)


@main.command()
@place_argument
@as_at_option
@json_option
@click.pass_context
def factors(context: click.Context, neighbourhood: str | None, as_at: datetime | None, as_json: bool) -> None:
    """Show the six-factor table of a NEIGHBOURHOOD, or of the programme and of each neighbourhood."""
    from cdmon.tables.factors import all_factors, factor_table
    from cdmon.tables.known import Known
    from cdmon.wording import read_factors

    with cursor_of(context, neighbourhood) as cursor:
        known = Known(cursor, day(as_at))
        frame = factor_table(known, [neighbourhood]) if neighbourhood else all_factors(known)
    first = ["neighbourhood", "factor", "indicator", "title", "kind", "unit"]
    show(nested(frame, first, ["verdict", "source", "provenance"]), read_factors(frame), as_json)


@main.command()
@place_argument
@as_at_option
@json_option
@click.pass_context
def kpis(context: click.Context, neighbourhood: str | None, as_at: datetime | None, as_json: bool) -> None:
    """Show KPI progress of a NEIGHBOURHOOD, or of the programme and of each neighbourhood."""
    from cdmon.tables.kpis import kpis as table
    from cdmon.wording import read_kpis

    with cursor_of(context, neighbourhood) as cursor:
        frame = table(cursor, neighbourhood, day(as_at))
    show(nested(frame, ["neighbourhood", "kpi", "title", "unit"], ["target", "verdict"]), read_kpis(frame), as_json)


@main.command()
@place_argument
@as_at_option
@json_option
@click.pass_context
def milestones(context: click.Context, neighbourhood: str | None, as_at: datetime | None, as_json: bool) -> None:
    """Show the stage milestones of a NEIGHBOURHOOD, or of the programme and of each neighbourhood."""
    from cdmon.tables.milestones import milestones as table
    from cdmon.wording import read_milestones

    with cursor_of(context, neighbourhood) as cursor:
        frame = table(cursor, neighbourhood, day(as_at))
    show(frame[["neighbourhood", "stage", "milestone", "title", "due", "state", "evidence"]], read_milestones(frame), as_json)


@main.command()
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


def day(moment: datetime | None) -> date | None:
    """Return the day that was typed, None for none."""
    return None if moment is None else moment.date()


def nested(frame: pd.DataFrame, first: list[str], last: list[str]) -> pd.DataFrame:
    """Return a table's rows as JSON has them: baseline, latest and change each an object of its own."""
    rows = frame.to_dict("records")
    shaped = frame[first].copy()
    for role in ROLES:
        shaped[role] = [{part: whole(row[f"{role}_{part}"]) if part == "n" else row[f"{role}_{part}"] for part in PARTS} for row in rows]
    shaped["change"] = [{part: row[f"change_{part}"] for part in ("value", "low", "high")} for row in rows]
    return shaped.join(frame[last])


def whole(number: float) -> int | None:
    """Return a size as the whole number it is, None for none."""
    return None if pd.isna(number) else int(number)


def show(rows: pd.DataFrame, text: pd.DataFrame, as_json: bool) -> None:
    """Print a table as JSON rows, or as text for reading."""
    if as_json:
        print_json(rows.to_dict("records"))
    else:
        print_frame(text)


def print_json(content: object) -> None:
    """Print JSON: a missing number is null, a day is YYYY-MM-DD."""
    click.echo(json.dumps(plain(content), ensure_ascii=False, indent=1, allow_nan=False, default=str))


def plain(content: Any) -> Any:
    """Return content with every NaN, NaT and blank period made None."""
    if isinstance(content, dict):
        return {key: (None if key == "period" and value == "" else plain(value)) for key, value in content.items()}
    if isinstance(content, list):
        return [plain(each) for each in content]
    if content is pd.NaT or content is pd.NA or (isinstance(content, float) and math.isnan(content)):
        return None
    return content.isoformat() if isinstance(content, date) else content.item() if hasattr(content, "item") else content


def print_frame(frame: pd.DataFrame) -> None:
    """Print a table for reading, its columns aligned to the left."""
    texts = frame.astype(str)
    widths = {name: max([len(str(name)), *texts[name].str.len()]) for name in texts.columns}
    for line in [dict(zip(widths, widths, strict=True)), *texts.to_dict("records")]:
        click.echo("  ".join(str(line[name]).ljust(width) for name, width in widths.items()).rstrip())


def print_problems(problems: list[Problem]) -> None:
    """Print problems, one after the other: severity, where, the value, what to do."""
    for problem in problems:
        where = " ".join(part for part in (problem.sheet, problem.cell) if part)
        value = f" [{problem.value}]" if problem.value is not None else ""
        click.echo(f"{problem.severity.upper()} {where + ': ' if where else ''}{problem.column or problem.code}{value}. {problem.message}")


if __name__ == "__main__":
    main(prog_name="python -m cdmon")
