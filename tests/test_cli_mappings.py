"""The commands about surveys of other tools: a mapping suggested, looked through, confirmed, used and listed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from tests.foreign import RESPELLED, ROUND, foreign_csv


@pytest.fixture
def run(programme_store, tmp_path: Path):
    """Run a command on a store with the neighbourhoods N01 and N02; "survey.csv" lies in the folder that files are named in."""
    (tmp_path / "survey.csv").write_bytes(foreign_csv(respondents=20))

    def command(*words: str):
        named = [str(tmp_path / word) if "." in word else word for word in words]
        return CliRunner().invoke(main, ["--database", programme_store.url, *named], catch_exceptions=False)

    return command


def test_a_suggested_mapping_is_used_once_it_is_filled_in_and_confirmed(run, tmp_path):
    told = run("mapping", "survey.csv", "--output", "survey.yaml")
    assert "21 columns matched" in told.output and f"{len(RESPELLED)} columns" in told.output
    file = tmp_path / "survey.yaml"
    text = file.read_text()
    assert '    "Yes": "yes"  # 10' in text and '  question: "q20"  # Favour done for a neighbour' in text

    refused = run("check", "survey.csv", "--mapping", "survey.yaml")
    assert (refused.exit_code, "Nobody has confirmed survey.yaml" in refused.output) == (1, True)
    for code, fact in ROUND.items():
        text = text.replace(f'  {code}: ""', f'  {code}: "{fact}"')
    file.write_text(text.replace("confirmed: no", "confirmed: yes"))
    assert run("check", "survey.csv", "--mapping", "survey.yaml").exit_code == 0
    previewed = json.loads(run("preview", "survey.csv", "--mapping", "survey.yaml", "--json").stdout)
    assert [(each["dataset"], each["neighbourhood"], each["rows"]) for each in previewed["returns"]] == [("residents", "N01", 20)]
    assert "Stored: residents N01 Autumn 2024, 20 rows" in run("submit", "survey.csv", "--mapping", "survey.yaml").output

    (kept,) = json.loads(run("mappings", "--json").stdout)
    assert (kept["file_name"], kept["matched"], kept["mapping"]["round"]["label"]) == ("survey.csv", 21, "Autumn 2024")
    assert "survey.csv" in run("mappings").output


def test_without_its_mapping_the_file_is_no_return_and_a_mapping_is_of_one_file(run, tmp_path):
    assert "No sheet recognised" in run("check", "survey.csv").output or run("check", "survey.csv").exit_code == 1
    (tmp_path / "a.yaml").write_text("dataset: residents\nconfirmed: yes\n")
    (tmp_path / "folder").mkdir()
    told = CliRunner().invoke(main, ["submit", str(tmp_path / "folder"), "--mapping", str(tmp_path / "a.yaml")])
    assert (told.exit_code, "of one file" in told.output) == (2, True)


def test_what_is_no_table_of_answers_has_no_mapping(run, tmp_path):
    (tmp_path / "short.csv").write_text("a,b\n1,2\n")
    told = run("mapping", "short.csv", "--output", "out.yaml")
    assert (told.exit_code, "looks like a table of answers" in told.output) == (1, True)
    told = run("mapping", "survey.csv", "--dataset", "groups", "--output", "out.yaml")
    assert (told.exit_code, "There is no survey 'groups'" in told.output) == (1, True)
