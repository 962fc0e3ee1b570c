"""Keeping assumptions about value: named, with who, when and why; chosen again as they were, on every kind of store."""

import json
from datetime import date, datetime

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.acts.act import AlreadyDone
from cdmon.acts.assume import keep_assumptions
from cdmon.refusal import Refusal
from cdmon.tables.assumptions import assumptions, kept_as, read_assumptions
from cdmon.tables.known import Known
from cdmon.value.assumptions import AssumptionsRefused
from tests.assumed import assumed
from tests.stored import set_up


def kept(database, as_at=None):
    with database.cursor() as cursor:
        return assumptions(Known(cursor, as_at))


def test_assumptions_are_kept_as_they_were_typed_and_none_takes_the_place_of_another(any_database):
    set_up(any_database)
    first = keep_assumptions(any_database, assumed(), "Ann", "For the board", datetime(2025, 3, 1, 12))
    second = keep_assumptions(any_database, assumed({"people": None}), "Ben", "Nobody knows", datetime(2025, 3, 2, 12))
    found = kept(any_database)
    assert found["act_id"].tolist() == [second, first]  # the newest first
    assert kept_as(found, first) == assumed()
    assert kept_as(found, second) == assumed({"people": None})  # a blank stays one
    assert read_assumptions(found).iloc[1].tolist() == ["A test", "For the board", "1 March 2025, 12:00", "Ann", first]
    assert kept(any_database, date(2025, 3, 1))["act_id"].tolist() == [first]


@pytest.mark.parametrize(
    ("told", "reason", "said"),
    [
        (assumed(name=""), "Why", "Give the assumptions a name"),
        (assumed(), " ", "say why you keep them"),
        (assumed({"deadweight": 2}), "Why", "a share lies between 0 and 1"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_kept(waves_store, told, reason, said):
    with pytest.raises(AssumptionsRefused, match=said):
        keep_assumptions(waves_store, told, "Ann", reason)
    assert kept(waves_store).empty


def test_a_second_click_keeps_nothing_more(waves_store):
    keep_assumptions(waves_store, assumed(), "Ann", "Why", act_id="one")
    with pytest.raises(AlreadyDone):
        keep_assumptions(waves_store, assumed(), "Ann", "Why", act_id="one")
    assert len(kept(waves_store)) == 1


def test_without_a_programme_there_are_no_years_to_assume_anything_about(database):
    with pytest.raises(Refusal, match="No programme has been set up"):
        keep_assumptions(database, assumed(), "Ann", "Why")


@pytest.fixture
def run(waves_store):
    return lambda *words: CliRunner().invoke(main, ["--database", waves_store.url, "value", *words])


def test_the_command_works_a_file_out_keeps_it_and_gives_it_back(run, waves_store, tmp_path):
    file, back = tmp_path / "a.yaml", tmp_path / "b.yaml"
    file.write_text(assumed().as_text())
    told = run("--assumptions", str(file), "--keep", "For the board")
    assert told.exit_code == 0 and "not from results" in told.stdout and "Net value: benefits less cost" in told.stdout
    assert "- Friendships" in told.stdout
    (act_id,) = kept(waves_store)["act_id"]
    again = run("--assumptions", act_id, "--export", str(back), "--json")
    assert back.read_text() == file.read_text()
    found = json.loads(again.stdout)
    # five years: 4,050 x (1 + 0.5/1.035 + 0.25/1.035^2 + 0.125/1.035^3 + 0.0625/1.035^4) = 7,641.12
    assert round(found["result"]["central"]["benefits"], 2) == round(sum(4050 * (0.5 / 1.035) ** year for year in range(5)), 2)
    assert found["asked_for"] == []


def test_the_command_asks_for_what_is_blank_and_works_nothing_out(run, tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text(assumed({"people": None}).as_text())
    told = run("--assumptions", str(file))
    assert "- Depression: people, years 1, 2, 3, 4, 5." in told.stdout
    assert "£" not in told.stdout
    assert json.loads(run("--assumptions", str(file), "--json").stdout)["result"] == {}


def test_without_assumptions_the_command_tells_what_others_claim_and_what_was_kept(run, waves_store):
    keep_assumptions(waves_store, assumed(), "Ann", "For the board")
    told = run().stdout
    assert "£558,714" in told and "None of these figures can be worked out again" in told and "For the board" in told
    found = json.loads(run("--json").stdout)
    assert [each["reason"] for each in found["kept"]] == ["For the board"]
    assert len(found["claims"]) == 10


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--assumptions", "nowhere"], "No assumptions were kept as “nowhere”"),
        (["--keep", "Why"], "Name the assumptions, too"),
    ],
)
def test_what_the_command_cannot_do_is_said(run, words, said):
    told = run(*words)
    assert (told.exit_code, said in told.output) == (1, True)
