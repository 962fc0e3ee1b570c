"""The commands that show what was seen and said, and what others publish: effects, what came of what residents raised, context."""

from dataclasses import asdict
from datetime import date

import click

from cdmon.cli.shared import known_of, print_frame, print_json, show, table_options


@click.command()
@table_options
def effects(context: click.Context, neighbourhood: str | None, as_at: date | None, provisional: bool, as_json: bool) -> None:
    """Show the effects observed in a NEIGHBOURHOOD, or everywhere: how many of each kind, and each of them."""
    from cdmon.tables.effects import effects as table
    from cdmon.tables.effects import read_effects, read_summary, summary

    with known_of(context, neighbourhood, as_at, provisional) as known:
        frame = table(known, neighbourhood)
    counts = summary(frame)
    if as_json:
        print_json({"summary": counts.to_dict("records"), "effects": frame.to_dict("records")})
    else:
        print_frame(read_summary(counts))
        click.echo()
        print_frame(read_effects(frame))


@click.command("ratings")
@table_options
def own_ratings(context: click.Context, neighbourhood: str | None, as_at: date | None, provisional: bool, as_json: bool) -> None:
    """Show the ratings of the programme's own aspects of a NEIGHBOURHOOD, or of all, in words and with their grounds."""
    from cdmon.tables.own_ratings import own_ratings as table
    from cdmon.tables.own_ratings import read_own_ratings

    with known_of(context, neighbourhood, as_at, provisional) as known:
        frame = table(known, neighbourhood)
    show(frame, read_own_ratings(frame), as_json)


@click.command()
@table_options
def threads(context: click.Context, neighbourhood: str | None, as_at: date | None, provisional: bool, as_json: bool) -> None:
    """Show what residents of a NEIGHBOURHOOD, or of all, said and what was done about it, the figures first."""
    from cdmon.tables.dialogue import dialogue, read_dialogue
    from cdmon.tables.threads import improvements, read_threads, thread_steps
    from cdmon.tables.threads import threads as table

    with known_of(context, neighbourhood, as_at, provisional) as known:
        numbers, frame, steps, changed = (find(known, neighbourhood) for find in (dialogue, table, thread_steps, improvements))
    if as_json:
        found = {"dialogue": numbers, "threads": frame, "steps": steps, "improvements": changed}
        print_json({name: rows.to_dict("records") for name, rows in found.items()})
    else:
        print_frame(read_dialogue(numbers))
        click.echo()
        print_frame(read_threads(frame, steps))


@click.command()
@table_options
def context(context: click.Context, neighbourhood: str | None, as_at: date | None, provisional: bool, as_json: bool) -> None:
    """Show the published statistics of a NEIGHBOURHOOD, or of all taken together, over their periods and beside other areas."""
    from cdmon.tables.context import CAVEATS, read_context
    from cdmon.tables.context import context as table

    with known_of(context, neighbourhood, as_at, provisional) as known:
        frame = table(known, neighbourhood)
    if as_json:
        rows = frame.to_dict("records")
        print_json([row | {"figures": [asdict(each) for each in row["figures"]]} for row in rows])
    else:
        print_frame(read_context(frame))
        click.echo(CAVEATS)


@click.command()
@table_options
def goals(context: click.Context, neighbourhood: str | None, as_at: date | None, provisional: bool, as_json: bool) -> None:
    """Show the goals that residents of a NEIGHBOURHOOD, or of all, set themselves, the newest first."""
    from cdmon.tables.goals import goals as table
    from cdmon.tables.goals import read_goals

    with known_of(context, neighbourhood, as_at, provisional) as known:
        frame = table(known, neighbourhood)
    show(frame, read_goals(frame), as_json)


@click.command()
@table_options
def risks(context: click.Context, neighbourhood: str | None, as_at: date | None, provisional: bool, as_json: bool) -> None:
    """Show the risks of a NEIGHBOURHOOD, or of all and of the programme: the open ones first, of these the worst."""
    from cdmon.tables.risks import read_risks
    from cdmon.tables.risks import risks as table

    with known_of(context, neighbourhood, as_at, provisional) as known:
        frame = table(known, neighbourhood)
    show(frame, read_risks(frame), as_json)


@click.command()
@table_options
def support(context: click.Context, neighbourhood: str | None, as_at: date | None, provisional: bool, as_json: bool) -> None:
    """Show what supports groups of a NEIGHBOURHOOD, or of all: meeting spaces by cost, then each space, post, sum and contribution."""
    from cdmon.tables.support import read_spaces, read_support, spaces
    from cdmon.tables.support import support as table

    with known_of(context, neighbourhood, as_at, provisional) as known:
        frame = table(known, neighbourhood)
    if as_json:
        print_json({"spaces": spaces(frame).to_dict("records"), "support": frame.to_dict("records")})
    else:
        print_frame(read_spaces(spaces(frame)))
        click.echo()
        print_frame(read_support(frame))


@click.command("partnership")
@table_options
def partnership_checklist(context: click.Context, neighbourhood: str | None, as_at: date | None, provisional: bool, as_json: bool) -> None:
    """Show the steps of the programme's own checklist in a NEIGHBOURHOOD, or in all; in JSON every change of each."""
    from cdmon.tables.partnership import partnership, partnership_changes, read_partnership

    with known_of(context, neighbourhood, as_at, provisional) as known:
        changes, table = partnership_changes(known, neighbourhood), partnership(known, neighbourhood)
    show(changes, read_partnership(table), as_json)
