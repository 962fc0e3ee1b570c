"""The commands about break clauses: what is known of their criteria, and what was decided."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click
import yaml

from cdmon.cli.shared import (
    Day,
    all_known,
    as_at_option,
    file_argument,
    json_option,
    known_of,
    place_option,
    print_frame,
    print_json,
    show,
    store,
    who,
)
from cdmon.refusal import Refusal

stage_option = click.option("--stage", type=int, required=True, help="The stage at the end of which the commissioner decides.")


@click.command()
@stage_option
@as_at_option
@json_option
@click.pass_context
def gate(context: click.Context, stage: int, as_at: date | None, as_json: bool) -> None:
    """Show what is known of each criterion of a break clause: as at the last day of its stage or, until that comes, today."""
    from cdmon.tables.gate import CAVEAT, at_cut_off, read_gate, said_in_short
    from cdmon.wording import day

    with known_of(context, None, as_at) as known:
        until, frame = at_cut_off(known, str(stage))
    if as_json:
        print_json(frame.to_dict("records"))
    else:
        click.echo(f"What was known on {day(until)}. {CAVEAT} {said_in_short(frame)}")
        print_frame(read_gate(frame))


@click.command()
@as_at_option
@json_option
@click.pass_context
def timeline(context: click.Context, as_at: date | None, as_json: bool) -> None:
    """Show the calendar: stages, break clauses and notices, how the programme works where, survey rounds, what is late or due next."""
    from cdmon.tables.timeline import read_timeline
    from cdmon.tables.timeline import timeline as table

    with all_known(context, as_at) as known:
        frame = table(known)
    show(frame, read_timeline(frame), as_json)


@click.command("decide-stage")
@stage_option
@click.option("--decision", "outcome", required=True, help="What was decided, as data/definitions/outcomes.yaml calls it.")
@click.option("--by", required=True, help="The body that decided.")
@click.option("--reason", required=True, help="Why.")
@click.option("--file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="The rest of the decision, as YAML.")
@click.pass_context
def decide_stage(context: click.Context, stage: int, outcome: str, by: str, reason: str, file: Path | None) -> None:
    """Keep what the commissioner decided at a break clause, with the record of what was known then."""
    from cdmon.acts.decide_stage import decide_stage as keep
    from cdmon.acts.decide_stage import made

    rest = read_rest(file) if file else {}
    bodies = rest.pop("decided_by", None) or [{"body": by, "office": rest.pop("office", ""), "authority": rest.pop("authority", "")}]
    decision = made(**rest | {"stage": stage, "outcome": outcome, "reasons": reason, "decided_by": bodies})
    act_id, record_hash = keep(store(context), decision, who(context))
    click.echo(f"Kept: {outcome}, at the end of stage {stage}. Decision {act_id}; SHA-256 of its record {record_hash}.")


def read_rest(file: Path) -> dict[str, Any]:
    """Return the parts of a decision that a file of YAML holds; Refusal when it holds anything else."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Refusal(f"{file} is no YAML that can be read: {error}") from error
    if not isinstance(content, dict):
        raise Refusal(f"{file} must hold the parts of the decision, each with its name.")
    return {str(name): value for name, value in content.items()}


@click.command()
@as_at_option
@json_option
@click.pass_context
def decisions(context: click.Context, as_at: date | None, as_json: bool) -> None:
    """Show what was decided at break clauses, the newest first, and the conditions of what holds."""
    from cdmon.tables.stage_decisions import conditions, read_conditions, read_stage_decisions, stage_decisions

    with all_known(context, as_at) as known:
        frame, open_ones = stage_decisions(known), conditions(known)
    if as_json:
        kept = frame.drop(columns=["criteria", "text"]).assign(record=frame["text"].map(json.loads)).to_dict("records")
        told = [row | {"details": row["details"].model_dump(mode="json")} for row in kept]
        print_json({"decisions": told, "conditions": open_ones.to_dict("records")})
    else:
        print_frame(read_stage_decisions(frame))
        click.echo()
        print_frame(read_conditions(open_ones))


@click.command()
@click.argument("decision")
@click.argument("number", type=int)
@click.option("--office", required=True, help="The office that found it done; not the one that owns the condition.")
@click.option("--evidence", required=True, help="What shows it.")
@click.option("--on", type=Day(), metavar="YYYY-MM-DD", help="The day it was found done; today if not given.")
@click.pass_context
def discharge(context: click.Context, decision: str, number: int, office: str, evidence: str, on: date | None) -> None:
    """Keep that condition NUMBER of a DECISION is met."""
    from cdmon.acts.decide_stage import discharge as keep

    keep(store(context), decision, number, office, evidence, who(context), on)
    click.echo(f"Kept: condition {number} is discharged.")


@click.command()
@click.argument("milestone")
@file_argument
@place_option
@click.option("--note", required=True, help="What the file shows.")
@click.pass_context
def attach(context: click.Context, milestone: str, file: Path, neighbourhood: str | None, note: str) -> None:
    """Put a FILE to a MILESTONE (its code) that was signed off."""
    from cdmon.acts.attach import attach as keep

    keep(store(context), milestone, neighbourhood or "", file.name, file.read_bytes(), note, who(context))
    click.echo(f"Kept: {file.name}.")


@click.command()
@place_option
@as_at_option
@json_option
@click.pass_context
def attachments(context: click.Context, neighbourhood: str | None, as_at: date | None, as_json: bool) -> None:
    """List the files that were put to milestones."""
    from cdmon.tables.attachments import attachments as table
    from cdmon.tables.attachments import read_attachments

    with known_of(context, neighbourhood, as_at) as known:
        frame = table(known, neighbourhood)
    show(frame, read_attachments(frame), as_json)
