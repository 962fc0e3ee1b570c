"""What the commands of the command line share: the store they open, their options, and how they print."""

import getpass
import json
import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import click
import pandas as pd

from cdmon.clock import in_uk, past_day
from cdmon.database import Database, open_database
from cdmon.person import Person
from cdmon.refusal import Refusal

if TYPE_CHECKING:
    from cdmon.workbooks.cells import Upload


class Day(click.ParamType[date]):
    """A day that has come, written YYYY-MM-DD."""

    name = "day"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day that was typed; ends the command with a sentence where it is none, or lies in the future."""
        if isinstance(value, date):
            return value
        try:
            return past_day(value)
        except Refusal as refusal:
            self.fail(str(refusal), param, ctx)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
as_at_option = click.option("--as-at", type=Day(), metavar="YYYY-MM-DD", help="Show what was known at the end of this day.")
provisional_option = click.option("--provisional", is_flag=True, help="Count returns that nobody has accepted yet.")
place_option = click.option("--neighbourhood", metavar="CODE", help="Only one neighbourhood.")
place_argument = click.argument("neighbourhood", required=False)
file_argument = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
mapping_option = click.option(
    "--mapping", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Read a survey of another tool by this mapping (YAML)."
)

P = ParamSpec("P")
R = TypeVar("R")


def table_options(command: Callable[Concatenate[click.Context, P], R]) -> Callable[P, R]:
    """Give a command that shows a table its context and arguments: neighbourhood, as_at, provisional and as_json."""
    return place_argument(as_at_option(provisional_option(json_option(click.pass_context(command)))))


class Commands(click.Group):
    """A group of commands that end with a plain sentence where what is asked for cannot be done."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command; what a person is told (Refusal) ends it as click's own errors do."""
        try:
            return super().invoke(context)
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from refusal


def store(context: click.Context) -> Database:
    """Open the store the command line names, for whoever is at the machine or for the `--person` named; Refusal when that cannot be."""
    from cdmon.rights import person_at

    database, address = open_database(context.obj), context.find_root().params.get("person")
    return database.as_asked_by(person_at(database, address) if address else Person(getpass.getuser(), "administrator"))


def who(context: click.Context) -> str:
    """Return the name that what is done here bears."""
    return store(context).person.name


def uploaded(file: Path, mapping: Path | None = None) -> "Upload":
    """Read a file as it is sent, with the mapping that it is to be read by; Refusal when that is none."""
    from cdmon.workbooks.cells import Upload
    from cdmon.workbooks.mapping import read_mapping

    said = read_mapping(mapping.read_text(encoding="utf-8", errors="replace"), mapping.name) if mapping else None
    return Upload(file.name, file.read_bytes(), said)


def write(output: Path, content: bytes) -> None:
    """Write a file that somebody named; Refusal when that cannot be."""
    try:
        output.write_bytes(content)
    except OSError as error:
        raise Refusal(str(error)) from error


@contextmanager
def known_of(context: click.Context, place: str | None = None, as_at: date | None = None, provisional: bool = False) -> Iterator[Any]:
    """Give what people look at as at a day; Refusal when `place` is no neighbourhood of that day.

    Said beside the table (on standard error): that nothing had been set up by then, or what came after the day that the programme is
    looked at from.
    """
    from cdmon.tables.known import Known, place_of
    from cdmon.tables.later import later
    from cdmon.wording import day

    with store(context).cursor() as cursor:
        known = Known.in_view(cursor, as_at, provisional)
        say_before(known)
        place_of(known if known.programme else Known(cursor), place)
        if as_at is None and known.as_at is not None and (since := later(known)):
            click.echo(f"Figures as at {day(known.as_at)}: {since} Give --as-at for another day.", err=True)
        yield known


@contextmanager
def all_known(context: click.Context, as_at: date | None = None) -> Iterator[Any]:
    """Give all that is known now, or was on a day, whatever day the programme is looked at from."""
    from cdmon.tables.known import Known

    with store(context).cursor() as cursor:
        known = Known(cursor, as_at)
        say_before(known)
        yield known


def say_before(known: Any) -> None:
    """Say on standard error that no programme had been set up by the day that is looked at, where it had not."""
    from cdmon.tables.known import not_set_up

    if known.as_at is not None and known.programme is None:
        click.echo(not_set_up(known.as_at), err=True)


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
    """Return content with every NaN, infinity, NaT and blank period made None, and every moment (…_at) in United Kingdom time."""
    if is_dataclass(content) and not isinstance(content, type):
        return plain(asdict(content))
    if isinstance(content, dict):
        return {key: (None if key == "period" and value == "" else told_moment(key, value)) for key, value in content.items()}
    if isinstance(content, list):
        return [plain(each) for each in content]
    if content is pd.NaT or content is pd.NA or (isinstance(content, float) and not math.isfinite(content)):
        return None
    return content.isoformat() if isinstance(content, date) else content.item() if hasattr(content, "item") else content


def told_moment(key: str, value: Any) -> Any:
    """Return an instant of the store (UTC) as the clock in the United Kingdom showed it, with its zone; anything else as `plain` does."""
    if key.endswith("_at") and isinstance(value, datetime) and value is not pd.NaT:
        return in_uk(value).isoformat(timespec="seconds")
    return plain(value)


def print_frame(frame: pd.DataFrame) -> None:
    """Print a table for reading, its columns aligned to the left."""
    texts = frame.astype(str)
    widths = {name: max([len(str(name)), *texts[name].str.len()]) for name in texts.columns}
    for line in [dict(zip(widths, widths, strict=True)), *texts.to_dict("records")]:
        click.echo("  ".join(str(line[name]).ljust(width) for name, width in widths.items()).rstrip())


@contextmanager
def telling(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give what to tell how much is done of how much; it is shown as a bar on standard error."""
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield tell
