"""The commands that take what is personal out of a store."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cdmon.cli.shared import Commands, json_option, print_frame, print_json, store, who

if TYPE_CHECKING:
    from cdmon.database import Database

NOTHING_DUE = "Nothing is kept for longer than the rule of retention says."
BACKUPS = "In older backups it is still: delete them, or do the same there."
IN_A_FILE = f"It is in none of the store's bytes any more. {BACKUPS}"
IN_A_LAKE = f"It is in none of the lake's data any more; docs/data-protection.md says what is left to do about its catalog. {BACKUPS}"
reason_option = click.option("--reason", metavar="TEXT", default="", help="Why, and who decided so; it stays on record.")


@click.command()
@click.option("--carry-out", is_flag=True, help="Take it out, with --reason; without it nothing is changed.")
@reason_option
@json_option
@click.pass_context
def retention(context: click.Context, carry_out: bool, reason: str, as_json: bool) -> None:
    """Say what is kept about people for longer than data/definitions/retention.yaml says; with --carry-out take it out."""
    from cdmon.acts.remove import carry_out as take_out
    from cdmon.definitions import load
    from cdmon.rights import allow
    from cdmon.tables.known import Known
    from cdmon.tables.retention import overdue, read_overdue
    from cdmon.upkeep.scrub import scrub

    database, rules = store(context), load().retention.values()
    if carry_out:
        found = take_out(database, rules, who(context), reason)
        scrub(database)
    else:
        with database.cursor() as cursor:
            allow(cursor, "remove")
            found = overdue(Known(cursor), rules)
    if as_json:
        print_json(found.drop(columns="title").to_dict("records"))
    elif found.empty:
        click.echo(NOTHING_DUE)
    else:
        print_frame(read_overdue(found))
        click.echo(f"Taken out. {after(database)}" if carry_out else "Nothing was changed. Give --carry-out and --reason to take it out.")


@click.group(cls=Commands)
def erase() -> None:
    """Erase by a decision: cells of a kept file, or all that a respondent answered."""


@erase.command("file")
@click.argument("return_id")
@click.option("--cell", "cells", multiple=True, metavar="SHEET!CELL", help="A cell to black out, such as Groups!B4. Can be repeated.")
@click.option("--redacted", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A copy blacked out by hand.")
@reason_option
@click.pass_context
def erase_file(context: click.Context, return_id: str, cells: tuple[str, ...], redacted: Path | None, reason: str) -> None:
    """Black out cells of the file that a return came in and what they became in its rows, or put a copy in its place."""
    from cdmon.returns.erase import erase_cells, redact
    from cdmon.returns.kept import full_id
    from cdmon.upkeep.scrub import scrub
    from cdmon.workbooks.cells import Upload

    if (redacted is None) == (not cells):
        raise click.UsageError("Give either --cell or --redacted.")
    database = store(context)
    with database.cursor() as cursor:
        full = full_id(cursor, return_id)
    if redacted is None:
        erase_cells(database, full, cells, who(context), reason)
    else:
        redact(database, full, Upload(redacted.name, redacted.read_bytes()), who(context), reason)
    scrub(database)
    click.echo(f"Blacked out. {after(database)}")


@erase.command("respondent")
@click.argument("respondent")
@click.option("--dataset", default="residents", show_default=True, metavar="CODE", help="The survey that they answered.")
@reason_option
@click.pass_context
def erase_answers(context: click.Context, respondent: str, dataset: str, reason: str) -> None:
    """Take out all that a RESPONDENT answered, by the id in the file or its pseudonym; published figures stand."""
    from cdmon.returns.erase import erase_respondent
    from cdmon.upkeep.scrub import scrub

    database = store(context)
    returns = erase_respondent(database, respondent, dataset, who(context), reason)
    scrub(database)
    click.echo(f"Taken out of {returns} returns and their files. {after(database)}")


def after(database: "Database") -> str:
    """Say where what was taken out may still be."""
    return IN_A_LAKE if database.address.is_lake else IN_A_FILE
