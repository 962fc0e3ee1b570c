"""The commands by which returns go in, and are looked at afterwards."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cdmon.cli.shared import (
    all_known,
    as_at_option,
    file_argument,
    json_option,
    mapping_option,
    print_frame,
    print_json,
    show,
    store,
    uploaded,
    who,
    write,
)
from cdmon.problems import Problem
from cdmon.returns.plan import Plan
from cdmon.workbooks.cells import Upload

if TYPE_CHECKING:
    from cdmon.returns.check import Checked

UNREADABLE = (
    "file-not-a-spreadsheet",
    "file-not-geojson",
    "file-empty",
    "file-protected",
    "file-damaged",
    "file-too-large",
    "file-unpacks-too-large",
    "file-too-wide",
)


@click.command()
@click.pass_context
def example(context: click.Context) -> None:
    """Load the example programme into the store."""
    from cdmon.example import load_example

    with click.progressbar(length=100, label="Loading the example", file=sys.stderr, item_show_func=lambda name: name or "") as bar:

        def progress(done: int, total: int, name: str) -> None:
            bar.length = total
            bar.update(done - bar.pos, name)

        sent = load_example(store(context), progress)
    click.echo(f"The example programme is in {context.obj}" + (f": {sent} workbooks sent." if sent else " already."))


@click.command()
@click.argument("dataset")
@click.option("--neighbourhood", metavar="CODE", help="Fill in the neighbourhood; “programme” for what is not one neighbourhood's.")
@click.option("--period", metavar="YYYY-MM", help="Fill in the month, and what stood in the return before it.")
@click.option("--nil", is_flag=True, help="Say that there is nothing to report.")
@click.option("--shape", metavar="SHAPE", help="Of the programme set-up: begin with a shape of data/shapes, such as big-local.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The workbook to write (.xlsx).")
@click.pass_context
def template(
    context: click.Context, dataset: str, neighbourhood: str | None, period: str | None, nil: bool, shape: str | None, output: Path
) -> None:
    """Write the template workbook of a DATASET, such as groups or residents, or the monthly workbook of several: monthly."""
    from cdmon.refusal import Refusal
    from cdmon.returns.blank import blank
    from cdmon.returns.shapes import SET_UP, shaped

    if shape is not None and dataset != SET_UP:
        raise Refusal(f"Only the set-up begins with a shape: template {SET_UP} --shape {shape}.")
    write(output, blank(store(context), dataset, neighbourhood, period, nil) if shape is None else shaped(shape))
    click.echo(f"Wrote {output}.")


@click.command()
@file_argument
@click.option("--marked", type=click.Path(path_type=Path, dir_okay=False), help="Write the file back with its problems marked.")
@click.option("--removed", type=click.Path(path_type=Path, dir_okay=False), help="Write a copy without what is personal in it (.xlsx).")
@mapping_option
@json_option
@click.pass_context
def check(context: click.Context, file: Path, marked: Path | None, removed: Path | None, mapping: Path | None, as_json: bool) -> None:
    """Say what is wrong with FILE. Exit status: 0 it can be sent, 1 it has errors, 2 it cannot be read."""
    from cdmon.returns.check import check as check_file

    upload = uploaded(file, mapping)
    with all_known(context) as known:
        checked = check_file(known, upload)
    if as_json:
        print_json([problem.as_dict() for problem in checked.problems])
    else:
        print_problems(checked.problems)
        if checked.ok:
            click.echo(f"{file.name} can be sent.")
    if marked is not None:
        write_marked(upload, checked.problems, marked)
    if removed is not None:
        from cdmon.returns.removed import removed as without_personal

        write(removed, without_personal(store(context), upload).content)
        click.echo(f"Wrote {removed}.", err=True)
    context.exit(0 if checked.ok else status(checked.problems))


def write_marked(upload: Upload, problems: list[Problem], output: Path) -> None:
    """Write a file back with its problems marked."""
    from cdmon.workbooks.marked import marked

    write(output, marked(upload, problems))
    click.echo(f"Wrote {output}.", err=True)


def status(problems: Sequence[Problem]) -> int:
    """Return the exit status for a file that has errors: 2 where it cannot be read at all."""
    return 2 if any(problem.code in UNREADABLE for problem in problems) else 1


@click.command()
@file_argument
@mapping_option
@json_option
@click.pass_context
def preview(context: click.Context, file: Path, mapping: Path | None, as_json: bool) -> None:
    """Say what sending FILE would change: its rows against those that count now, and the figures. Nothing is stored."""
    from cdmon.returns.difference import say_not_compared
    from cdmon.returns.submit import preview as preview_file
    from cdmon.tables.effect import READ

    receipt = preview_file(store(context), uploaded(file, mapping))
    plans = receipt.checked.plans if receipt.checked.ok else []
    if as_json:
        print_json(
            {
                "ok": receipt.checked.ok,
                "problems": [problem.as_dict() for problem in receipt.checked.problems],
                "returns": [
                    described(plan, receipt.checked)
                    | {
                        "rows_by_state": changes.counts.to_dict("records"),
                        "changes": changes.cells.to_dict("records"),
                        "not_compared": list(changes.not_compared),
                    }
                    for plan, changes in zip(plans, receipt.differences, strict=False)
                ],
                "effect": receipt.effect.to_dict("records"),
                "restates": sorted({stage.number for stage in receipt.restates.values()}),
                "seal": receipt.seal,
            }
        )
    else:
        print_problems(receipt.checked.problems)
        for plan, changes in zip(plans, receipt.differences, strict=False):
            click.echo(f"{named(plan, receipt.checked)}:")
            print_frame(changes.counts)
            if len(changes.cells):
                print_frame(changes.cells)
            if changes.not_compared:
                click.echo(say_not_compared(changes.not_compared))
        if len(receipt.effect):
            print_frame(receipt.effect[READ])
        if receipt.checked.ok:
            click.echo(f"To send just this, and nothing if it would change anything else by then, give submit --seen {receipt.seal}.")
    context.exit(0 if receipt.checked.ok else status(receipt.checked.problems))


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--restatement", metavar="CODE", help="For a correction to a stage that is over: error, late, source, method or other.")
@click.option("--explanation", metavar="TEXT", help="For such a correction: the rest, in words.")
@click.option("--seen", metavar="SEAL", help="Of one file: what preview gave. Nothing is stored if it would change something else now.")
@mapping_option
@json_option
@click.pass_context
def submit(
    context: click.Context,
    path: Path,
    restatement: str | None,
    explanation: str | None,
    seen: str | None,
    mapping: Path | None,
    as_json: bool,
) -> None:
    """Check PATH, a file or a folder of files, and store it, or say what is wrong with it.

    Exit status: 0 stored, 1 it has errors, 2 it cannot be read. Of a folder each file goes in whole or not at all; 0 when every one of
    them is stored, now or before.
    """
    from cdmon.acts.restate import Restatement
    from cdmon.returns.submit import submit as submit_file
    from cdmon.tables.effect import READ

    if path.is_dir():
        if seen is not None or mapping is not None:
            raise click.UsageError("--seen and --mapping are of one file: submit each by itself.")
        submit_folder(context, path, as_json)
        return
    why = Restatement(restatement, explanation or "") if restatement else None
    receipt = submit_file(store(context), uploaded(path, mapping), who(context), restatement=why, seen=seen)
    plans = receipt.checked.plans if receipt.stored else []
    if as_json:
        print_json(
            {
                "stored": receipt.stored,
                "submission_id": receipt.submission_id,
                "returns": [described(plan, receipt.checked) for plan in plans],
                "problems": [problem.as_dict() for problem in receipt.checked.problems],
                "effect": receipt.effect.to_dict("records"),
            }
        )
    else:
        print_problems(receipt.checked.problems)
        for plan in plans:
            click.echo(f"Stored: {named(plan, receipt.checked)}" + (", in place of the one sent before." if plan.replaces else "."))
        if receipt.stored and receipt.waits:
            click.echo("It counts once somebody has accepted it.")
        if not receipt.effect.empty:
            print_frame(receipt.effect[READ])
        if not receipt.stored:
            click.echo("Nothing was stored.", err=True)
    context.exit(0 if receipt.stored else status(receipt.checked.problems))


def described(plan: Plan, checked: "Checked") -> dict[str, str | int | None]:
    """Return a return of a file as a row of JSON."""
    place, rows = plan.neighbourhood or None, checked.rows_told(plan)
    return {"return_id": plan.return_id, "dataset": plan.dataset, "neighbourhood": place, "period": plan.period, "rows": rows}


def named(plan: Plan, checked: "Checked") -> str:
    """Return a return of a file in a few words."""
    what = " ".join(part for part in (plan.dataset, plan.neighbourhood, plan.period) if part)
    return f"{what}, {checked.rows_told(plan)} rows" if plan.rows else f"{what}, nothing to report"


def submit_folder(context: click.Context, folder: Path, as_json: bool) -> None:
    """Send every spreadsheet of a folder, with a progress bar, and say what became of each."""
    from cdmon.returns.backlog import in_order, submit_all

    names = in_order(path.name for path in folder.iterdir() if path.is_file())
    uploads = [partial(uploaded, folder / name) for name in names]
    database = store(context)
    with click.progressbar(length=len(names), label="Sending", file=sys.stderr, item_show_func=lambda name: name or "") as bar:

        def progress(done: int, total: int, name: str) -> None:
            bar.length = total
            bar.update(done - bar.pos, name)

        sent = submit_all(database, uploads, who(context), progress)
    if as_json:
        print_json([asdict(each) for each in sent])
    else:
        for each in sent:
            click.echo(f"{each.file_name}: {each.told}")
            print_problems(list(each.problems))
        click.echo(f"{sum(each.stored for each in sent)} of {len(sent)} files stored.")
    context.exit(0 if all(each.stored or each.was_sent for each in sent) else 1)


@click.command()
@json_option
@as_at_option
@click.pass_context
def returns(context: click.Context, as_json: bool, as_at: date | None) -> None:
    """List every return that was sent, newest first."""
    from cdmon.tables.returns import read_returns
    from cdmon.tables.returns import returns as table

    with all_known(context, as_at) as known:
        frame = table(known)
    show(frame.assign(neighbourhood=frame["neighbourhood"].replace({"": None})), read_returns(frame), as_json)


def print_problems(problems: list[Problem]) -> None:
    """Print problems, one after the other: severity, where, the value, what to do."""
    for problem in problems:
        where = " ".join(part for part in (problem.sheet, problem.cell) if part)
        value = f" [{problem.value}]" if problem.value is not None else ""
        click.echo(f"{problem.severity.upper()} {where + ': ' if where else ''}{problem.column or problem.code}{value}. {problem.message}")
