"""The command about value: what others claim, what was assumed here, and what that comes to."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cdmon.cli.shared import all_known, json_option, print_frame, print_json, store, who
from cdmon.refusal import Refusal

if TYPE_CHECKING:
    from cdmon.tables.known import Known
    from cdmon.value.assumptions import Assumptions
    from cdmon.value.valuation import Valuation


@click.command()
@click.option("--assumptions", "source", metavar="FILE", help="What is assumed: a YAML file, or what “Kept as” says of kept assumptions.")
@click.option("--keep", "reason", metavar="WHY", help="Keep these assumptions, and why.")
@click.option("--export", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write these assumptions to a YAML file.")
@json_option
@click.pass_context
def value(context: click.Context, source: str | None, reason: str | None, export: Path | None, as_json: bool) -> None:
    """Show what the programme comes to by some assumptions; without any, what others claim and what was assumed here."""
    from cdmon.acts.assume import keep_assumptions
    from cdmon.cli.shared import write
    from cdmon.tables.known import programme_of
    from cdmon.value.valuation import valuation

    if source is None:
        if reason is not None or export is not None:
            raise Refusal("Name the assumptions, too: --assumptions FILE.")
        show_claims(context, as_json)
        return
    with all_known(context) as known:
        years, assumed = programme_of(known).years, chosen(known, source)
    found = valuation(assumed, years)
    if export is not None:
        write(export, assumed.as_text().encode())
    if reason is not None:
        click.echo(f"Kept as {keep_assumptions(store(context), assumed, who(context), reason)}.", err=True)
    if as_json:
        from cdmon.tables.value import as_numbers

        print_json(as_numbers(found))
    else:
        show_valuation(found)


def chosen(known: "Known", source: str) -> "Assumptions":
    """Return the assumptions of a file or, where there is no such file, those kept under an act's id; Refusal when there are neither."""
    from cdmon.tables.assumptions import assumptions, kept_as
    from cdmon.value.assumptions import read_assumptions

    path = Path(source)
    if path.is_file():
        return read_assumptions(path.read_text(encoding="utf-8", errors="replace"), path.name)
    return kept_as(assumptions(known), source)


def show_claims(context: click.Context, as_json: bool) -> None:
    """Print what others claim, and the assumptions that were kept."""
    from cdmon.definitions import load
    from cdmon.tables.assumptions import assumptions, read_assumptions
    from cdmon.tables.value import NOT_REPRODUCIBLE, read_claims

    with all_known(context) as known:
        kept = assumptions(known)
    if as_json:
        told = [row | {"assumptions": row["assumptions"].model_dump()} for row in kept.to_dict("records")]
        print_json({"claims": [claim.model_dump() for claim in load().claims.values()], "kept": told})
        return
    print_frame(read_claims())
    click.echo(f"\n{NOT_REPRODUCIBLE}\n")
    print_frame(read_assumptions(kept))


def show_valuation(found: "Valuation") -> None:
    """Print a calculation, or what is still asked for."""
    from cdmon.tables.value import ASKED, CAVEAT, TYPED, YEARS, discounting, read_typed, read_years, told, without

    click.echo(CAVEAT)
    if found.asked:
        click.echo(ASKED)
        for each in found.asked:
            click.echo(f"- {each}")
        return
    click.echo(f"{discounting()} {without(found)}")
    for title, frame in (told(found) | {YEARS: read_years(found), TYPED: read_typed(found)}).items():
        click.echo(f"\n{title}")
        print_frame(frame)
    click.echo("\nOn which no money is put")
    for benefit in found.assumptions.unmonetised:
        click.echo(f"- {benefit}")
