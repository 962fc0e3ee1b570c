"""What is kept about people goes by a rule: told first, then taken out as an act; figures, hashes and counts stand."""

import struct
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from cdmon.__main__ import main
from cdmon.acts.people import end_person, keep_person
from cdmon.acts.remove import carry_out
from cdmon.acts.token import end_token, make_token
from cdmon.clock import now, today
from cdmon.database import Database, open_database
from cdmon.definitions import load
from cdmon.refusal import Refusal
from cdmon.returns.kept import kept_file
from cdmon.returns.recompute import Recomputed, recompute
from cdmon.returns.submit import submit
from cdmon.tables.known import Known
from cdmon.tables.retention import months_ago, overdue
from cdmon.upkeep.backup import backup, restore
from cdmon.upkeep.fingerprints import fingerprints
from cdmon.upkeep.move import move
from cdmon.upkeep.verify import verify
from cdmon.workbooks.cells import Upload
from tests.workbooks import programme_workbook, survey_workbook

LONG_AGO = datetime(2017, 11, 8, 12)
STREET = "Overheard-in-Aldergate-Street"  # a cluster, which is in rows as it is typed
FORMER = "former.worker@example.org"
HOLDER = "the laptop of somebody who left"
KINDS = ["file", pytest.param("lake", marks=pytest.mark.lake)]


def survey(label: str, day: date, street: str) -> bytes:
    answers = [{"respondent": f"{label}-{number}", "cluster": f"{street}-{number % 3}", "q1": "yes"} for number in range(30)]
    return survey_workbook(label, day, answers, design="clustered")


OLD, NEW = survey("2017", date(2017, 10, 20), STREET), survey("2026", date(2026, 10, 20), "Today-Street")


def filled(folder: Path, kind: str) -> Database:
    """A store with a round of 2017 and one of now, somebody who left in 2020, and a token that was ended then."""
    opened = open_database(str(folder / "cdmon.duckdb") if kind == "file" else f"ducklake:{folder}/catalog.ducklake?data={folder}/lake")
    submit(opened, Upload("set-up.xlsx", programme_workbook(start="2017-01")), "Ann", LONG_AGO, tell_effect=False)
    submit(opened, Upload("2017.xlsx", OLD), "Ann", LONG_AGO, tell_effect=False)
    submit(opened, Upload("2026.xlsx", NEW), "Ann", now(), tell_effect=False)
    keep_person(opened, FORMER, "Former Worker", "viewer", [], "Ann", "Joins", datetime(2018, 1, 2))
    end_person(opened, FORMER, "Ann", "Left", datetime(2020, 1, 2))
    make_token(opened, "tables", HOLDER, today(), "Ann", "A test", moment=datetime(2019, 1, 2))
    end_token(opened, beginning(opened), "Ann", "Left", datetime(2020, 1, 2))
    return opened


def beginning(database: Database) -> str:
    with database.cursor() as cursor:
        return str(cursor.execute("SELECT act_id FROM feed_tokens").fetchall()[0][0])


def own_bytes(content: bytes, text: str) -> bytes:
    """The end of the packed part of a workbook in which a text stands. Its other parts are alike in all that were made in one second."""
    with ZipFile(BytesIO(content)) as file:
        part = next(each for each in file.infolist() if text.encode() in file.read(each))
    of_name, of_extra = struct.unpack_from("<HH", content, part.header_offset + 26)  # of the part's own header, 30 bytes without them
    end = part.header_offset + 30 + of_name + of_extra + part.compress_size
    return content[end - 60 : end]


def bytes_of(folder: Path) -> bytes:
    """All that is in the files of a store."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def left_in(folder: Path, kind: str, url: str) -> bytes:
    """All that is in the files of a store in a file; of a lake in its data, and in all of a new one that it is moved into."""
    if kind == "file":
        return bytes_of(folder)
    anew = folder.parent / "anew"
    anew.mkdir(exist_ok=True)
    move(url, f"ducklake:{anew}/catalog.ducklake?data={anew}/lake")
    return bytes_of(folder / "lake") + bytes_of(anew)


def run(database: Database, *words: str) -> Result:
    return CliRunner().invoke(main, ["--database", database.url, "retention", *words])


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_over_its_time_is_told_then_taken_out_and_in_no_byte_any_more(tmp_path, kind):
    folder = tmp_path / "store"
    folder.mkdir()
    opened = filled(folder, kind)
    gone = [own_bytes(OLD, STREET), STREET.encode(), FORMER.encode(), HOLDER.encode()]
    with opened.cursor() as cursor:
        held, figures = fingerprints(cursor), cursor.execute("FROM estimates ORDER BY return_id, indicator").fetchall()
        ((old, came_as),) = cursor.execute(
            "SELECT return_id, sha256 FROM returns JOIN submissions USING (submission_id) WHERE period = '2017'"
        ).fetchall()
        assert overdue(Known(cursor), load().retention.values()).groupby("kind")["number"].sum().to_dict() == {
            "files": 2, "answers": 30, "people": 1, "tokens": 1
        }  # fmt: skip
    told = run(opened, "--json")
    assert told.exit_code == 0 and '"kind": "answers"' in told.output
    told = run(opened)
    assert "Rows of residents and their answers" in told.output and "Nothing was changed" in told.output
    told = run(opened, "--carry-out")
    assert told.exit_code == 1 and "Say why it is taken out" in told.output
    with opened.cursor() as cursor:
        assert fingerprints(cursor) == held
    opened.close()
    assert [text for text in gone if text not in bytes_of(folder)] == []

    told = run(opened, "--carry-out", "--reason", "The board, 3 November")
    assert told.exit_code == 0, told.output
    left = left_in(folder, kind, opened.url)
    assert [text for text in gone if text in left] == []
    opened = open_database(opened.url)
    with opened.cursor() as cursor:
        assert verify(cursor).wrong == []
        assert cursor.execute("FROM estimates ORDER BY return_id, indicator").fetchall() == figures
        with pytest.raises(Refusal, match=f"taken out .* by .*: The board, 3 November. It had come with the SHA-256 {came_as}"):
            kept_file(cursor, old)
        assert cursor.execute("SELECT count(*) FROM responses").fetchall() == [(30,)]  # those of now
        noted = cursor.execute("SELECT kind, sum(number)::INTEGER, any_value(reason) FROM removals GROUP BY kind ORDER BY kind").fetchall()
        assert noted == [
            (each, number, "The board, 3 November") for each, number in (("answers", 30), ("files", 2), ("people", 1), ("tokens", 1))
        ]
        assert cursor.execute("SELECT count(DISTINCT act_id) FROM removals").fetchall() == [(1,)]
    assert recompute(opened) == Recomputed(0, 0)
    assert run(opened).output.startswith("Nothing is kept for longer")
    opened.close()
    assert len(list(folder.rglob("*.anew*"))) == 0

    backup(opened.url, tmp_path / "backup.duckdb")
    restore(tmp_path / "backup.duckdb", str(tmp_path / "restored.duckdb"))
    again = open_database(str(tmp_path / "restored.duckdb"))
    again.write(lambda cursor: cursor.execute("UPDATE submissions SET content = 'x'::BLOB WHERE file_name = '2017.xlsx'"))
    with again.cursor() as cursor:
        assert len(verify(cursor).wrong) == 1  # nothing may stand there again
    again.close()


def test_answers_from_which_an_indicator_of_their_own_is_worked_out_stay_and_the_key_goes_last(database):
    own = [["Code", "Short label", "Answers"], ["l1", "Knows the park", "Yes; No"]]
    indicators = [["Code", "Title", "Factor", "Question", "Answers"], ["knows", "Know the park", 1, "l1", "Yes"]]
    set_up = programme_workbook(start="2017-01", sheets={"Questions": own, "Indicators": indicators})
    assert submit(database, Upload("set-up.xlsx", set_up), "Ann", LONG_AGO, tell_effect=False).stored
    assert submit(database, Upload("2017.xlsx", OLD), "Ann", LONG_AGO, tell_effect=False).stored
    with database.cursor() as cursor:
        assert set(overdue(Known(cursor), load().retention.values())["kind"]) == {"files", "key"}
        before = cursor.execute("SELECT key FROM respondent_keys").fetchall()
    carry_out(database, load().retention.values(), "Ann", "The board")
    with database.cursor() as cursor:
        assert overdue(Known(cursor), load().retention.values()).empty
        assert cursor.execute("SELECT key FROM respondent_keys").fetchall() != before


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [(date(2026, 11, 26), 12, "2025-11-26"), (date(2026, 3, 31), 1, "2026-02-28"), (date(2026, 1, 31), 2, "2025-11-30")],
)
def test_months_are_whole_months_of_the_calendar(monkeypatch, day, months, expected):
    monkeypatch.setattr("cdmon.tables.retention.today", lambda: day)
    assert str(months_ago(months).date()) == expected
