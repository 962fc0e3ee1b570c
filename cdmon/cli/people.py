"""The commands about who may do what."""

import click

from cdmon.cli.shared import json_option, show, store, who

address_argument = click.argument("address")
name_option = click.option("--name", required=True, help="The name that what they do will bear.")
role_option = click.option(
    "--role", required=True, metavar="ROLE", help="viewer, fieldworker, team leader, evaluator, commissioner or administrator."
)
places_option = click.option(
    "--neighbourhood", "places", multiple=True, metavar="CODE", help="One that is their own; * for all. Can be repeated."
)
reason_option = click.option("--reason", required=True, metavar="TEXT", help="Why; it stays on record.")


@click.command()
@json_option
@click.pass_context
def people(context: click.Context, as_json: bool) -> None:
    """List who may do what, since when, by whom and why; who was taken off the list stands last."""
    from cdmon.tables.people import people as table
    from cdmon.tables.people import read_people

    with store(context).cursor() as cursor:
        frame = table(cursor)
    show(frame.drop(columns="step"), read_people(frame), as_json)


@click.group()
def person() -> None:
    """Put somebody on the list of people, change what they may do, or take them off it."""


@person.command("add")
@address_argument
@name_option
@role_option
@places_option
@reason_option
@click.pass_context
def add(context: click.Context, address: str, name: str, role: str, places: tuple[str, ...], reason: str) -> None:
    """Put somebody on the list by the ADDRESS with which they sign in."""
    keep(context, address, name, role, places, reason)


@person.command("change")
@address_argument
@name_option
@role_option
@places_option
@reason_option
@click.pass_context
def change(context: click.Context, address: str, name: str, role: str, places: tuple[str, ...], reason: str) -> None:
    """Give somebody on the list another name, role or neighbourhoods: all that is not named here again is theirs no more."""
    keep(context, address, name, role, places, reason)


@person.command("end")
@address_argument
@reason_option
@click.pass_context
def end(context: click.Context, address: str, reason: str) -> None:
    """Take somebody off the list. What they did stays under their name."""
    from cdmon.acts.people import end_person

    end_person(store(context), address, who(context), reason)
    click.echo(f"Taken off the list: {address}.")


def keep(context: click.Context, address: str, name: str, role: str, places: tuple[str, ...], reason: str) -> None:
    """Keep what somebody may do, and say so."""
    from cdmon.acts.people import keep_person

    keep_person(store(context), address, name, role, places, who(context), reason)
    click.echo(f"Kept: {name} ({address}) is {role}.")
