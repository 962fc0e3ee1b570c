"""Ids of respondents are replaced on the way in: in nothing that is kept can they be found, and who was the same person still is."""

import shutil
import zipfile
from datetime import date
from hashlib import sha256
from hmac import new
from io import BytesIO
from pathlib import Path

import pytest

from cdmon.database import SQL, Database, open_database, versions
from cdmon.exports.data import export_data
from cdmon.returns.kept import kept_rows
from cdmon.returns.submit import preview
from cdmon.store.pseudonym import PSEUDONYM
from cdmon.upkeep.maintain import maintain
from cdmon.upkeep.move import move
from cdmon.workbooks.cells import Upload
from tests.conftest import send
from tests.stored import every_text
from tests.workbooks import programme_workbook, sector_workbook, survey_workbook

DAY = date(2024, 10, 11)
IDS = [f"LIVERPOOL-{number:04}" for number in range(40)]
ANSWERS = [{"respondent": each, "q1": "yes" if number % 2 else "no"} for number, each in enumerate(IDS)]
OF_ORGANISATIONS = [{"respondent": each, "s1": "fully"} for each in IDS]


def respondents(database: Database, *parts: str) -> list[str]:
    """What stands for the respondents of a round, by row."""
    query = "SELECT respondent FROM responses JOIN returns USING (return_id) WHERE period = ? ORDER BY row_number"
    with database.cursor() as cursor:
        return [text for (text,) in cursor.execute(query, list(parts)).fetchall()]


def found_in(texts: list[str], files: list[Path]) -> list[str]:
    """The ids that stand in texts of a store, or in the bytes of files."""
    content = [path.read_bytes() for path in files if path.is_file()]
    return [each for each in IDS if any(each in text for text in texts) or any(each.encode() in each_file for each_file in content)]


def test_what_stands_for_an_id_is_its_hmac_under_the_key_of_the_store(programme_store):
    send(programme_store, survey_workbook("2024", DAY, [{"respondent": "R 1", "q1": "yes"}, {"respondent": "R2", "q1": "no"}]))
    with programme_store.cursor() as cursor:
        ((key,),) = cursor.execute("SELECT key FROM respondent_keys").fetchall()
    assert len(bytes.fromhex(key)) == 32
    assert respondents(programme_store, "2024") == ["r" + new(key.encode(), each, sha256).hexdigest()[:16] for each in (b"r1", b"r2")]


def test_each_store_has_a_key_of_its_own(tmp_path):
    opened = [open_database(str(tmp_path / f"{name}.duckdb")) for name in "ab"]
    for database in opened:
        send(database, programme_workbook())
        send(database, survey_workbook("2024", DAY, ANSWERS))
    one, other = (respondents(database, "2024") for database in opened)
    assert not set(one) & set(other)
    for database in opened:
        database.close()


def test_the_same_person_is_the_same_in_a_later_round_and_in_a_corrected_file(programme_store):
    send(programme_store, survey_workbook("2024", DAY, ANSWERS))
    first = respondents(programme_store, "2024")
    send(programme_store, survey_workbook("2026", date(2026, 10, 11), [*ANSWERS[:3], {"respondent": "another", "q1": "no"}]))
    assert respondents(programme_store, "2026")[:3] == first[:3]
    assert respondents(programme_store, "2026")[3] not in first
    spelled = [answers | {"respondent": answers["respondent"].lower()} for answers in ANSWERS]
    told = preview(programme_store, Upload("again.xlsx", survey_workbook("2024", DAY, [*spelled[:-1], {"respondent": "new", "q1": "no"}])))
    assert told.checked.ok
    send(programme_store, survey_workbook("2024", DAY, spelled))
    assert sorted(respondents(programme_store, "2024")) == sorted(first * 2)


def test_who_looks_at_a_file_reads_the_ids_that_stand_in_it(programme_store):
    def organisations(aims: str) -> bytes:
        return sector_workbook("2024", DAY, [{"respondent": "V1", "s1": aims}, {"respondent": f"New {aims}", "s1": "fully"}])

    send(programme_store, organisations("fully"))
    cells = preview(programme_store, Upload("again.xlsx", organisations("partly"))).differences[0].cells
    rows = {(row["state"], row["column"] or ""): row for row in cells.to_dict("records")}
    assert rows["changed", "s1"]["row"] == "V1"
    assert rows["new", ""]["row"] == "New partly" and "Respondent: New partly" in rows["new", ""]["after"]
    assert PSEUDONYM.fullmatch(rows["gone", ""]["row"])  # of the file before nobody knows it any more
    twice = Upload("twice.xlsx", sector_workbook("2025", DAY, [{"respondent": "V1", "s1": "fully"}] * 2))
    told = [problem for problem in preview(programme_store, twice).checked.problems if problem.code == "duplicate-respondent"]
    assert "Respondent V1 was already listed in row 2" in told[0].message


def test_the_rows_of_a_return_and_the_data_that_leave_hold_no_id_that_was_sent(programme_store, tmp_path):
    send(programme_store, sector_workbook("2024", DAY, OF_ORGANISATIONS))
    send(programme_store, survey_workbook("2024", DAY, ANSWERS))
    with programme_store.cursor() as cursor:
        ((return_id,),) = cursor.execute("SELECT return_id FROM returns WHERE dataset = 'sector'").fetchall()
        rows = kept_rows(cursor, return_id)["Organisations"]
    assert rows["Respondent"].map(lambda text: PSEUDONYM.fullmatch(text) is not None).all()
    export_data(programme_store, tmp_path / "data", raw=True)
    assert found_in([], list((tmp_path / "data").rglob("*"))) == []


def test_nothing_in_a_store_holds_an_id_but_the_file_as_it_came(any_database, tmp_path):
    send(any_database, programme_workbook())
    send(any_database, survey_workbook("2024", DAY, ANSWERS))
    with any_database.cursor() as cursor:
        assert found_in(every_text(cursor), []) == []
        ((content,),) = cursor.execute("SELECT content FROM submissions ORDER BY submitted_at DESC LIMIT 1").fetchall()
    with zipfile.ZipFile(BytesIO(content)) as kept:  # packed, so that its own bytes are none of those that are looked for below
        assert found_in([kept.read(name).decode() for name in kept.namelist()], []) == IDS
    assert found_in([], list(tmp_path.rglob("*"))) == []


@pytest.mark.lake
def test_the_key_is_never_in_the_data_of_a_lake_but_in_its_catalog(tmp_path):
    url = f"ducklake:{tmp_path}/catalog.ducklake?data={tmp_path}/lake"
    opened = open_database(url)
    send(opened, programme_workbook())
    send(opened, survey_workbook("2024", DAY, ANSWERS))
    maintain(opened, "0 days")
    with opened.cursor() as cursor:
        ((key,),) = cursor.execute("SELECT key FROM respondent_keys").fetchall()
    opened.close()
    move(url, f"ducklake:{tmp_path}/other.ducklake?data={tmp_path}/other")
    files = [path.read_bytes() for folder in ("lake", "other") for path in (tmp_path / folder).rglob("*.parquet")]
    assert files and not any(key.encode() in file for file in files)


@pytest.mark.parametrize("kind", ["file", pytest.param("lake", marks=pytest.mark.lake)])
def test_a_store_of_before_holds_no_id_once_it_is_opened(tmp_path, kind):
    older, url = tmp_path / "migrations", str(tmp_path / "cdmon.duckdb")
    url = url if kind == "file" else f"ducklake:{tmp_path}/catalog.ducklake?data={tmp_path}/lake"
    older.mkdir()
    for number, path in versions(SQL / "migrations").items():
        if 1 < number < 37:
            shutil.copy(path, older)
    store = Database(url, older)
    rows = [*IDS, None, IDS[0]]
    store.write(
        lambda cursor: cursor.executemany(
            "INSERT INTO responses (return_id, row_number, respondent) VALUES ('a', ?, ?)", [*enumerate(rows)]
        )
    )
    store.close()
    opened = Database(url)
    with opened.cursor() as cursor:
        now = [text for (text,) in cursor.execute("SELECT respondent FROM responses ORDER BY row_number").fetchall()]
        assert found_in(every_text(cursor), []) == []
    assert len(set(now)) == len(IDS) + 1 and now[-1] == now[0] and now[-2] is None
    opened.close()
