"""The command line, `python -m cdmon`: each command calls the function that a page calls."""

import click

from cdmon.cli import (
    due,
    evidence,
    exports,
    gates,
    history,
    mappings,
    meetings,
    money,
    people,
    removals,
    reports,
    returns,
    surveys,
    tables,
    tokens,
    upkeep,
    value,
)
from cdmon.cli.shared import Commands
from cdmon.database import default_url


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--database", metavar="PATH", help="The store; CDMON_DATABASE, or data/cdmon.duckdb, if not given.")
@click.option("--person", metavar="ADDRESS", help="Do it as somebody on the programme's list of people, with their rights and name.")
@click.pass_context
def main(context: click.Context, database: str | None, person: str | None) -> None:
    """Spreadsheets of community development in health in, honest tables out."""
    context.obj = database or default_url()


found = [
    command
    for module in (
        returns,
        due,
        history,
        tables,
        exports,
        evidence,
        money,
        meetings,
        gates,
        surveys,
        mappings,
        value,
        upkeep,
        reports,
        people,
        tokens,
        removals,
    )
    for command in vars(module).values()
    if isinstance(command, click.Command)
]
within = [command for group in found if isinstance(group, click.Group) for command in group.commands.values()]  # as `report summary`
for command in found:
    if command not in within:
        main.add_command(command)

if __name__ == "__main__":
    main(prog_name="python -m cdmon")
