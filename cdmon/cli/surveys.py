"""The commands that show what a survey says beside the six factors: other questions, and who answered."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import click
import pandas as pd

from cdmon.cli.shared import as_at_option, json_option, known_of, print_frame, print_json, provisional_option, table_options
from cdmon.cli.tables import change_object, figure_object


@click.command()
@table_options
def answers(context: click.Context, neighbourhood: str | None, as_at: date | None, provisional: bool, as_json: bool) -> None:
    """Show what was answered to the questions that no indicator uses, the programme's own among them, in a NEIGHBOURHOOD or in all."""
    from cdmon.tables.answers import SURVEYS, read_answers
    from cdmon.tables.answers import answers as table

    with known_of(context, neighbourhood, as_at, provisional) as known:
        frame = pd.concat([table(known, survey, neighbourhood) for survey in SURVEYS], ignore_index=True)
    if as_json:
        first = ["survey", "factor", "question", "label", "own", "answer", "kind"]
        print_json(
            [
                {name: row[name] for name in first}
                | {role: figure_object(row[role], provisional) for role in ("baseline", "latest")}
                | {"change": change_object(row["change"], "proportion"), "verdict": row["verdict"], "remark": row["remark"]}
                for row in frame.to_dict("records")
            ]
        )
    else:
        print_frame(read_answers(frame))


@click.command()
@as_at_option
@provisional_option
@json_option
@click.pass_context
def respondents(context: click.Context, as_at: date | None, provisional: bool, as_json: bool) -> None:
    """Show who answered the residents' survey beside the census, what each group said, and who came to activities for the first time."""
    from cdmon.tables.reached import reached, read_reached
    from cdmon.tables.respondents import by_group, read_by_group, read_respondents
    from cdmon.tables.respondents import respondents as table
    from cdmon.tables.rounds import read_rounds, rounds

    with known_of(context, None, as_at, provisional) as known:
        found = {"rounds": rounds(known), "who": table(known), "by_group": by_group(known), "reached": reached(known)}
    if as_json:
        print_json({name: [plain_figure(row) for row in frame.to_dict("records")] for name, frame in found.items()})
        return
    reads = {"rounds": read_rounds, "who": read_respondents, "by_group": read_by_group, "reached": read_reached}
    for name, frame in found.items():
        print_frame(reads[name](frame))
        click.echo()


def plain_figure(row: dict[Hashable, Any]) -> dict[Hashable, Any]:
    """Return a row as JSON has it: its figure as that of other commands, with how many are counted and its note."""
    told = row.get("figure")
    if told is None:
        return row
    more = {"n_counted": None if told.n_counted != told.n_counted else int(told.n_counted), "note": told.note}
    return row | {"figure": figure_object(told) | more}
