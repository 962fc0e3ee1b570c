"""The commands about the tokens by which other programs read the feeds."""

from datetime import date, datetime, timedelta

import click

from cdmon.cli.shared import Commands, json_option, place_option, show, store, who
from cdmon.clock import today

reason_option = click.option("--reason", required=True, help="Why; it is kept.")


@click.group(cls=Commands)
def token() -> None:
    """Make, list and end the tokens by which other programs read the feeds."""


@token.command("make")
@click.argument("holder")
@place_option
@click.option("--calendar", is_flag=True, help="It opens the calendar of due dates alone, and may stand in an address.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Its last day; in a year if not given.")
@reason_option
@click.pass_context
def make(context: click.Context, holder: str, neighbourhood: str | None, calendar: bool, until: datetime | None, reason: str) -> None:
    """Make a token for whoever reads by it (HOLDER), and print it: this once, for the store keeps its hash alone."""
    from cdmon.acts.token import make_token

    kind, last = "calendar" if calendar else "tables", until.date() if until else in_a_year()
    click.echo(make_token(store(context), kind, holder, last, who(context), reason, neighbourhood or ""))
    click.echo("Keep it as you keep a password: it is shown this once.", err=True)


def in_a_year() -> date:
    """Return the last day of a token that is made today and no other is said of."""
    return today() + timedelta(days=365)


@token.command("list")
@json_option
@click.pass_context
def list_all(context: click.Context, as_json: bool) -> None:
    """List the tokens there are and were."""
    from cdmon.tables.known import Known
    from cdmon.tables.tokens import read_tokens, tokens

    with store(context).cursor() as cursor:
        frame = tokens(Known(cursor))
    show(frame.drop(columns="hash"), read_tokens(frame), as_json)


@token.command("end")
@click.argument("beginning")
@reason_option
@click.pass_context
def end(context: click.Context, beginning: str, reason: str) -> None:
    """Let a token open nothing any more; it is named by what stands first in the list (BEGINNING)."""
    from cdmon.acts.token import end_token

    end_token(store(context), beginning, who(context), reason)
    click.echo("Ended.")
