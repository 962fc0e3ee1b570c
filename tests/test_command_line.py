"""The command line as its users meet it: exit statuses, JSON keys, plain sentences."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from cdmon.__main__ import main
from cdmon.database import Database, open_database
from cdmon.definitions import load
from tests.conftest import send
from tests.workbooks import groups_workbook, programme_workbook, survey_workbook, yes_of

FIGURE = {"value", "low", "high", "n", "period"}
CHANGE = {"value", "low", "high"}


@pytest.fixture
def run(tmp_path: Path):
    """Run a command on a store of the test's own."""
    store = tmp_path / "cdmon.duckdb"

    def command(*words: str | Path) -> Result:
        return CliRunner().invoke(main, ["--database", str(store), *map(str, words)], catch_exceptions=False)

    yield command
    open_database(str(store)).close()


def file(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def send_waves(database: Database) -> None:
    """Send a programme and two waves of 300, of whom 21 and then 36 are active."""
    for content in (
        programme_workbook(),
        survey_workbook("2024", date(2024, 10, 1), yes_of(300, 21)),
        survey_workbook("2026", date(2026, 10, 1), yes_of(300, 36)),
    ):
        send(database, content)


@pytest.fixture
def surveyed(filled, run, tmp_path: Path):
    """The same, on a store to which a programme and two waves were sent."""
    shutil.copy(filled(send_waves), tmp_path / "cdmon.duckdb")
    return run


def rows(result: Result) -> list[dict]:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_factors_of_a_neighbourhood_as_json(surveyed):
    table = {row["indicator"]: row for row in rows(surveyed("factors", "N01", "--json"))}
    assert set(table) == set(load().indicators)
    active = table["residents_active"]
    assert list(active) == [
        "neighbourhood", "factor", "indicator", "title", "kind", "unit", "baseline", "latest", "change", "verdict", "source", "provenance",
        "measured", "remark", "notes", "design", "line",
    ]  # fmt: skip
    assert (set(active["baseline"]), set(active["latest"]), set(active["change"])) == (FIGURE, FIGURE, CHANGE)
    assert [round(active["change"][part], 3) for part in ("value", "low", "high")] == [0.05, 0.003, 0.098]
    assert active["baseline"]["n"] == 300
    assert active["design"] == {"factor": 1, "known": True, "size": 300}
    assert (active["remark"], active["notes"]) == ("", {"baseline": "", "latest": ""})
    assert active["verdict"] == "rose"
    assert table["groups_counting"]["baseline"] == dict.fromkeys(FIGURE)
    assert table["groups_counting"]["verdict"] == "not collected"


def test_figures_are_computed_anew_and_it_is_said_how_many(surveyed, tmp_path):
    before = rows(surveyed("factors", "N01", "--json"))
    store = open_database(str(tmp_path / "cdmon.duckdb"))
    store.write(lambda cursor: cursor.execute("DELETE FROM estimates WHERE indicator = 'residents_active'"))
    store.close()
    assert surveyed("recompute").stdout == "2 figures are new, 0 follow a newer definition or method; the others are as they were.\n"
    assert rows(surveyed("factors", "N01", "--json")) == before


def test_without_a_neighbourhood_the_programme_comes_first_and_each_neighbourhood_after_it(surveyed):
    for command in ("factors", "kpis"):
        places = list(dict.fromkeys(row["neighbourhood"] for row in rows(surveyed(command, "--json"))))
        assert places == [None, "N01", "N02"]
    assert {row["neighbourhood"] for row in rows(surveyed("milestones", "--json"))} == {None, "N01", "N02"}


def test_kpis_and_milestones_as_json(surveyed):
    kpi = rows(surveyed("kpis", "N01", "--json"))[0]
    assert list(kpi)[:9] == ["neighbourhood", "kpi", "title", "unit", "baseline", "latest", "change", "target", "verdict"]
    assert list(kpi)[9:14] == ["target_by", "reached", "remark", "notes", "design"]
    assert list(kpi)[14:] == ["stage", "stage_title", "stage_state", "waves", "kpi_verdict", "inferred", "indicators"]
    assert [each["indicator"] for each in kpi["indicators"]] == ["residents_active", "formal_volunteering"]
    assert kpi["indicators"][0]["latest"] == kpi["latest"]  # the first one leads, and stands above as well
    assert (kpi["kpi"], kpi["target"], kpi["verdict"]) == ("people_active", None, "baseline only")
    assert (kpi["stage"], kpi["stage_state"], kpi["waves"]) == (2, "over", ["first"])  # the wave of October 2026 came after it
    milestone = rows(surveyed("milestones", "--json"))[0]
    assert list(milestone) == ["neighbourhood", "stage", "milestone", "title", "due", "state", "evidence", "parts", "signed_off_by"]
    assert (milestone["due"], milestone["state"]) == ("2024-10-31", "late")


def test_figures_as_at_a_date_before_anything_was_sent(surveyed):
    assert {row["verdict"] for row in rows(surveyed("factors", "N01", "--as-at", "2024-01-01", "--json"))} == {"not collected"}


def test_an_unknown_neighbourhood_is_a_sentence(surveyed):
    result = surveyed("factors", "N99")
    assert result.exit_code == 1
    assert "There is no neighbourhood 'N99'. The codes are: N01, N02." in result.stderr


def test_check_says_0_for_clean_1_for_problems_2_for_unreadable_and_stores_nothing(surveyed, tmp_path):
    clean = file(tmp_path, "groups.xlsx", groups_workbook("2024-10", [{}]))
    faulty = file(tmp_path, "faulty.xlsx", groups_workbook("2024-10", [{"contact": "perhaps"}]))
    foreign = file(tmp_path, "letter.xlsx", b"Dear team, here are our groups.")
    before = rows(surveyed("returns", "--json"))
    assert [surveyed("check", path).exit_code for path in (clean, faulty, foreign)] == [0, 1, 2]
    assert json.loads(surveyed("check", clean, "--json").stdout) == []
    (problem,) = json.loads(surveyed("check", faulty, "--json").stdout)
    assert list(problem) == ["code", "severity", "sheet", "cell", "column", "value", "message"]
    assert (problem["code"], problem["severity"], problem["sheet"], problem["cell"]) == ("cell-not-option", "error", "Groups", "B2")
    assert rows(surveyed("returns", "--json")) == before


def test_submit_tells_what_was_stored_and_refuses_the_same_file_again(surveyed, tmp_path):
    path = file(tmp_path, "groups.xlsx", groups_workbook("2024-10", [{}, {}]))
    receipt = json.loads(surveyed("submit", path, "--json").stdout)
    assert receipt["stored"] is True
    assert [(r["dataset"], r["neighbourhood"], r["period"], r["rows"]) for r in receipt["returns"]] == [("groups", "N01", "2024-10", 2)]
    assert "groups_counting" in {change["indicator"] for change in receipt["effect"]}
    again = surveyed("submit", path, "--json")
    assert again.exit_code == 1
    assert [problem["code"] for problem in json.loads(again.stdout)["problems"]] == ["file-already-sent"]


def test_submit_of_a_file_with_an_error_stores_nothing_and_says_so(surveyed, tmp_path):
    before = rows(surveyed("returns", "--json"))
    result = surveyed("submit", file(tmp_path, "faulty.xlsx", groups_workbook("2024-10", [{"contact": "perhaps"}])))
    assert (result.exit_code, result.stderr) == (1, "Nothing was stored.\n")
    assert "Groups B2" in result.stdout
    assert rows(surveyed("returns", "--json")) == before


def test_template_of_every_dataset_is_a_workbook(surveyed, tmp_path):
    for dataset in load().datasets:
        path = tmp_path / f"{dataset}.xlsx"
        assert surveyed("template", dataset, "--output", path).exit_code == 0
        assert load_workbook(path).sheetnames[0] == "Instructions"
    path = tmp_path / "filled.xlsx"
    assert surveyed("template", "groups", "--neighbourhood", "N01", "--period", "2026-10", "--output", path).exit_code == 0
    given = {row[0]: row[1] for row in load_workbook(path)["Instructions"].iter_rows(values_only=True) if row[0]}
    assert (given["Neighbourhood"], given["Month"]) == ("N01", "2026-10")


def test_template_of_what_is_not_there_is_a_sentence(surveyed, tmp_path):
    result = surveyed("template", "weather", "--output", tmp_path / "weather.xlsx")
    assert result.exit_code == 1
    assert "There is no dataset 'weather'" in result.stderr
    assert not (tmp_path / "weather.xlsx").exists()


def test_export_of_kpis_as_a_workbook_and_as_csv(surveyed, tmp_path):
    for name in ("kpis.xlsx", "kpis.csv"):
        assert surveyed("export", "kpis", "--output", tmp_path / name).exit_code == 0
    assert load_workbook(tmp_path / "kpis.xlsx").sheetnames[:4] == ["Cover", "Contents", "Notes", "Summary"]
    with (tmp_path / "kpis-dictionary.csv").open(newline="", encoding="utf-8") as lines:
        assert next(csv.DictReader(lines))["name"] == "neighbourhood"
    with (tmp_path / "kpis.csv").open(newline="", encoding="utf-8") as lines:
        of_kpis = sum(len(kpi.indicators) for kpi in load().kpis.values())
        assert len(list(csv.DictReader(lines))) == 3 * of_kpis
    result = surveyed("export", "kpis", "--output", tmp_path / "kpis.pdf")
    assert result.exit_code == 1
    assert "ends in .xlsx, .csv, .parquet" in result.stderr


def test_export_of_a_table_is_narrowed_and_the_data_are_not(surveyed, tmp_path):
    narrowed = ("--neighbourhood", "N01", "--factor", "1", "--stage", "2")
    assert surveyed("export", "kpis", "--output", tmp_path / "one.csv", *narrowed).exit_code == 0
    with (tmp_path / "one.csv").open(newline="", encoding="utf-8") as lines:
        assert {(row["neighbourhood"], row["factor"], row["stage"]) for row in csv.DictReader(lines)} == {("N01", "1", "2")}
    result = surveyed("export", "data", "--output", tmp_path / "data", *narrowed)
    assert (result.exit_code, (tmp_path / "data").exists()) == (1, False)
    assert "The data cannot be narrowed by neighbourhood, stage, factor" in result.stderr


def test_text_output_is_for_reading(surveyed):
    assert "+5.0 percentage points (0.3 to 9.8)" in surveyed("factors", "N01").stdout
    assert "no target set" in surveyed("kpis").stdout
    assert "31 October 2024 (month 6)" in surveyed("milestones").stdout


def test_a_store_without_a_programme_has_empty_tables(run, tmp_path):
    assert rows(run("milestones", "--json")) == []
    assert {row["verdict"] for row in rows(run("factors", "--json"))} == {"not collected"}
    assert run("export", "kpis", "--output", tmp_path / "kpis.csv").exit_code == 1


def test_the_example_is_loaded_once_and_never_beside_a_real_programme(example_database: Database, run, tmp_path):
    words = ["--database", example_database.url, "example"]
    assert "already" in CliRunner().invoke(main, words, catch_exceptions=False).stdout
    run("submit", file(tmp_path, "set-up.xlsx", programme_workbook()))
    refused = run("example")
    assert refused.exit_code == 1
    assert "holds a programme already" in refused.stderr


def test_what_was_previewed_is_sent_and_nothing_else(surveyed, tmp_path):
    mine, other = (file(tmp_path, name, groups_workbook("2024-11", [{}] * rows)) for name, rows in (("mine.xlsx", 1), ("other.xlsx", 2)))
    seal = json.loads(surveyed("preview", mine, "--json").stdout)["seal"]
    assert f"submit --seen {seal}" in surveyed("preview", mine).stdout
    assert surveyed("submit", other).exit_code == 0
    refused = surveyed("submit", mine, "--seen", seal)
    assert refused.exit_code == 1
    assert "Nothing was stored: since you looked, somebody has sent another version" in refused.stderr
    now_seen = json.loads(surveyed("preview", mine, "--json").stdout)["seal"]
    why = ("--restatement", "error", "--explanation", "Two were one.")
    assert surveyed("submit", mine, "--seen", now_seen, *why).exit_code == 0
    assert surveyed("submit", tmp_path, "--seen", seal).exit_code == 2
