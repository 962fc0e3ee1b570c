"""A kept file is blacked out, and a respondent taken out, by a recorded decision: the chain stays, and nothing else may change."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cdmon.__main__ import main
from cdmon.database import Database, open_database
from cdmon.refusal import Refusal
from cdmon.returns.erase import erase_cells, erase_respondent, redacted_name
from cdmon.returns.kept import kept_file
from cdmon.returns.recompute import Recomputed, recompute
from cdmon.tables.known import Known
from cdmon.tables.removals import read_removals, removals
from cdmon.upkeep.verify import verify
from tests.conftest import send
from tests.stored import every_text
from tests.test_retention import bytes_of, left_in, own_bytes
from tests.workbooks import groups_workbook, programme_workbook, survey_workbook

NAME = "Mrs-Ermintrude-Example"
GROUPS = groups_workbook("2024-10", [{"name": NAME}, {"name": "Chess"}])
FIRST, SECOND = (
    survey_workbook(
        label,
        date(year, 10, 20),
        [{"respondent": f"PERSON-{n}", "cluster": f"c{n % 3}", "q1": "yes" if n % 2 else "no"} for n in range(30)],
    )
    for label, year in (("2024", 2024), ("2026", 2026))
)


def filled(folder: Path, kind: str) -> tuple[Database, dict[str, str]]:
    """A store with a register that holds a name and two rounds of a panel, and the return of each file."""
    opened = open_database(str(folder / "cdmon.duckdb") if kind == "file" else f"ducklake:{folder}/catalog.ducklake?data={folder}/lake")
    send(opened, programme_workbook())
    files = {"groups": GROUPS, "2024": FIRST, "2026": SECOND}
    return opened, {name: send(opened, content, f"{name}.xlsx").checked.plans[0].return_id for name, content in files.items()}


def run(database: Database, *words: str) -> Result:
    return CliRunner().invoke(main, ["--database", database.url, "erase", *words])


def texts_in(content: bytes, name: str) -> list[object]:
    from cdmon.workbooks.cells import Upload

    return [cell for sheet in Upload(name, content).sheets for row in sheet.rows for cell in row]


@pytest.mark.parametrize("kind", ["file", pytest.param("lake", marks=pytest.mark.lake)])
def test_a_cell_and_a_respondent_are_erased_and_the_chain_stays(tmp_path, kind):
    folder = tmp_path / "store"
    folder.mkdir()
    opened, returns = filled(folder, kind)
    with opened.cursor() as cursor:
        figures = cursor.execute("FROM estimates ORDER BY return_id, indicator").fetchall()
        chain = cursor.execute("FROM submission_chain ORDER BY place").fetchall()
        assert [text for text in every_text(cursor) if NAME in text] == [NAME]
    opened.close()
    files = [own_bytes(GROUPS, NAME), own_bytes(FIRST, "PERSON-7"), own_bytes(SECOND, "PERSON-7")]
    assert [content in bytes_of(folder) for content in files] == [True] * 3

    told = run(opened, "file", returns["groups"], "--cell", f"Groups!{cell_of_name()}", "--reason", "She asked; DPO, 3 November")
    assert told.exit_code == 0, told.output
    told = run(opened, "respondent", "person-7", "--reason", "Withdrew consent")
    assert told.exit_code == 0 and "Taken out of 2 returns" in told.output

    left = left_in(folder, kind, opened.url)
    assert [content in left for content in files] == [False] * 3 and NAME.encode() not in left
    opened = open_database(opened.url)
    with opened.cursor() as cursor:
        assert verify(cursor).wrong == []
        assert cursor.execute("FROM submission_chain ORDER BY place").fetchall() == chain
        assert cursor.execute("FROM estimates ORDER BY return_id, indicator").fetchall() == figures
        assert [text for text in every_text(cursor) if NAME in text] == []
        assert cursor.execute("SELECT name FROM groups ORDER BY row_number").fetchall() == [("removed",), ("Chess",)]
        assert cursor.execute("SELECT count(*) FROM responses").fetchall() == [(58,)]
        kept = kept_file(cursor, returns["groups"])
        told = read_removals(removals(Known(cursor), returns["groups"]))
        assert kept.file_name == "groups – redacted.xlsx" and NAME not in map(str, texts_in(kept.content, kept.file_name))
        assert f"It had come with the SHA-256 {sha256(GROUPS).hexdigest()}." in told[0] and kept.sha256 in told[0]
        assert "blacked out in part by a decision" in told[0] and "She asked; DPO, 3 November" in told[0]
        left = texts_in(kept_file(cursor, returns["2024"]).content, "2024.xlsx")
        assert "PERSON-7" not in left and "PERSON-8" in left
        assert "Figures made of them stand as they were published." in read_removals(removals(Known(cursor), returns["2026"]))[-1]
    assert recompute(opened) == Recomputed(0, 0)
    opened.close()
    again = open_database(opened.url)
    again.write(lambda cursor: cursor.execute("UPDATE submissions SET content = ? WHERE sha256 = ?", [GROUPS, sha256(GROUPS).hexdigest()]))
    with again.cursor() as cursor:
        assert len(verify(cursor).wrong) == 1  # the file as it came may not come back, either
    again.close()


def cell_of_name() -> str:
    from openpyxl.utils import get_column_letter

    from cdmon.workbooks.cells import Upload

    (sheet,) = (sheet for sheet in Upload("groups.xlsx", GROUPS).sheets if sheet.title == "Groups")
    ((row, column),) = ((row, column) for row, line in enumerate(sheet.rows, 1) for column, cell in enumerate(line, 1) if cell == NAME)
    return f"{get_column_letter(column)}{row}"


def test_what_cannot_be_erased_is_told_and_nothing_is_done(programme_store):
    return_id = send(programme_store, GROUPS, "groups.xlsx").checked.plans[0].return_id
    for cells, told in ((["Groups"], "names no cell"), (["Groups!Z99"], "There is nothing in Groups!Z99"), ([], "Name the cells")):
        with pytest.raises(Refusal, match=told):
            erase_cells(programme_store, return_id, cells, "Ann", "A reason")
    with pytest.raises(Refusal, match="Say why"):
        erase_cells(programme_store, return_id, ["Groups!B2"], "Ann", " ")
    with pytest.raises(Refusal, match="Nobody answered"):
        erase_respondent(programme_store, "R1", "residents", "Ann", "A reason")
    with programme_store.cursor() as cursor:
        assert verify(cursor).wrong == [] and cursor.execute("SELECT count(*) FROM removals").fetchall() == [(0,)]


def test_a_copy_that_was_blacked_out_by_hand_takes_the_place_of_the_file(programme_store, tmp_path):
    return_id = send(programme_store, GROUPS, "groups.xlsx").checked.plans[0].return_id
    (tmp_path / "mine.csv").write_text("Name\nremoved\n")
    told = run(programme_store, "file", return_id[:8], "--redacted", str(tmp_path / "mine.csv"), "--reason", "Agreed")
    assert told.exit_code == 0, told.output
    opened = open_database(programme_store.url)
    with opened.cursor() as cursor:
        kept = kept_file(cursor, return_id)
        assert (kept.file_name, kept.content) == ("groups – redacted.csv", b"Name\nremoved\n")
        assert verify(cursor).wrong == []
    opened.close()


def test_a_file_that_is_blacked_out_twice_says_so_once():
    assert redacted_name(redacted_name("a.b.xlsx")) == "a.b – redacted.xlsx"
