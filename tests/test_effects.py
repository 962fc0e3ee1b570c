"""The effects that somebody observed, by kind and by who saw them, and what people and groups told."""

import json
from datetime import date, datetime

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.acts.names import SameName, decide_name
from cdmon.returns.submit import submit
from cdmon.tables.effects import accounts, effects, read_accounts, read_effects, read_summary, summary
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from tests.hostile import HOSTILE
from tests.workbooks import evidence_workbook, groups_workbook, programme_workbook

HARM = {"intended": "unintended", "effect": "detrimental"}
FACTOR_3 = "3 Mutual aid and social capital"
GOOD = {"intended": "intended", "effect": "beneficial"}
NOTHING = {"intended": "intended", "effect": "none"}


def send(database, content, at=None):
    receipt = submit(database, Upload("file.xlsx", content), "a test", at, tell_effect=False)
    assert receipt.stored, receipt.checked.problems


def seen(database, month, *rows, place="N01", at=None):
    send(database, evidence_workbook(month, rows, place), at)


def found(database, neighbourhood=None, *when, table=effects):
    with database.cursor() as cursor:
        return table(Known(cursor, *when), neighbourhood)


def counts(database, *arguments):
    return read_summary(summary(found(database, *arguments))).values.tolist()


def test_effects_come_newest_first_with_all_that_is_known_of_them(any_database):
    send(any_database, programme_workbook(), datetime(2024, 5, 2))
    quarrel = HARM | {"what": "Two groups quarrel", "date": date(2024, 10, 8), "observed_by": "group", "group_name": "Choir", "factor": 3}
    seen(any_database, "2024-10", GOOD | {"what": "Members visit each other", "date": date(2024, 10, 3)}, quarrel, at=datetime(2024, 11, 1))
    seen(any_database, "2024-11", NOTHING | {"what": "Nobody read it", "observed_by": "agency"}, place="N02", at=datetime(2024, 12, 1))
    seen(any_database, "2024-09", HARM | {"what": "Teams compete"}, place="programme", at=datetime(2024, 12, 2))
    assert read_effects(found(any_database)).values.tolist() == [
        ["Nobody read it", "No effect", "Intended", "Agency", "none named", "none named", "N02", "November 2024"],
        ["Two groups quarrel", "Detrimental", "Unintended", "Member of a group", "Choir", FACTOR_3, "N01", "8 October 2024"],
        ["Members visit each other", "Beneficial", "Intended", "Fieldworker", "none named", "none named", "N01", "3 October 2024"],
        ["Teams compete", "Detrimental", "Unintended", "Fieldworker", "none named", "none named", "Programme", "September 2024"],
    ]
    assert found(any_database, "N02")["what"].tolist() == ["Nobody read it"]
    assert found(any_database, None, date(2024, 11, 30))["what"].tolist() == ["Two groups quarrel", "Members visit each other"]
    assert found(any_database, "N01", date(2024, 10, 31)).empty


def test_all_six_kinds_are_counted_harm_first(programme_store):
    seen(programme_store, "2024-10", HARM, HARM, GOOD, GOOD, GOOD, NOTHING, {"kind": "problem"})
    assert counts(programme_store) == [["Detrimental", "2", "0"], ["Beneficial", "0", "3"], ["No effect", "0", "1"]]
    assert summary(found(programme_store))["effects"].tolist() == [2, 0, 0, 0, 3, 1]


def test_without_any_effect_each_of_the_six_is_0(database):
    assert counts(database) == [["Detrimental", "0", "0"], ["Beneficial", "0", "0"], ["No effect", "0", "0"]]
    assert read_effects(found(database)).empty and read_accounts(found(database, table=accounts)).empty


def test_an_effect_that_waits_is_shown_among_provisional_figures_only_and_marked(database):
    send(database, programme_workbook(acceptance="by a person"))
    seen(database, "2024-10", HARM | {"date": date(2024, 10, 8)})
    assert counts(database)[0] == ["Detrimental", "0", "0"]
    assert counts(database, None, None, True)[0] == ["Detrimental", "1 [provisional]", "0"]
    assert read_effects(found(database, None, None, True))["When"].tolist() == ["8 October 2024 [provisional]"]


def test_a_group_is_called_what_people_decided(programme_store):
    sent = datetime(2024, 11, 1)
    send(programme_store, groups_workbook("2024-10", [{"name": "Choir"}, {"name": "The choir"}]), sent)
    seen(programme_store, "2024-10", GOOD | {"group_name": "The choir"}, at=sent)
    decide_name(programme_store, SameName("N01", "The choir", "Choir"), "Bea", datetime(2025, 3, 1))
    assert found(programme_store)["group"].tolist() == ["Choir"]
    assert found(programme_store, None, date(2025, 2, 28))["group"].tolist() == ["The choir"]


def test_what_people_and_groups_told_is_no_effect(programme_store):
    told = [
        {"kind": kind, "what": f"A {kind}", "date": date(2024, 10, day)}
        for day, kind in enumerate(("testimony", "achievement", "problem", "case note"), 1)
    ]
    seen(programme_store, "2024-10", *told)
    table = found(programme_store, table=accounts)
    assert table["kind"].tolist() == ["case note", "problem", "achievement", "testimony"]
    first = ["A case note", "Case note", "Fieldworker", "none named", "none named", "N01", "4 October 2024"]
    assert read_accounts(table).to_numpy().tolist()[0] == first
    assert found(programme_store).empty


# The command line


@pytest.fixture
def run(programme_store):
    """Run a command on a store with one harm in N01, told in hostile words."""
    seen(programme_store, "2024-10", HARM | {"what": HOSTILE[0], "factor": 2})
    return lambda *words: CliRunner().invoke(main, ["--database", programme_store.url, "effects", *words], catch_exceptions=False)


def test_the_command_prints_the_counts_and_the_effects(run):
    told = json.loads(run("N01", "--json").stdout)
    assert told["summary"][0] == {"intended": "unintended", "effect": "detrimental", "effects": 1, "provisional": False}
    assert told["effects"] == [
        {
            "neighbourhood": "N01",
            "month": "2024-10",
            "date": None,
            "what": HOSTILE[0],
            "intended": "unintended",
            "effect": "detrimental",
            "observed_by": "fieldworker",
            "group": "",
            "factor": 2,
            "provisional": False,
            "determinant": "",
            "risk": "",
            "foreseen_in": None,
            "foreseen": "",
        }
    ]
    heading, detrimental, *_ = run("--provisional").stdout.splitlines()
    assert (heading.split(), detrimental.split()) == (["Effect", "Unintended", "Intended"], ["Detrimental", "1", "0"])
    assert json.loads(run("--as-at", "2024-05-01", "--json").stdout)["effects"] == []
    assert "There is no neighbourhood 'N99'" in run("N99").stderr
