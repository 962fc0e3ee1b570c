"""The command that shows the programme's money."""

from datetime import date

import click

from cdmon.cli.shared import known_of, print_frame, print_json, table_options


@click.command()
@table_options
def money(context: click.Context, neighbourhood: str | None, as_at: date | None, provisional: bool, as_json: bool) -> None:
    """Show the money of a NEIGHBOURHOOD, or of the programme: totals and cost to finish, by financial year, and in JSON every sum."""
    from cdmon.tables.money import money as table
    from cdmon.tables.money_totals import money_by_year, money_totals, read_money_by_year, read_money_totals

    with known_of(context, neighbourhood, as_at, provisional) as known:
        totals, years, sums = (find(known, neighbourhood) for find in (money_totals, money_by_year, table))
    if as_json:
        print_json({name: rows.to_dict("records") for name, rows in {"totals": totals, "by_year": years, "sums": sums}.items()})
    else:
        print_frame(read_money_totals(totals))
        click.echo()
        print_frame(read_money_by_year(years))
