"""Sound files that the first reader refuses or loses: read once more, in another way, before anything is called damaged."""

import zipfile
from datetime import date, datetime, time
from io import BytesIO

import pytest
from openpyxl import Workbook

from cdmon.workbooks import calamine_child
from cdmon.workbooks.cells import UnreadableFile, read_cells
from cdmon.workbooks.markup import Damaged
from cdmon.workbooks.second_reader import area, xlsx_rows
from tests.files import altered, ods, ods_rows, xls, zipped
from tests.workbooks import workbook

SHEET, RELATIONS = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet"
MACROS = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
ROWS = [["Name", "Number"], ["Choir", 7.5], ["Chess", 8.0]]
WHOLE = workbook({"Groups": ROWS})


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def fault(content: bytes, name: str = "groups.xlsx") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_cells(name, content)
    return caught.value.code


def beside(kind: str, part: str | None) -> bytes:
    """The workbook with another sheet that is no worksheet, whose part may be missing."""
    relation = f'<Relationship Id="rId9" Type="{kind}" Target="other/sheet2.xml"/></Relationships>'
    listed = '<sheet xmlns:r="{}" name="Groups by month" sheetId="9" r:id="rId9"/></sheets>'.format(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    )
    made = altered(altered(WHOLE, RELATIONS, ("</Relationships>", relation)), "xl/workbook.xml", ("</sheets>", listed))
    return zipped(parts(made) | ({"xl/other/sheet2.xml": part.encode()} if part else {}))


MACRO_SHEET = (
    '<xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" xmlns="http://schemas.openxmlformats.org/'
    'spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><f>HALT()</f><v>1</v></c></row></sheetData></xm:macrosheet>'
)
WHOLE_COLUMN = '</sheetData><mergeCells count="1"><mergeCell ref="{}"/></mergeCells>'
SOUND = {
    "a dimension without an end": altered(WHOLE, SHEET, ('ref="A1:B3"', 'ref="A1:"')),
    "an empty dimension": altered(WHOLE, SHEET, ('ref="A1:B3"', 'ref=""')),
    "a dimension that says nothing": altered(WHOLE, SHEET, ('<dimension ref="A1:B3"', "<dimension")),
    "a dimension of row 0": altered(WHOLE, SHEET, ('ref="A1:B3"', 'ref="A0:B0"')),
    "blanks around a number": altered(WHOLE, SHEET, ("<v>7.5</v>", "<v> 7.5\n</v>")),
    "an extension in a cell": altered(WHOLE, SHEET, ("<v>7.5</v>", '<v>7.5</v><extLst><ext uri="{x}"/></extLst>')),
    "a merged column": altered(WHOLE, SHEET, ("</sheetData>", WHOLE_COLUMN.format("D:D"))),
    "a merged row": altered(WHOLE, SHEET, ("</sheetData>", WHOLE_COLUMN.format("7:8"))),
    "a chart sheet": beside(KIND, '<chartsheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'),
    "a chart sheet that is not there": beside(KIND, None),
    "a sheet of old macros": beside(MACROS, MACRO_SHEET),
}


@pytest.mark.parametrize("content", SOUND.values(), ids=SOUND.keys())
def test_a_sound_workbook_is_read_whatever_stands_around_its_cells(content: bytes):
    assert [(sheet.title, sheet.rows, sheet.oddities.unseen) for sheet in read_cells("groups.xlsx", content)] == [("Groups", ROWS, False)]


@pytest.mark.parametrize("blanks", [b"\n", b"\r\n\t  "])
def test_an_ods_that_somebody_has_put_on_lines(blanks: bytes):
    found = parts(ods({"Groups": ods_rows([["Name", "Number"], ["Choir of  all", 7.5]])}))
    on_lines = found["content.xml"].replace(b"><", b">" + blanks + b"<")
    spans = b"<text:span>Choir</text:span> <text:span>of all</text:span>"
    content = zipped(found | {"content.xml": on_lines.replace(b"Choir of  all", spans)})
    (sheet,) = read_cells("groups.ods", content)
    assert sheet.rows == [["Name", "Number"], ["Choir of all", 7.5]]


def mixed() -> bytes:
    """A workbook with cells of every type, marks and a hidden sheet, and rows that begin further down."""
    made = Workbook()
    made.active.title = "Groups"
    values = ["Café", 7, 7.5, True, date(2024, 3, 1), datetime(2024, 3, 1, 12, 30), time(9, 30), "=1+1", "#N/A", None, "007"]
    for column, value in enumerate(values, start=2):
        made.active.cell(3, column, value)
    made.active.row_dimensions[3].hidden = True
    made.active.merge_cells("B5:B7")
    made.active["B5"] = "tall"
    made.create_sheet("Notes")["A1"], made["Notes"].sheet_state = "Ask Bob", "hidden"
    made.create_sheet("Empty")
    content = BytesIO()
    made.save(content)
    return content.getvalue()


def test_both_readers_read_the_same():
    content = mixed()
    assert calamine_child.read_again(content) == calamine_child.read(content)
    assert [type(cell) for cell in calamine_child.read_again(content)[0][1][2]] == [
        type(cell) for cell in calamine_child.read(content)[0][1][2]
    ]


def test_a_merge_of_whole_columns_covers_the_rows_there_are():
    (sheet,) = read_cells("groups.xlsx", altered(WHOLE, SHEET, ("</sheetData>", WHOLE_COLUMN.format("A:B"))))
    assert (sheet.rows, sheet.oddities.merged) == (ROWS, [(1, 1, 1_048_576, 2)])


@pytest.mark.parametrize(
    ("reference", "cells"), [("B2:C4", (2, 2, 4, 3)), ("B2", (2, 2, 2, 2)), ("A:C", (1, 1, 1_048_576, 3)), ("3:4", (3, 1, 4, 16_384))]
)
def test_the_cells_of_a_reference(reference: str, cells: tuple[int, int, int, int]):
    assert area(reference) == cells


# What is lost


@pytest.mark.parametrize(("name", "content"), [("g.xlsx", WHOLE), ("g.xls", xls("Groups", [["Name", 1]]))])
def test_a_sheet_that_holds_cells_and_reads_as_nothing_is_damaged(name: str, content: bytes):
    assert [sheet.title for sheet in read_cells(name, content)] == ["Groups"]
    with pytest.raises(Damaged):
        calamine_child.tell(content, [("Groups", [], [], False)])


def test_what_the_first_reader_loses_the_second_one_finds(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(calamine_child, "first_reading", lambda content: [("Groups", [], [], False)])
    assert [(title, rows) for title, rows, _ in calamine_child.read(WHOLE)] == [("Groups", ROWS)]


def test_a_sheet_whose_part_is_not_there_is_damaged_and_not_left_out():
    two = parts(workbook({"Groups": ROWS, "Activities": ROWS}))
    assert fault(zipped({name: part for name, part in two.items() if name != "xl/worksheets/sheet2.xml"})) == "file-damaged"


def test_a_sheet_without_any_cell_is_no_damage():
    assert [sheet.title for sheet in read_cells("two.xlsx", workbook({"Groups": ROWS, "Activities": []}))] == ["Groups", "Activities"]


def test_too_many_cells_are_too_many_for_the_second_reader_too():
    with pytest.raises(MemoryError):
        list(xlsx_rows(WHOLE, 5))
