"""What the commands of the command line share: the store they open, their options, and how they print."""

import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import click
import pandas as pd

from cdmon.database import Database, open_database
from cdmon.refusal import Refusal

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
as_at_option = click.option("--as-at", type=click.DateTime(["%Y-%m-%d"]), help="Show what was known at the end of this day (YYYY-MM-DD).")
provisional_option = click.option("--provisional", is_flag=True, help="Count returns that nobody has accepted yet.")
place_argument = click.argument("neighbourhood", required=False)
file_argument = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))

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
    """Open the store the command line names; Refusal when that cannot be."""
    return open_database(context.obj)


def write(output: Path, content: bytes) -> None:
    """Write a file that somebody named; Refusal when that cannot be."""
    try:
        output.write_bytes(content)
    except OSError as error:
        raise Refusal(str(error)) from error


@contextmanager
def known_of(context: click.Context, place: str | None = None, as_at: datetime | None = None, provisional: bool = False) -> Iterator[Any]:
    """Give what the store knew on a day; ends the command when `place` is not one of its neighbourhoods."""
    from cdmon.tables.known import Known

    with store(context).cursor() as cursor:
        codes = list(Known(cursor).neighbourhoods["code"])
        if place is not None and place not in codes:
            those = f"The codes are: {', '.join(codes)}." if codes else "None is set up yet."
            raise Refusal(f"There is no neighbourhood {place!r}. {those}")
        yield Known(cursor, day(as_at), provisional)


def day(moment: datetime | None) -> date | None:
    """Return the day that was typed, None for none."""
    return None if moment is None else moment.date()


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
    """Return content with every NaN, infinity, NaT and blank period made None."""
    if is_dataclass(content) and not isinstance(content, type):
        return plain(asdict(content))
    if isinstance(content, dict):
        return {key: (None if key == "period" and value == "" else plain(value)) for key, value in content.items()}
    if isinstance(content, list):
        return [plain(each) for each in content]
    if content is pd.NaT or content is pd.NA or (isinstance(content, float) and not math.isfinite(content)):
        return None
    return content.isoformat() if isinstance(content, date) else content.item() if hasattr(content, "item") else content


def print_frame(frame: pd.DataFrame) -> None:
    """Print a table for reading, its columns aligned to the left."""
    texts = frame.astype(str)
    widths = {name: max([len(str(name)), *texts[name].str.len()]) for name in texts.columns}
    for line in [dict(zip(widths, widths, strict=True)), *texts.to_dict("records")]:
        click.echo("  ".join(str(line[name]).ljust(width) for name, width in widths.items()).rstrip())
