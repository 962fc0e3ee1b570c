"""What a person is told is an exception class of its own: any other exception is a fault of ours, and shown as one."""

import ast
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import cdmon
from cdmon.__main__ import main
from cdmon.acts.decide import DecisionError, RestatementNeeded
from cdmon.cli.shared import Commands
from cdmon.database import StoreError
from cdmon.example import ExampleError
from cdmon.refusal import Refusal

# Guards against a mistake of ours, which nobody's input can reach.
OURS = {"disclosure.py", "tables/accepted_rows.py", "statistics/samples.py", "value/worth.py"}


def test_everything_that_is_told_is_a_refusal():
    assert all(issubclass(kind, Refusal) for kind in (StoreError, DecisionError, RestatementNeeded, ExampleError))
    assert not issubclass(Refusal, ValueError)


def test_nothing_that_is_told_is_a_value_error():
    folder = Path(cdmon.__file__).parent
    calls = {path: [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Raise)] for path in folder.rglob("*.py")}
    raising = {str(path.relative_to(folder)) for path, nodes in calls.items() if any("ValueError" in ast.dump(node) for node in nodes)}
    assert raising == OURS


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["template", "weekly", "--output", "a.xlsx"], "There is no dataset 'weekly'"),
        (["calendar", "--output", "a.ics"], "No programme has been set up in this store yet."),
        (["export", "kpis", "--output", "a.csv"], "No programme has been set up in this store yet."),
        (["same-group", "N01", "Choir", "Singers"], "No group in N01 goes by the name “Choir”."),
        (["accept", "none"], "There is no return 'none' in this store."),
        (["audit", "--output", "no/such/folder/a.csv"], "No such file or directory"),
        (["factors", "N99"], "There is no neighbourhood 'N99'. None is set up yet."),
    ],
)
def test_a_command_ends_with_the_sentence(database, words, sentence):
    ended = CliRunner().invoke(main, ["--database", database.url, *words])
    assert ended.exit_code == 1 and f"Error: {sentence}" in ended.output.replace("[Errno 2] ", "")


def test_a_fault_of_ours_is_not_told_as_the_persons():
    @click.group(cls=Commands)
    def broken(): ...

    @broken.command()
    def command():
        raise ValueError("cannot reindex on an axis with duplicate labels")

    ended = CliRunner().invoke(broken, ["command"])
    assert isinstance(ended.exception, ValueError) and "Error:" not in ended.output
