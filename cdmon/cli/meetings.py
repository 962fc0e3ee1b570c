"""The commands about what has changed since people last met."""

from datetime import date
from math import isnan
from typing import TYPE_CHECKING

import click

from cdmon.cli.shared import Day, json_option, known_of, place_option, print_frame, print_json, store, who
from cdmon.clock import today
from cdmon.refusal import Refusal

if TYPE_CHECKING:
    from cdmon.tables.compare import State


@click.command()
@click.argument("before", type=Day(), metavar="[DATE]", required=False)
@click.argument("after", type=Day(), metavar="[DATE]", required=False)
@place_option
@json_option
@click.pass_context
def compare(context: click.Context, before: date | None, after: date | None, neighbourhood: str | None, as_json: bool) -> None:
    """Show which verdicts are others, and which figures were corrected, between two days.

    The earlier one is that of the last meeting on record if not given, the later one today.
    """
    from cdmon.tables.compare import compare as table
    from cdmon.tables.compare import read_compare
    from cdmon.tables.known import Known
    from cdmon.tables.meetings import last_meeting, meetings

    with known_of(context, neighbourhood, after) as now:
        before = before or last_meeting(meetings(Known(now.cursor)), now.programme.today if now.programme else today())
        if before is None:
            raise Refusal("No meeting is on record. Give a day to compare with, or record one with the command meeting.")
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


@click.command()
@click.argument("held_on", type=Day(), metavar="DATE")
@click.option("--cancel", is_flag=True, help="It was recorded by mistake.")
@click.pass_context
def meeting(context: click.Context, held_on: date, cancel: bool) -> None:
    """Keep that the steering group met on a day: what has changed is told since the last meeting."""
    from cdmon.acts.meet import record_meeting
    from cdmon.wording import day

    record_meeting(store(context), held_on, who(context), not cancel)
    click.echo(f"{'Taken back' if cancel else 'Kept'}: the meeting of {day(held_on)}.")
