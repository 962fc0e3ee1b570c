"""The commands that look into returns that were sent, decide about them, and say which names are one group's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import click
import pandas as pd

from cdmon.cli.shared import all_known, as_at_option, json_option, known_of, print_frame, print_json, show, store, table_options, who, write
from cdmon.database import Cursor
from cdmon.refusal import Refusal

return_argument = click.argument("return_id")
reason_option = click.option("--reason", metavar="TEXT", default="", help="Why; the person who sent it will read it.")
restatement_option = click.option("--restatement", metavar="CODE", help="Why figures of a stage that is over are corrected.")
explanation_option = click.option("--explanation", metavar="TEXT", default="", help="The same in words, for the next report.")


P = ParamSpec("P")
R = TypeVar("R")


def decision_options(command: Callable[Concatenate[click.Context, P], R]) -> Callable[P, R]:
    """Give a command that decides about a return its context and arguments: return_id, reason, restatement and explanation."""
    return return_argument(reason_option(restatement_option(explanation_option(click.pass_context(command)))))


@click.command("history")
@click.option("--dataset", metavar="CODE", help="Only returns of this dataset.")
@click.option("--neighbourhood", metavar="CODE", help="Only returns of this neighbourhood.")
@click.option("--period", metavar="PERIOD", help="Only returns for this month (YYYY-MM) or survey round.")
@as_at_option
@json_option
@click.pass_context
def history(
    context: click.Context, dataset: str | None, neighbourhood: str | None, period: str | None, as_at: date | None, as_json: bool
) -> None:
    """List every version of every return, newest first, with what was decided about it."""
    from cdmon.tables.returns import read_returns
    from cdmon.tables.returns import returns as table

    with all_known(context, as_at) as known:
        frame = table(known)
    for column, wanted in {"dataset": dataset, "neighbourhood": neighbourhood, "period": period}.items():
        frame = frame[frame[column] == wanted] if wanted is not None else frame
    frame = frame.reset_index(drop=True)
    text = read_returns(frame)
    text.insert(0, "Return_id", frame["return_id"].str[:8])
    show(frame.assign(neighbourhood=frame["neighbourhood"].replace({"": None})), text, as_json)


@click.command("file")
@return_argument
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Where to write it.")
@click.pass_context
def file(context: click.Context, return_id: str, output: Path) -> None:
    """Write the file that a return came in, byte for byte. RETURN_ID may be shortened, here and below."""
    from cdmon.audit_lines import keep_taken
    from cdmon.returns.kept import kept_file

    with chosen(context, return_id) as (cursor, full):
        kept = kept_file(cursor, full)
    keep_taken(store(context), "original", full)
    write(output, kept.content)
    click.echo(f"Wrote {output}, sent as {kept.file_name}.")


@click.command("changes")
@return_argument
@json_option
@click.pass_context
def changes(context: click.Context, return_id: str, as_json: bool) -> None:
    """Show what is different between a return and the version sent before it."""
    from cdmon.returns.difference import changes as difference
    from cdmon.returns.difference import read_changes, say_not_compared
    from cdmon.tables.known import Known

    with chosen(context, return_id) as (cursor, full):
        found = difference(Known(cursor), full)
    if as_json:
        cells = found.cells.to_dict("records")
        print_json({"counts": found.counts.to_dict("records"), "cells": cells, "not_compared": list(found.not_compared)})
    else:
        print_frame(found.counts.rename(columns=str.capitalize))
        print_frame(read_changes(found.cells))
        if found.not_compared:
            click.echo(say_not_compared(found.not_compared))


@click.command("accept")
@decision_options
def accept(context: click.Context, return_id: str, reason: str, restatement: str | None, explanation: str) -> None:
    """Accept a return, so that it counts."""
    decide(context, return_id, "accepted", reason, restatement, explanation)


@click.command("send-back")
@decision_options
def send_back(context: click.Context, return_id: str, reason: str, restatement: str | None, explanation: str) -> None:
    """Send a return back, so that it does not count; say why."""
    decide(context, return_id, "sent back", reason, restatement, explanation)


@click.command("withdraw")
@decision_options
def withdraw(context: click.Context, return_id: str, reason: str, restatement: str | None, explanation: str) -> None:
    """Withdraw a return for good; the version before it counts again."""
    decide(context, return_id, "withdrawn", reason, restatement, explanation)


@click.command("audit")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write (.csv).")
@as_at_option
@click.pass_context
def audit(context: click.Context, output: Path, as_at: date | None) -> None:
    """Write everything that happened to every return as CSV."""
    from cdmon.exports.audit import export_audit

    write(output, export_audit(store(context), as_at))
    click.echo(f"Wrote {output}.")


@click.command("audit-log")
@json_option
@click.pass_context
def audit_log(context: click.Context, as_json: bool) -> None:
    """List who sent, decided, changed or took away what, and who was not let in, the newest first."""
    from cdmon.tables.audit_log import audit_log as table
    from cdmon.tables.audit_log import read_audit_log

    with store(context).cursor() as cursor:
        frame = table(cursor)
    show(frame, read_audit_log(frame), as_json)


@click.command("groups")
@table_options
def groups(context: click.Context, neighbourhood: str | None, as_at: date | None, provisional: bool, as_json: bool) -> None:
    """Show the groups of a NEIGHBOURHOOD, or of all of them, and how each stands."""
    from cdmon.tables.groups import groups as table
    from cdmon.tables.groups import read_groups

    with known_of(context, neighbourhood, as_at, provisional) as known:
        frame = table(known, neighbourhood)
    show(frame, read_groups(frame), as_json)


@click.command("same-group")
@click.argument("neighbourhood")
@click.argument("name")
@click.argument("other", required=False)
@click.option("--own", is_flag=True, help="The name is of a group of its own.")
@click.option("--reason", metavar="TEXT", default="", help="Why, where that is worth keeping.")
@click.pass_context
def same_group(context: click.Context, neighbourhood: str, name: str, other: str | None, own: bool, reason: str) -> None:
    """Say that NAME stands for the same group as OTHER, or with --own for one of its own. The last decision counts."""
    from cdmon.acts.names import SameName, decide_name

    if own == (other is not None):
        raise click.UsageError("Give either another name or --own.")
    decide_name(store(context), SameName(neighbourhood, name, other or ""), who(context), reason=reason)
    click.echo(f"Kept: {name} stands for {other or 'a group of its own'}.")


@contextmanager
def chosen(context: click.Context, beginning: str) -> Iterator[tuple[Cursor, str]]:
    """Give a cursor and the return_id that begins so; Refusal when none does, or several do."""
    from cdmon.returns.kept import full_id

    with store(context).cursor() as cursor:
        yield cursor, full_id(cursor, beginning)


def decide(context: click.Context, beginning: str, kind: str, reason: str, restatement: str | None, explanation: str) -> None:
    """Take a decision and print the figures it changes; Refusal when it cannot be taken."""
    from cdmon.acts.decide import RestatementNeeded
    from cdmon.acts.decide import decide as take
    from cdmon.acts.restate import Restatement
    from cdmon.definitions import load

    known = ", ".join(load().restatements)
    if restatement is not None and restatement not in load().restatements:
        raise click.UsageError(f"There is no reason {restatement!r} for a restatement. The reasons are: {known}.")
    why = None if restatement is None else Restatement(restatement, explanation)
    with chosen(context, beginning) as (_, full):
        pass
    try:
        effect = take(store(context), full, kind, who(context), reason, why)
    except RestatementNeeded as refusal:
        raise Refusal(f"{refusal} Give --restatement ({known}) and --explanation.") from refusal
    click.echo(f"{load().decisions[kind].title}: {full}.")
    tell(effect)


def tell(effect: pd.DataFrame) -> None:
    """Print which figures a decision changed."""
    from cdmon.tables.effect import READ

    if effect.empty:
        click.echo("No figure of the factor tables has changed.")
    else:
        print_frame(effect[READ])
