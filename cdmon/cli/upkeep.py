"""The commands that look after a store: is it whole, a backup, putting it back, moving it, tidying it."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import click

from cdmon.cli.shared import json_option, print_json, store


@click.command()
@json_option
@click.pass_context
def verify(context: click.Context, as_json: bool) -> None:
    """Read all of the store and say whether it is whole; exit status 1 where it is not."""
    from cdmon.upkeep.verify import verify as look

    with store(context).cursor() as cursor:
        found = look(cursor)
    if as_json:
        print_json(asdict(found) | {"tables": {name: each._asdict() for name, each in found.tables.items()}})
    else:
        click.echo(f"{found.files} files were sent, {sum(each.rows for each in found.tables.values())} rows in {len(found.tables)} tables.")
        for sentence in found.wrong or ["Every part can be read, and every file is as it was sent."]:
            click.echo(sentence)
    context.exit(1 if found.wrong else 0)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def backup(context: click.Context, file: Path) -> None:
    """Write a backup of the store into a new FILE, while people work. It is a store itself, and read back whole."""
    from cdmon.upkeep.backup import backup as write

    tell(write(context.obj, file), f"in {file}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def restore(context: click.Context, file: Path) -> None:
    """Put a backup FILE in the place of the store, which is kept under another name."""
    from cdmon.upkeep.backup import restore as put_back

    held, kept = put_back(file, context.obj)
    tell(held, "put back")
    if kept is not None:
        click.echo(f"The store that was there is kept as {kept}.")


@click.command()
@click.argument("source")
@click.argument("target")
def move(source: str, target: str) -> None:
    """Copy the store SOURCE into the empty store TARGET, be they files or lakes, and compare them row by row."""
    from cdmon.upkeep.move import move as carry

    tell(carry(source, target), "moved, the same on both sides. The old store is left as it was")


@click.command()
@click.pass_context
def maintain(context: click.Context) -> None:
    """Make few files of a lake's many, and take away what nobody reads any more; writers wait meanwhile."""
    from cdmon.upkeep.maintain import maintain as look_after

    before, after = look_after(store(context))
    click.echo(f"The lake is made of {after} files; it was of {before}, and of rows that were in none yet.")


def tell(held: Mapping[str, tuple[int, int]], what: str) -> None:
    """Say how much was copied."""
    click.echo(f"{sum(rows for rows, _ in held.values())} rows in {len(held)} tables {what}.")
