"""The data to take away: every table as CSV and Parquet, surveys as .sav, all of it described, whole or not there at all."""

import csv
import json
import zipfile
from datetime import date
from io import StringIO

import duckdb
import pyreadstat
import pytest
from click.testing import CliRunner
from frictionless import Package

from cdmon.__main__ import main
from cdmon.exports.data import export_data
from cdmon.exports.data_package import name_of
from cdmon.exports.safe_csv import FORMULA_STARTS
from cdmon.exports.survey_file import variable_names
from cdmon.refusal import Refusal
from tests.conftest import send
from tests.hostile import HOSTILE
from tests.workbooks import activities_workbook, groups_workbook, programme_workbook, survey_workbook

FORMULAS = ["=1+1", "＝1+1", "+44 club", "-1 club", "@SUM(A1)", '=HYPERLINK("http://example.org")']
ANSWERS = [
    {"q1": "yes", "weight": 1.5, "stratum": "West", "cluster": "C1", "q24": "don't know"},
    {"q1": "no", "weight": 0.5, "stratum": "East", "cluster": "C2"},
]


def fill(database):
    """A register with hostile names, activities of 20, 3 and 0 people, and a survey of two residents."""
    names = [*FORMULAS, *HOSTILE]
    send(database, programme_workbook())
    send(database, groups_workbook("2024-11", [{"name": f"Group {number}", "staff": 0.5} for number in range(len(names))]))
    for number, name in enumerate(names):  # as a spreadsheet may hold it in a cell of text
        database.write(lambda cursor, given=(name, f"Group {number}"): cursor.execute("UPDATE groups SET name = ? WHERE name = ?", given))
    send(database, activities_workbook("2024-11", [{"participants": number} for number in (20, 3, 0)]))
    send(database, survey_workbook("2024", date(2024, 10, 20), ANSWERS, design="clustered"))


@pytest.fixture
def store(copy_of):
    """A copy of the store that is filled so."""
    return copy_of(fill)


def rows_of(folder, name):
    return list(csv.DictReader(StringIO((folder / "csv" / f"{name}.csv").read_text("utf-8"), newline="")))


def test_a_folder_holds_each_table_twice_with_its_description(store, tmp_path):
    export_data(store, tmp_path / "out", raw=False)
    described = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    names = {each["name"] for each in described["resources"]}
    assert names == {"programme", "programme_neighbourhoods", "groups", "activities", "residents_waves"}
    for each in described["resources"]:
        in_csv = rows_of(tmp_path / "out", each["name"])
        parquet = duckdb.read_parquet(str(tmp_path / "out" / each["parquet"]))
        assert len(parquet) == len(in_csv) > 0
        assert parquet.columns == list(in_csv[0]) == [field["name"] for field in each["schema"]["fields"]]


@pytest.mark.parametrize("raw", [False, True])
def test_the_package_is_valid_by_frictionless(store, tmp_path, raw):
    export_data(store, tmp_path / "out", raw)
    report = Package(str(tmp_path / "out" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])


def test_of_a_wrong_value_frictionless_would_say_so(store, tmp_path):
    export_data(store, tmp_path / "out", raw=True)
    file = tmp_path / "out" / "csv" / "activities.csv"
    file.write_text(file.read_text("utf-8").replace(",20,", ",-20,"), "utf-8")
    report = Package(str(tmp_path / "out" / "datapackage.json")).validate()
    assert [error for (error,) in report.flatten(["type"])] == ["constraint-error"]


def test_the_fields_say_what_the_definitions_say(store, tmp_path):
    export_data(store, tmp_path / "out", raw=True)
    described = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert described["version"] == store.data_version() and described["title"] == "Test programme"
    fields = {each["name"]: {field["name"]: field for field in each["schema"]["fields"]} for each in described["resources"]}
    participants, q1 = fields["activities"]["participants"], fields["residents_responses"]["q1"]
    assert (participants["type"], participants["unit"], participants["constraints"]) == (
        "integer", "people", {"required": True, "minimum": 0, "maximum": 100000}
    )  # fmt: skip
    assert [each["value"] for each in q1["categories"]] == q1["constraints"]["enum"] == ["yes", "no", "don't know", "refused"]
    assert q1["noAnswer"] == ["don't know", "refused"] and "Handbook Appendix 5 A" in q1["description"]
    with (tmp_path / "out" / "codebook.csv").open(encoding="utf-8", newline="") as file:
        codebook = {(row["table"], row["column"]): row for row in csv.DictReader(file)}
    assert codebook["residents_responses", "q1"]["values"].startswith("yes = Yes; no = No")
    assert codebook["activities", "participants"]["unit"] == "people"


def test_no_text_becomes_a_formula_in_csv_and_none_is_changed_in_parquet(store, tmp_path):
    export_data(store, tmp_path / "out", raw=False)
    in_csv = [row["name"] for row in rows_of(tmp_path / "out", "groups")]
    names = [name for (name,) in duckdb.sql(f"SELECT name FROM '{tmp_path}/out/parquet/groups.parquet' ORDER BY row").fetchall()]
    assert names == [*FORMULAS, *HOSTILE]
    assert in_csv == [f"'{name}" if name.startswith(FORMULA_STARTS) else name for name in names]
    assert in_csv[0] == "'=1+1"


def test_without_raw_no_small_number_and_no_resident_is_in_any_file(store, tmp_path):
    export_data(store, tmp_path / "out", raw=False)
    assert [(row["participants"], row["hidden"]) for row in rows_of(tmp_path / "out", "activities")] == [("", "participants")] * 3
    assert not list((tmp_path / "out").rglob("*responses*"))
    export_data(store, tmp_path / "raw", raw=True)
    assert [row["participants"] for row in rows_of(tmp_path / "raw", "activities")] == ["20", "3", "0"]
    assert [row["q1"] for row in rows_of(tmp_path / "raw", "residents_responses")] == ["yes", "no"]


def test_a_survey_is_a_file_of_spss_with_its_weights_and_labels(store, tmp_path):
    export_data(store, tmp_path / "out", raw=True)
    frame, about = pyreadstat.read_sav(str(tmp_path / "out" / "spss" / "residents_responses.sav"), user_missing=True)
    assert frame[["weight", "stratum", "cluster"]].to_numpy().tolist() == [[1.5, "West", "C1"], [0.5, "East", "C2"]]
    assert frame["q1"].tolist() == [1, 2]
    assert about.variable_value_labels["q1"] == {1: "Yes", 2: "No", 3: "Don't know", 4: "Refused"}
    assert about.column_names_to_labels["q1"].startswith("Takes part in a group")
    assert about.missing_ranges["q1"] == [{"lo": 3, "hi": 3}, {"lo": 4, "hi": 4}]


def test_variables_have_names_that_spss_takes_each_its_own():
    assert variable_names(["q1", "1a", "by", "a b", "a-b", "A_B"]) == {
        "q1": "q1", "1a": "v_1a", "by": "v_by", "a b": "a_b", "a-b": "a_b_2", "A_B": "A_B_3"
    }  # fmt: skip


def test_a_zip_holds_the_same_files(store, tmp_path):
    export_data(store, tmp_path / "out", raw=False)
    export_data(store, tmp_path / "out.zip", raw=False)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        paths = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
        assert set(archive.namelist()) == paths
        assert archive.read("csv/groups.csv") == (tmp_path / "out" / "csv" / "groups.csv").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("cdmon.duckdb")) == ["out", "out.zip"]


def test_what_is_broken_off_leaves_nothing_behind(store, tmp_path):
    def tell(done, of):
        if done == 5:
            raise KeyboardInterrupt

    for name in ("out", "out.zip"):
        with pytest.raises(KeyboardInterrupt):
            export_data(store, tmp_path / "here" / name, raw=False, tell=tell)
        assert list((tmp_path / "here").iterdir()) == []


def test_how_far_it_is_is_told_to_the_end(store, tmp_path):
    told = []
    export_data(store, tmp_path / "out", raw=False, tell=lambda done, of: told.append((done, of)))
    assert [done for done, _ in told] == list(range(told[-1][1] + 1))


def test_a_folder_with_something_in_it_is_refused_and_left_alone(store, tmp_path):
    (tmp_path / "out").mkdir()
    export_data(store, tmp_path / "out", raw=False)  # an empty one is filled
    before = sorted(tmp_path.rglob("*.csv"))
    with pytest.raises(Refusal, match="not empty"):
        export_data(store, tmp_path / "out", raw=False)
    with pytest.raises(Refusal, match="is a file"):
        export_data(store, before[0], raw=False)
    assert sorted(tmp_path.rglob("*.csv")) == before


def test_a_store_without_a_programme_is_refused(database, tmp_path):
    with pytest.raises(Refusal, match="No programme"):
        export_data(database, tmp_path / "out", raw=False)
    assert not (tmp_path / "out").exists()


def test_it_is_the_same_on_both_kinds_of_store(any_database, tmp_path):
    send(any_database, programme_workbook())
    send(any_database, groups_workbook("2024-11", [{"name": "Choir", "volunteers": 12}]))
    send(any_database, survey_workbook("2024", date(2024, 10, 20), ANSWERS))
    export_data(any_database, tmp_path / "out", raw=True)
    (group,) = rows_of(tmp_path / "out", "groups")
    assert (group["neighbourhood"], group["period"], group["name"], group["volunteers"]) == ("N01", "2024-11", "Choir", "12")
    assert [row["weight"] for row in rows_of(tmp_path / "out", "residents_responses")] == ["1.5", "0.5"]


def test_the_command_writes_it_and_gives_raw_rows_only_where_they_are_asked_for(store, tmp_path):
    done = CliRunner().invoke(main, ["--database", store.url, "export", "data", "--output", str(tmp_path / "out")])
    assert done.exit_code == 0 and f"Wrote {tmp_path / 'out'}." in done.output
    assert not list(tmp_path.rglob("residents_responses.csv"))
    done = CliRunner().invoke(main, ["--database", store.url, "export", "data", "--raw", "--output", str(tmp_path / "raw.zip")])
    assert done.exit_code == 0
    assert "csv/residents_responses.csv" in zipfile.ZipFile(tmp_path / "raw.zip").namelist()
    again = CliRunner().invoke(main, ["--database", store.url, "export", "data", "--output", str(tmp_path / "out")])
    assert again.exit_code == 1 and "not empty" in again.output


@pytest.mark.parametrize(("title", "name"), [("Riverton 2024/25", "riverton-2024-25"), ("../=1+1", "1-1"), ("Żółć", "programme")])
def test_a_title_becomes_a_safe_name(title, name):
    assert name_of(title) == name
