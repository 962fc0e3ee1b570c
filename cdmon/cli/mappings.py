"""The commands about surveys of other tools: a mapping that may fit a file, and those that were used."""

from pathlib import Path

import click

from cdmon.cli.shared import all_known, file_argument, json_option, print_json, show, uploaded, write


@click.command()
@file_argument
@click.option("--dataset", default="", metavar="CODE", help="The survey: residents, sector or agencies; that which fits best if not given.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The mapping to write (.yaml).")
@click.pass_context
def mapping(context: click.Context, file: Path, dataset: str, output: Path) -> None:
    """Suggest a mapping for FILE, a survey of another tool, as a file to be looked through and confirmed."""
    from cdmon.returns.foreign import as_yaml_of, foreign

    with all_known(context) as known:
        offer = foreign(known, uploaded(file), dataset)
    write(output, as_yaml_of(offer.suggested.mapping, offer.survey, offer.found.counts).encode())
    found = offer.suggested.mapping
    matched, doubtful, left = len(found.matches), len(offer.suggested.doubtful), len(found.not_used)
    click.echo(f"Wrote {output}: {matched} columns matched ({doubtful} of them doubtful), {left} not used.")


@click.command()
@json_option
@click.pass_context
def mappings(context: click.Context, as_json: bool) -> None:
    """List the mappings by which surveys of other tools were read, newest first."""
    from cdmon.tables.mappings import mappings as table
    from cdmon.tables.mappings import read_mappings

    with all_known(context) as known:
        frame = table(known)
    if as_json:
        print_json([row | {"mapping": row["mapping"].model_dump(mode="json")} for row in frame.to_dict("records")])
    else:
        show(frame, read_mappings(frame), as_json=False)
