"""The commands that look into returns, decide about them and say which names are one group's."""

import csv
import json
from datetime import datetime

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.returns.submit import submit
from cdmon.tables.known import Known
from cdmon.tables.returns import returns
from cdmon.workbooks.cells import Upload
from tests.workbooks import groups_workbook, programme_workbook

FILES = [groups_workbook("2024-05", [{"name": name}, {"name": "Choir"}]) for name in ("Lunch club", "Luncheon clubs")]


def send(database):
    """Send a set-up in which a person accepts, and two versions of a register of May 2024 in its June; neither is accepted yet."""
    workbook = programme_workbook(acceptance="by a person")
    submit(database, Upload("set-up.xlsx", workbook), "Ann", datetime(2024, 5, 2), tell_effect=False)
    for day, content in enumerate(FILES, start=5):
        submit(database, Upload(f"{day}.xlsx", content), "Ann", datetime(2024, 6, day, 12), tell_effect=False)


@pytest.fixture
def sent(copy_of):
    """That programme's store."""
    return copy_of(send)


@pytest.fixture
def run(sent):
    """Run a command on that store."""

    def command(*words):
        return CliRunner().invoke(main, ["--database", sent.url, *map(str, words)], catch_exceptions=False)

    return command


@pytest.fixture
def ids(sent):
    """The return_ids of the two versions, in the order in which they were sent."""
    with sent.cursor() as cursor:
        table = returns(Known(cursor))
    return table["return_id"][table["dataset"] == "groups"].tolist()[::-1]


def rows(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_history_lists_every_version_and_can_be_narrowed(run, ids):
    listed = rows(run("history", "--json"))
    assert [row["return_id"] for row in listed[:2]] == ids[::-1]
    assert (listed[-1]["dataset"], listed[-1]["neighbourhood"], listed[-1]["period"]) == ("programme", None, None)
    assert [row["standing"] for row in rows(run("history", "--dataset", "groups", "--json"))] == ["submitted", "submitted"]
    assert rows(run("history", "--neighbourhood", "N02", "--json")) == rows(run("history", "--period", "2024-06", "--json")) == []
    assert [row["return_id"] for row in rows(run("history", "--dataset", "groups", "--as-at", "2024-06-05", "--json"))] == ids[:1]
    text = run("history", "--neighbourhood", "N01").stdout
    assert text.splitlines()[1].split("  ")[0] == ids[1][:8]
    assert "waiting for a decision" in text


def test_a_file_comes_back_byte_for_byte(run, ids, tmp_path):
    result = run("file", ids[0][:13], "--output", tmp_path / "kept.xlsx")
    assert (tmp_path / "kept.xlsx").read_bytes() == FILES[0]
    assert "sent as 5.xlsx" in result.stdout


def test_changes_are_told_row_by_row(run, ids):
    found = rows(run("changes", ids[1], "--json"))
    assert found["counts"] == [{"sheet": "Groups", "new": 1, "changed": 0, "unchanged": 1, "gone": 1}]
    assert {(cell["row"], cell["state"]) for cell in found["cells"]} == {("Luncheon clubs", "new"), ("Lunch club", "gone")}
    assert "Luncheon clubs" in run("changes", ids[1]).stdout


def test_a_decision_tells_what_it_changed(run, ids):
    accepted = run("accept", ids[0])
    assert (accepted.exit_code, accepted.stdout.splitlines()[0]) == (0, f"Accepted: {ids[0]}.")
    assert "2, May 2024" in accepted.stdout
    sent_back = run("send-back", ids[1], "--reason", "The name is wrong")
    assert sent_back.stdout == f"Sent back: {ids[1]}.\nNo figure of the factor tables has changed.\n"
    (row,) = (row for row in rows(run("history", "--json")) if row["return_id"] == ids[1])
    assert (row["standing"], row["reason"]) == ("sent back", "The name is wrong")


def test_what_cannot_be_decided_is_a_sentence(run, ids):
    for words, sentence in {
        ("accept", "none"): "There is no return 'none'",
        ("withdraw", ids[0]): "Give a reason",
        ("accept", ids[0], "--restatement", "boredom"): "There is no reason 'boredom' for a restatement. The reasons are: error, late",
    }.items():
        result = run(*words)
        assert result.exit_code != 0
        assert sentence in result.stderr


def test_a_correction_to_a_stage_that_is_over_needs_its_reason(run, ids):
    run("accept", ids[0])
    refused = run("withdraw", ids[0], "--reason", "Sent by mistake")
    assert refused.exit_code == 1
    assert "Give --restatement (error, late, source, method, other) and --explanation" in refused.stderr
    words = ("--reason", "Sent by mistake", "--restatement", "error", "--explanation", "It was another neighbourhood's.")
    assert run("withdraw", ids[0], *words).exit_code == 0


def test_the_audit_trail_is_written_as_csv(run, tmp_path):
    assert run("audit", "--output", tmp_path / "audit.csv").exit_code == 0
    with (tmp_path / "audit.csv").open(newline="", encoding="utf-8") as lines:
        assert [line["kind"] for line in csv.DictReader(lines)] == ["submitted", "submitted", "accepted", "submitted"]
    run("audit", "--output", tmp_path / "then.csv", "--as-at", "2024-05-31")
    assert len((tmp_path / "then.csv").read_text().splitlines()) == 3


def test_groups_are_listed_and_two_names_can_be_one_groups(run, ids):
    run("accept", ids[0])
    assert [row["group"] for row in rows(run("groups", "N01", "--json"))] == ["Choir", "Lunch club"]
    assert "Lunch club" in run("groups").stdout
    assert rows(run("groups", "--as-at", "2024-06-30", "--json")) == []
    assert run("same-group", "N01", "Lunch club", "Choir").stdout == "Kept: Lunch club stands for Choir.\n"
    assert len(rows(run("groups", "--json"))) == 1
    assert run("same-group", "N01", "Lunch club", "--own").exit_code == 0
    assert len(rows(run("groups", "--json"))) == 2


def test_a_decision_about_names_says_what_it_lacks(run):
    assert "Give either another name or --own" in run("same-group", "N01", "Choir").stderr
    assert "Give either another name or --own" in run("same-group", "N01", "Choir", "Lunch club", "--own").stderr
    assert "No group in N01 goes by the name “Walkers”" in run("same-group", "N01", "Walkers", "--own").stderr
