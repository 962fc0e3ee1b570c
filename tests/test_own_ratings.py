"""The programme's own rated aspects and the determinants of evidence: in words, with grounds, and no change without described levels."""

from collections.abc import Mapping
from io import BytesIO

from click.testing import CliRunner
from openpyxl import load_workbook

from cdmon.__main__ import main
from cdmon.database import Database
from cdmon.returns.blank import blank
from cdmon.returns.check import check
from cdmon.tables.effects import accounts, effects, read_accounts, read_effects
from cdmon.tables.known import Known
from cdmon.tables.own_ratings import own_ratings, read_own_ratings
from cdmon.workbooks.cells import Upload
from tests.conftest import send
from tests.workbooks import evidence_workbook, instructions, programme_workbook, table, workbook

CONTROL = ["agency_and_control", "Agency and control", "elsewhere", "asked", "some of it", "all of it"]
FUNDING = ["flexible_funding", "Flexible funding"]
HEADINGS = ["Code", "Title", "Level 1", "Level 2", "Level 3", "Level 4"]
EVALUATOR = {"rated_by": "independent evaluator"}


def set_up(database: Database, *aspects: list[str]) -> None:
    send(database, programme_workbook(sheets={"Rating aspects": [HEADINGS, *aspects]}))


def rated(month: str, *rows: Mapping[str, object]) -> bytes:
    return workbook({"Instructions": instructions("N01", month), "Ratings": table(EVALUATOR | row for row in rows)})


def told(database: Database) -> list[list[str]]:
    with database.cursor() as cursor:
        return read_own_ratings(own_ratings(Known(cursor), "N01")).values.tolist()


def test_an_aspect_of_the_programmes_own_is_told_in_its_words_with_grounds_and_change(database):
    set_up(database, CONTROL)
    send(database, rated("2024-10", {"aspect": "Agency and control", "level": 2, "note": "Asked once"}))
    send(database, rated("2026-10", {"aspect": "agency_and_control", "level": 3}))
    assert told(database) == [
        [
            "Agency and control",
            "2 of 4: asked (rated by independent evaluator, October 2024): “Asked once”",
            "3 of 4: some of it (rated by independent evaluator, October 2026), no grounds given",
            "+1 level",
            "N01",
        ]
    ]
    printed = CliRunner().invoke(main, ["--database", database.url, "ratings", "N01", "--json"], catch_exceptions=False).stdout
    assert '"grounds": "Asked once"' in printed


def test_without_described_levels_no_change_is_told(database):
    set_up(database, FUNDING)
    send(database, rated("2024-10", {"aspect": "Flexible funding", "level": 2}))
    send(database, rated("2026-10", {"aspect": "Flexible funding", "level": 4}))
    ((_, then, _, change, _),) = told(database)
    assert then == "2 of 4 (rated by independent evaluator, October 2024), no grounds given"
    assert change == "no change is told: the levels are not described"


def test_the_most_independent_rater_counts_and_another_kind_later_is_not_compared(database):
    set_up(database, CONTROL)
    team = {"aspect": "agency_and_control", "level": 4, "rated_by": "fieldworkers"}
    send(database, rated("2024-10", team, team | {"level": 1, "rated_by": "steering group"}))
    send(database, rated("2026-10", team))
    ((_, then, _, change, _),) = told(database)
    assert then.startswith("1 of 4: elsewhere (rated by steering group")
    assert change == "not comparable: rated by steering group, then fieldworkers"


def test_an_aspect_nobody_has_set_up_is_told_with_those_that_are_there(database):
    set_up(database, CONTROL)
    with database.cursor() as cursor:
        (problem,) = check(Known(cursor), Upload("r.xlsx", rated("2024-10", {"aspect": "Long-term funding", "level": 2}))).problems
    assert problem.code == "cell-unknown-aspect" and "agency_and_control" in problem.message and "networking" in problem.message


def test_the_template_offers_both_the_handbooks_and_the_programmes_own(database):
    set_up(database, CONTROL)
    content = blank(database, "ratings", "N01", "2026-09")
    offered = [each.formula1 for each in load_workbook(BytesIO(content))["Ratings"].data_validations.dataValidation]
    assert any("Agency and control" in each and "How well groups work together" in each for each in offered), offered


def test_evidence_may_name_a_determinant_and_says_so_where_any_does(programme_store):
    rows = [
        {"kind": "observed effect", "intended": "intended", "effect": "beneficial", "determinant": "Healthy sustainable places"},
        {"kind": "testimony"},
    ]
    send(programme_store, evidence_workbook("2024-10", rows))
    with programme_store.cursor() as cursor:
        known = Known(cursor)
        assert read_effects(effects(known))["Determinant"].tolist() == ["Healthy sustainable places"]
        assert "Determinant" not in read_accounts(accounts(known))
