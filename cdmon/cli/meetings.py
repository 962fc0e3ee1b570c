"""The commands about what has changed since people last met."""

from datetime import date
from math import isnan
from typing import TYPE_CHECKING

import click

from cdmon.cli.shared import Day, json_option, known_of, place_option, print_frame, print_json

if TYPE_CHECKING:
    from cdmon.tables.compare import State


@click.command()
@click.argument("before", type=Day(), metavar="DATE")
@click.argument("after", type=Day(), metavar="[DATE]", required=False)
@place_option
@json_option
@click.pass_context
def compare(context: click.Context, before: date, after: date | None, neighbourhood: str | None, as_json: bool) -> None:
    """Show which verdicts are others, and which figures were corrected, between two days; the later one is today if not given."""
    from cdmon.tables.compare import compare as table
    from cdmon.tables.compare import read_compare
    from cdmon.tables.known import Known

    with known_of(context, neighbourhood, after) as now:
        places = [neighbourhood] if neighbourhood else [None, *now.neighbourhoods["code"]]
        frame = table(Known(now.cursor, before), now, places)
    if as_json:
        rows = [
            {**{part: row[part] for part in ("neighbourhood", "indicator")}, **states(row["before"], row["after"])}
            | {part: row[part] for part in ("why", "side", "title")}
            for row in frame.to_dict("records")
        ]
        print_json(rows)
    else:
        print_frame(read_compare(frame))


def states(before: "State", after: "State") -> dict[str, object]:
    """Return how an indicator stood on both days as JSON has it."""
    return {
        name: {"value": None if told.told is None or isnan(told.told.value) else told.told.value, "verdict": told.verdict}
        for name, told in (("before", before), ("after", after))
    }
