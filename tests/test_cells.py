"""Any file in: a spreadsheet of any kind as rows of cells, anything else as one clear problem, with little memory."""

import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cdmon.workbooks import calamine_child
from cdmon.workbooks.cells import LARGEST_FILE, Oddities, UnreadableFile, Upload, read_cells
from cdmon.workbooks.markup import Damaged
from tests.files import altered, compound, encrypted, ods, ods_rows, packed, xls, zipped
from tests.workbooks import workbook

ROWS = [["Name", "Since", "Number"], ["Café", date(2024, 3, 1), 7.0]]
WHOLE = workbook({"Groups": ROWS})


def rows(name: str, content: bytes) -> list[list[object]]:
    """The rows of a file's one sheet."""
    (sheet,) = read_cells(name, content)
    return sheet.rows


def fault(name: str, content: bytes) -> str:
    """The kind of problem that keeps a file from being read."""
    with pytest.raises(UnreadableFile) as caught:
        read_cells(name, content)
    return caught.value.code


def saved(worksheet_cells: dict[str, object]) -> bytes:
    made = Workbook()
    for cell, value in worksheet_cells.items():
        made.active[cell] = value
    content = BytesIO()
    made.save(content)
    return content.getvalue()


# Spreadsheets


def test_an_xlsx_with_its_sheets_in_order():
    sheets = read_cells("two.xlsx", workbook({"Groups": ROWS, "Notes": [["Ask Bob"]]}))
    assert [(sheet.title, sheet.rows) for sheet in sheets] == [("Groups", ROWS), ("Notes", [["Ask Bob"]])]


def test_rows_and_columns_are_counted_from_a1_as_excel_shows_them():
    assert rows("below.xlsx", saved({"C5": "here"})) == [["", "", ""]] * 4 + [["", "", "here"]]


def test_an_ods_and_an_xls():
    sheets = {"Groups": [["Name", "Number"], ["Café", 7]]}
    expected = [["Name", "Number"], ["Café", 7.0]]
    assert rows("groups.ods", ods({"Groups": ods_rows(sheets["Groups"])})) == expected
    assert rows("groups.xls", xls("Groups", sheets["Groups"])) == expected


def test_the_ending_of_a_workbooks_name_does_not_matter():
    assert rows("groups", WHOLE) == rows("groups.csv", WHOLE) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_of_any_encoding_and_delimiter(encoding: str, delimiter: str):
    lines = [["Name", "Note"], ["Café “Nord” – don’t", "a" if delimiter == "," else "a, b"]]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    assert rows("Groups.CSV", content) == lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_csv_whose_first_line_tells_the_delimiter_which_is_no_row(encoding: str):
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    content = f"{mark}sep=;\r\nName;Income, about\r\nCafé Nord’s;£1,200\r\n".encode(encoding)
    assert rows("Groups.csv", content) == [["Name", "Income, about"], ["Café Nord’s", "£1,200"]]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["", "\0", "\r\n\x1a"])
def test_a_csv_in_utf_16_without_a_mark(encoding: str, end: str):
    content = f"Name,Status\r\nCafé “Nord”,new{end}".encode(encoding)
    assert rows("Groups.csv", content) == [["Name", "Status"], ["Café “Nord”", "new"]]


@pytest.mark.parametrize("end", [b"\0", b"\0" * 500, b"\x1a", b"\r\n\x1a\0\0"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_what_old_programs_put_behind_a_text_is_no_part_of_it(encoding: str, end: bytes):
    content = "Name,Status\r\nCafé,new".encode(encoding) + (end.decode().encode("utf-16-le") if encoding == "utf-16" else end)
    assert rows("Groups.csv", content) == [["Name", "Status"], ["Café", "new"]]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        pytest.param('Groups in Quayside\nName;Status\n"Choir";new\n', ["Name", "Status"], id="a title without a delimiter"),
        pytest.param("Groups, Quayside, 2024\nName;Status\nChoir;new\nChess;new\n", ["Name", "Status"], id="a title with others"),
        pytest.param('"Name, in full";Status\nChoir;new\n', ["Choir", "new"], id="another within a quoted heading"),
        pytest.param("Name;Status;Note\nChoir;new;Tea, cake, chat, songs\n", ["Choir", "new", "Tea, cake, chat, songs"], id="a sentence"),
        pytest.param("Name;Hours;Days;Pay\nAnn;7,5;2,5;9,5\nBob;1,5;2,5;8,5\n", ["Ann", "7,5", "2,5", "9,5"], id="decimal commas"),
        pytest.param('Name\tNote\n"Choir"\t"a;\nb, c"\n', ["Choir", "a;\nb, c"], id="line breaks and others within quotes"),
    ],
)
def test_a_csv_is_parted_where_its_rows_are_regular(text: str, second: list[str]):
    assert rows("Groups.csv", text.encode())[1] == second


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["a,b,c,d", '1,2,3,"4', "5,6,7,8", "9,10,11,12"], {(2, 4)}),  # never closed
        (["a,b,c,d", '1,2,3,"4', '5,6,7,8"', "9,10,11,12"], {(2, 4)}),  # closed by another slip
        (["a,b,c,d", '1,"2,3,4', '5,"6, or 7",7,8'], {(2, 2)}),  # closed where the next cell opens
        (["a,b,c,d", '1,"2', 'and 3",3,4', '5,"6, 7, 8",7,8', '"5"" pipe",,,'], set()),
        (["a,b,c,d", '1,5" pipe,3,"4'], set()),  # nothing behind it is lost
        (["a,b", '1,"2', 'tea, cake"'], set()),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_quote_that_swallows_rows_is_found_where_it_opens(lines: list[str], found: set[tuple[int, int]], end: str):
    (sheet,) = read_cells("a.csv", end.join(lines).encode())
    assert sheet.oddities.open_quotes == found


def test_a_csv_is_named_after_its_file_and_its_quoted_line_breaks_are_within_a_cell():
    (sheet,) = read_cells("Groups.csv", b'Name,Note\r\n"one\r\ntwo",x\r\n\r\nthree,y\r\n')
    assert (sheet.title, sheet.rows) == ("Groups", [["Name", "Note"], ["one\r\ntwo", "x"], [], ["three", "y"]])


def test_days_counted_from_1904_as_old_macs_did():
    made = Workbook()
    made.epoch = CALENDAR_MAC_1904
    made.active["A1"], made.active["A2"] = date(2026, 10, 6), 44474  # the day, as its number since 1 January 1904
    content = BytesIO()
    made.save(content)
    assert b'date1904="1"' in zipfile.ZipFile(content).read("xl/workbook.xml")
    assert rows("mac.xlsx", content.getvalue()) == [[date(2026, 10, 6)], [44474.0]]


def test_an_upload_is_read_and_hashed_once():
    upload = Upload("groups.xlsx", WHOLE)
    assert upload.sheets is upload.sheets
    # of "abc", as in the standard FIPS 180-2
    assert Upload("a.csv", b"abc").sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


# What stands in a workbook beside its values

SHEET = "xl/worksheets/sheet1.xml"


def odd(name: str, content: bytes) -> Oddities:
    """What is odd about a workbook's first sheet."""
    return read_cells(name, content)[0].oddities


def test_formulas_without_a_value_errors_merged_and_hidden_cells_of_an_xlsx():
    made = Workbook()
    sheet = made.active
    for cell, value in {"A1": "a", "B2": "=1+1", "C2": "#N/A", "A3": "b", "B3": "=NA()", "C6": "#DIV/0!"}.items():
        sheet[cell] = value
    sheet.merge_cells("A3:A5")
    for row in (2, 4, 5):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions.group("B", "D", hidden=True)
    made.create_sheet("Notes")["A1"] = "x"
    made["Notes"].sheet_state = "hidden"
    content = BytesIO()
    made.save(content)
    first, notes = read_cells("odd.xlsx", content.getvalue())
    assert first.rows == [["a", "", ""], ["", "", "#N/A"], ["b", "", ""], [""] * 3, [""] * 3, ["", "", "#DIV/0!"]]
    assert first.oddities == Oddities(
        without_value={(2, 2), (3, 2)},
        merged=[(3, 1, 5, 1)],
        hidden_rows=[(2, 2), (4, 5)],
        hidden_columns=[(2, 4)],
    )
    assert notes.oddities == Oddities(hidden=True)


CALCULATED = altered(saved({"A1": "a", "A2": "=1+1", "B2": 3}), "xl/workbook.xml", (' fullCalcOnLoad="1"', ""))


@pytest.mark.parametrize(
    ("stored", "value", "is_formula"),
    [
        ("<c r='A2'><f>1+1</f><v>2</v></c>", 2.0, True),
        ('<c r="A2"><f>1-1</f><v>0</v></c>', 0.0, True),
        ('<c r="A2" t="str"><f>A3&amp;""</f><v></v></c>', "", True),  # a formula whose result is no text
        ('<c><f t="shared" si="0"/><v>2</v></c>', 2.0, True),
        ('<c r="A2"><f>1+1</f><v></v></c>', "", False),
        ('<c r="A2"><f>1+1</f></c>', "", False),
    ],
)
def test_a_formula_has_a_value_or_was_never_worked_out(stored: str, value: object, is_formula: bool):
    content = altered(CALCULATED, SHEET, ('<c r="A2"><f>1+1</f><v></v></c>', stored))
    (sheet,) = read_cells("file.xlsx", content)
    assert sheet.rows == [["a", ""], [value, 3.0]]
    assert (sheet.oddities.formulas, sheet.oddities.without_value) == (({(2, 1)}, set()) if is_formula else (set(), {(2, 1)}))


def test_the_0_of_a_program_that_leaves_the_calculation_to_the_next_is_no_value():
    uncalculated = saved({"A1": "a", "A2": "=1+1", "A3": "=2+2"})  # as openpyxl and XlsxWriter save
    content = altered(uncalculated, SHEET, ("<f>1+1</f><v></v>", "<f>1+1</f><v>0</v>"), ("<f>2+2</f><v></v>", "<f>2+2</f><v>4</v>"))
    (sheet,) = read_cells("file.xlsx", content)
    assert sheet.rows == [["a"], [""], [4.0]]
    assert (sheet.oddities.formulas, sheet.oddities.without_value) == ({(3, 1)}, {(2, 1)})


@pytest.mark.parametrize("changes", [[('"', "'")], [("<", "<x:"), ("<x:/", "</x:"), ("xmlns=", "xmlns:x=")]], ids=["quotes", "prefix"])
def test_other_ways_to_write_the_same_markup(changes: list[tuple[str, str]]):
    content = altered(saved({"A1": "a", "B2": "#REF!"}), SHEET, ("<row r=", '<row hidden="true" r='), *changes)
    assert rows("file.xlsx", content) == [["a", ""], ["", "#REF!"]]
    assert odd("file.xlsx", content) == Oddities(hidden_rows=[(1, 2)])


def test_what_is_odd_about_an_ods_whose_rows_and_cells_are_repeated():
    def cell(attributes: str, shown: str = "") -> str:
        return f"<table:table-cell {attributes}>{shown}</table:table-cell>"

    formula, number = 'table:formula="of:=[.A1]"', 'office:value-type="float" office:value="1"'
    again, twice = "table:number-rows-repeated", 'table:number-columns-repeated="2"'
    xml = [
        f'<table:table-column/><table:table-column table:visibility="collapse" {twice}/>',
        ods_rows([["a", "b", "c"]]),
        f'<table:table-row {again}="2">',
        cell(f"{formula} {number}", "<text:p>1</text:p>"),
        cell(f"{formula} {twice}"),
        '</table:table-row><table:table-row table:visibility="filter">',
        cell(f'table:number-rows-spanned="2" {number}', "<text:p>1</text:p>"),
        cell(f"{formula} {number}", "<text:p>#DIV/0!</text:p>"),
        cell(f"{formula} {number}", "<office:annotation><text:p>#N/A</text:p></office:annotation><text:p>1</text:p>"),
        "</table:table-row><table:table-row><table:covered-table-cell/></table:table-row>",
        ods_rows([["f"]]),
    ]
    (sheet,) = read_cells("odd.ods", ods({"Groups": "".join(xml)}))
    assert sheet.rows == [["a", "b", "c"], [1.0, "", ""], [1.0, "", ""], [1.0, "#DIV/0!", 1.0], ["", "", ""], ["f", "", ""]]
    assert sheet.oddities == Oddities(
        formulas={(2, 1), (3, 1), (4, 3)},
        without_value={(2, 2), (2, 3), (3, 2), (3, 3)},
        merged=[(4, 1, 5, 1)],
        hidden_rows=[(4, 4)],
        hidden_columns=[(2, 3)],
    )


def test_a_sheet_whose_markup_cannot_be_made_out_is_read_and_that_is_said():
    content = altered(saved({"A1": "a", "A2": "#N/A"}), "xl/workbook.xml", ("</workbook>", "<extLst>&unknown;</extLst></workbook>"))
    assert (rows("file.xlsx", content), odd("file.xlsx", content)) == ([["a"], [""]], Oddities(unseen=True))


# Files that are none

PDF, PNG, JPEG = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff\xe0\0\x10JFIF"
DOCX = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})


@pytest.mark.parametrize("name", ["file.xlsx", "file.xls", "file.ods", "file.csv", "file"])
@pytest.mark.parametrize(
    "content", [pytest.param(PDF, id="PDF"), pytest.param(PNG, id="PNG"), pytest.param(JPEG, id="JPEG"), pytest.param(DOCX, id="docx")]
)
def test_another_kind_of_file_is_not_a_spreadsheet_whatever_it_is_called(name: str, content: bytes):
    assert fault(name, content) == "file-not-a-spreadsheet"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.xlsx", b"Dear all,\r\nsee you on Tuesday."),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
        (
            "letter.odt",
            zipped({"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<x/>", "content.xml": "<x/>"}),
        ),
        ("photos.zip", zipped({"photo.jpg": JPEG})),
        ("nothing.xlsx", zipped({})),
        ("song.csv", b"ID3\3\0\0\0\0\x21TIT2\0\0\0\4\0\0\0Ode"),
    ],
)
def test_texts_web_pages_and_other_archives_are_not_spreadsheets(name: str, content: bytes):
    assert fault(name, content) == "file-not-a-spreadsheet"


@pytest.mark.parametrize("content", [b"", b"\r\n \r\n", bytes(1000), b"\xef\xbb\xbf", b"\xff\xfe", b",,,\r\n,,,", workbook({"Sheet1": []})])
def test_a_file_without_a_filled_cell_is_empty(content: bytes):
    assert fault("groups.csv", content) == "file-empty"


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("groups.xlsx", encrypted),
        ("groups.xls", lambda: xls("Groups", [["Name"]], protected=True)),
        ("groups.ods", lambda: ods({"Groups": ods_rows([["Name"]])}, encryption="<manifest:encryption-data/>")),
    ],
)
def test_a_file_behind_a_password(name: str, make: Callable[[], bytes]):
    assert fault(name, make()) == "file-protected"


def test_an_xls_of_excel_5_or_95_behind_a_password():
    """[MS-XLS] 2.4.117: a record FILEPASS (0x2F) stands straight after the first one, whose version is 0x0500."""
    begin = struct.pack("<HHHHHH", 0x0809, 8, 0x0500, 5, 4177, 1995)
    assert fault("groups.xls", compound({"Book": begin + struct.pack("<HHHH", 0x002F, 4, 0x1234, 0x5678) + bytes(200)})) == "file-protected"


@pytest.mark.parametrize("kept", [30, 1000, len(WHOLE) // 2, len(WHOLE) - 1], ids=["head", "first 1000", "half", "all but one"])
def test_a_file_cut_short_is_damaged(kept: int):
    assert fault("groups.xlsx", WHOLE[:kept]) == "file-damaged"


def test_an_xls_cut_short_within_a_number_is_damaged_though_calamine_panics_over_it():
    cut = xls("Groups", [["Name"]])[:1531]
    with pytest.raises(Damaged):
        calamine_child.read(cut)
    assert fault("groups.xls", cut) == "file-damaged"


@pytest.mark.parametrize("name", ["groups.xlsx", "groups.xls", "groups.ods"])
def test_a_spreadsheets_name_on_noise_is_damaged(name: str):
    assert fault(name, b"\x01\x02\x03\xff" * 100) == "file-damaged"


def test_a_file_of_20_mb_is_too_large():
    with pytest.raises(UnreadableFile) as caught:
        read_cells("groups.xlsx", WHOLE.ljust(20_000_000, b"\1"))
    assert (caught.value.code, caught.value.words) == ("file-too-large", {"size": "20.0", "limit": 15})
    assert LARGEST_FILE == 15_000_000


@pytest.mark.parametrize("name", ["wide.csv", "wide.xlsx"])
def test_a_sheet_of_more_columns_than_excel_has_is_refused(name: str):
    row = ["Group name", *[""] * 18_277, "x"]  # in column AAAA, behind ZZZ
    beyond = altered(workbook({"Groups": [["Group name", "x"]]}), SHEET, ('r="B1"', 'r="AAAA1"'))
    made = {"wide.csv": ",".join(row).encode(), "wide.xlsx": beyond}
    with pytest.raises(UnreadableFile) as caught:
        read_cells(name, made[name])
    assert (caught.value.code, caught.value.words["most"]) == ("file-too-wide", "16,384")


def test_the_last_column_that_excel_has_is_read_and_commas_beyond_it_are_nothing():
    assert rows("wide.xlsx", saved({"A1": "Group name", "XFD1": "x"}))[0][-1] == "x"
    assert rows("wide.csv", b"Group name" + b"," * 18_278 + b"\n")[0][0] == "Group name"


# Files that are small, and large inside

SPARSE = saved({"A1": "Group name", "XFD1048576": "x"})
TALL = saved({"A1": "Group name", "B1048576": "x"})
OVERLAPPING = "".join(f'<mergeCell ref="A1:ALL{row}"/>' for row in (998, 999, 1000))
UNCALCULATED = '<table:table-cell table:formula="of:=1" table:number-columns-repeated="16384"/>'
UNCALCULATED = f'<table:table-row table:number-rows-repeated="1000">{UNCALCULATED}</table:table-row>'
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "gigabytes of zeros": ("bomb.xlsx", lambda: packed(4_000)),
    "gigabytes of zeros whose header says that they are few": ("bomb.xlsx", lambda: packed(4_000, claimed=100)),
    "gigabytes in the part that tells of a password": (
        "bomb.ods",
        lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": bytes(300_000_000)}),
    ),
    "one cell in each corner of an .xlsx sheet": ("corners.xlsx", lambda: SPARSE),
    "one cell in the last row of an .xlsx sheet": ("tall.xlsx", lambda: TALL),
    "a row of an .ods repeated to the end": ("long.ods", lambda: ods({"Groups": ods_rows([["a"] * 3], repeat=1_048_576)})),
    "a cell of an .ods repeated over rows and columns": (
        "wide.ods",
        lambda: ods({"Groups": ods_rows([["a"]], repeat=1_000, columns=16_384)}),
    ),
    "formulas of an .ods repeated over rows and columns": ("formulas.ods", lambda: ods({"Groups": ods_rows([["a"]]) + UNCALCULATED})),
    "merged cells that overlap": (
        "merged.xlsx",
        lambda: altered(saved({"A1": "a", "ALL1000": "x"}), SHEET, ("</sheetData>", f"</sheetData><mergeCells>{OVERLAPPING}</mergeCells>")),
    ),
    "many sheets that are large together": (
        "sheets.ods",
        lambda: ods({f"S{number}": ods_rows([["a"]], repeat=1_000, columns=500) for number in range(9)}),
    ),
    "a CSV file of commas": ("commas.csv", lambda: b"a" + b"," * 14_000_000),
    "a CSV file of line breaks": ("lines.csv", lambda: b"a" + b"\n" * 14_000_000),
}


def test_a_small_file_with_a_cell_where_none_can_be_is_damaged_and_does_not_unpack_to_too_much():
    """The first reader asks for more memory than there is, and its process is ended."""
    content = workbook({"Groups": ROWS})
    assert fault("groups.xlsx", altered(content, SHEET, ('r="C2"', 'r="C4294967290"'))) == "file-damaged"
    assert fault("groups.xlsx", altered(content, SHEET, ('r="C2"', 'r="XFD1048576"'))) == "file-unpacks-too-large"


def test_the_empty_rest_of_an_ods_sheet_takes_no_room():
    rest = ods_rows([[None]], repeat=1_048_000, columns=16_000)
    assert rows("groups.ods", ods({"Groups": ods_rows([["Name"], ["Choir"]]) + rest})) == [["Name"], ["Choir"]]


MEASURED = """
import re, resource, sys
from pathlib import Path
from cdmon.workbooks.cells import UnreadableFile, read_cells
for path in map(Path, sys.argv[1:]):
    try:
        read_cells(path.name, path.read_bytes())
        print("read", path.name)
    except UnreadableFile as error:
        print(error.code, path.name)
own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])  # ru_maxrss would count the parent's too
print(own // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded and measured as Linux does it")
def test_a_file_that_unpacks_to_too_much_is_refused_with_little_memory(tmp_path: Path):
    """Little for the reading process, which is the dashboard, and bounded for the child that reads workbooks for it; in MB."""
    paths = [tmp_path / f"{what}{Path(name).suffix}" for what, (name, _) in BOMBS.items()]
    for path, (_, make) in zip(paths, BOMBS.values(), strict=True):
        path.write_bytes(make())
    assert all(path.stat().st_size < 15_000_000 for path in paths)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *paths], cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True
    )
    *told, memory = done.stdout.splitlines()
    assert told == [f"file-unpacks-too-large {path.name}" for path in paths]
    own, childs = map(int, memory.split())
    assert own < 150 and childs < 1500


# Whatever the bytes

ENDINGS = st.sampled_from([".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt", ".pdf", ""])


@given(st.binary() | st.text().map(str.encode), ENDINGS)
def test_any_bytes_of_any_name_are_read_or_refused(content: bytes, ending: str):
    with suppress(UnreadableFile):
        assert all(isinstance(sheet.title, str) for sheet in read_cells("file" + ending, content))


@settings(max_examples=25)
@given(
    st.sampled_from([("f.xlsx", WHOLE), ("f.ods", ods({"Groups": ods_rows([["Name", 1]])})), ("f.xls", xls("Groups", [["Name", 1]]))]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=8),
)
def test_a_workbook_with_changed_bytes_is_read_or_refused(file: tuple[str, bytes], changes: list[tuple[float, int]]):
    name, whole = file
    content = bytearray(whole)
    for place, bits in changes:
        content[int(place * len(content))] ^= bits
    with suppress(UnreadableFile):
        read_cells(name, bytes(content))
