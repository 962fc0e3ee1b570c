"""The marked workbook: a person's own file with red cells, comments and a list of its problems, and nothing else changed."""

import re
import subprocess
import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from cdmon.definitions import load
from cdmon.problems import Problem, problem
from cdmon.workbooks import copied, marked
from cdmon.workbooks.cells import Upload
from cdmon.workbooks.marked import marked_name
from cdmon.workbooks.ooxml import package
from cdmon.workbooks.ooxml.sheet import SheetPart
from cdmon.workbooks.problem_sheet import PROBLEMS, is_problems, places
from cdmon.workbooks.template import template
from tests.files import altered, ods, ods_rows, xls, zipped
from tests.workbooks import workbook

RED, AMBER, RED_UNDER_WHITE, NONE = "FFFF9B9C", "FFFFD27F", "FFB3001B", "00000000"
MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
HEADINGS = ("Severity", "Sheet", "Cell", "Column", "Value", "What to do")
FIRST = 6  # the row of the first problem, below a headline, two lines, an empty one and the headings


def error(cell: str | None, sheet: str | None = "Groups", message: str = "Type a whole number.", value: str | None = "many") -> Problem:
    return Problem("cell-not-whole-number", "error", sheet, cell, "Volunteers", value, message)


def warning(cell: str | None, sheet: str | None = "Groups", message: str = "Look again.") -> Problem:
    return Problem("cell-formula", "warning", sheet, cell, "Volunteers", None, message)


def rich() -> bytes:
    """A workbook with nearly all that one can hold, its sheet Groups the one that is looked at."""
    made = Workbook()
    notes, groups, hidden = made.active, made.create_sheet("Groups"), made.create_sheet("Hidden")
    notes.title, notes["A1"], hidden.sheet_state = "Notes", "Ask Bob", "hidden"
    for row in [["Name", "Volunteers", "Since", "Twice"], ["Lunch", 3, date(2024, 3, 1), "=B2*2"], ["Choir", "many", "soon", "=B3*2"]]:
        groups.append(row)
    groups["A1"].font, groups["A1"].fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0B5394")
    groups["B3"].font, groups["B3"].border = Font(name="Arial", italic=True), Border(bottom=Side(style="thin"))
    groups["B3"].number_format, groups["A2"].fill = "0.00", PatternFill("solid", fgColor="D9E7F5")
    groups["C2"].number_format = groups.column_dimensions["C"].number_format = "DD/MM/YYYY"
    groups.column_dimensions["A"].width, groups.freeze_panes = 33, "A2"
    groups["A1"].comment = Comment("The name the group uses.", "cdmon")
    groups["D3"].comment = Comment("Mine.", "Bob")
    groups.conditional_formatting.add("B2:B9", CellIsRule(operator="lessThan", formula=["0"], font=Font(bold=True)))
    rule = DataValidation(type="list", formula1='"1,2,3"')
    rule.add("B2:B9")
    groups.add_data_validation(rule)
    groups.merge_cells("A5:B5")
    groups.defined_names["local"] = DefinedName("local", attr_text="Groups!$A$1")
    chart = BarChart()
    chart.add_data(Reference(groups, min_col=2, min_row=1, max_row=3))
    groups.add_chart(chart, "F2")
    made.active = 1
    content = BytesIO()
    made.save(content)
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("customXml/item1.xml", "<kept/>")
    return altered(content.getvalue(), "xl/worksheets/sheet2.xml", ("<f>B2*2</f><v></v>", "<f>B2*2</f><v>6</v>"))


RICH = rich()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def mark(*problems: Problem, content: bytes = RICH, name: str = "groups.xlsx") -> bytes:
    return marked.marked(Upload(name, content), problems)


def opened(*problems: Problem, content: bytes = RICH, name: str = "groups.xlsx") -> Workbook:
    return load_workbook(BytesIO(mark(*problems, content=content, name=name)))


def colour(cell: Cell) -> str:
    return str(cell.fill.fgColor.rgb) if cell.fill.fill_type == "solid" else NONE


def look(cell: Cell) -> tuple[object, ...]:
    """All that one sees of a cell but its comment."""
    return cell.value, cell.number_format, repr(cell.font), repr(cell.border), repr(cell.alignment), colour(cell)


def listed(made: Workbook) -> list[tuple[object, ...]]:
    """The rows of the list of problems, without its headings."""
    rows = list(made[PROBLEMS].iter_rows(values_only=True))
    return rows[rows.index(HEADINGS) + 1 :]


def said(made: Workbook) -> str:
    """The lines above the list."""
    return " ".join(str(cell.value) for cell in made[PROBLEMS]["A"] if cell.value)


# Where the marks go


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        (None, []),
        ("C5", [(5, 3)]),
        ("C5, C7 to C9", [(5, 3), (7, 3), (8, 3), (9, 3)]),
        ("AA2 to AA3, AB1", [(2, 27), (3, 27), (1, 28)]),
    ],
)
def test_the_cells_of_a_problem_are_told_apart(text: str | None, cells: list[tuple[int, int]]):
    assert list(places(text)) == cells


def test_an_error_is_red_and_a_warning_amber_and_the_comment_says_which():
    sheet = opened(error("B3"), warning("C2 to C3"))["Groups"]
    assert [colour(sheet[cell]) for cell in ("B3", "C2", "C3")] == [RED, AMBER, AMBER]
    assert sheet["B3"].comment.text == "cdmon check:\nError: Type a whole number."
    assert sheet["C3"].comment.text == "cdmon check:\nWarning: Look again."
    assert sheet["C3"].comment.author == "cdmon check"


def test_several_problems_of_a_cell_are_a_line_each_in_one_comment_and_an_error_outweighs():
    sheet = opened(warning("B3"), error("B3"))["Groups"]
    assert sheet["B3"].comment.text == "cdmon check:\nError: Type a whole number.\nWarning: Look again."
    assert colour(sheet["B3"]) == RED


def test_a_marked_cell_keeps_its_value_number_format_font_and_border():
    before, after = load_workbook(BytesIO(RICH))["Groups"]["B3"], opened(error("B3"))["Groups"]["B3"]
    assert look(after)[:-1] == look(before)[:-1]
    assert (after.number_format, after.font.name, after.border.bottom.style) == ("0.00", "Arial", "thin")


def test_other_cells_look_as_before():
    before, after = load_workbook(BytesIO(RICH)), opened(error("B3"), warning("A1"))
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                if (sheet.title, cell.coordinate) not in {("Groups", "B3"), ("Groups", "A1")}:
                    assert look(after[sheet.title][cell.coordinate]) == look(cell)


def test_white_letters_stay_legible():
    heading = opened(error("A1"))["Groups"]["A1"]
    assert (colour(heading), heading.font.color.rgb) == (RED_UNDER_WHITE, "00FFFFFF")


def test_a_comment_that_is_there_stays_and_ours_comes_below():
    sheet = opened(error("A1"))["Groups"]
    assert sheet["A1"].comment.text == "The name the group uses.\n\ncdmon check:\nError: Type a whole number."
    assert (sheet["A1"].comment.author, sheet["D3"].comment.text) == ("cdmon", "Mine.")


def test_every_comment_has_one_box():
    content = parts(mark(error("B3"), warning("A1")))
    (drawing,) = (content[name] for name in content if name.endswith(".vml"))
    boxes = re.findall(rb"<\w+:Row>(\d+)</\w+:Row><\w+:Column>(\d+)<", drawing)
    assert sorted(boxes) == [(b"0", b"0"), (b"2", b"1"), (b"2", b"3")]


def test_a_blank_cell_that_is_not_in_the_file_is_marked_in_the_format_of_its_column():
    sheet = opened(error("C3"), error("C8"), error("B6"))["Groups"]
    assert [(colour(sheet[cell]), sheet[cell].number_format) for cell in ("C8", "B6")] == [(RED, "DD/MM/YYYY"), (RED, "General")]
    assert [cell.value for cell in sheet[3]] == ["Choir", "many", "soon", "=B3*2"]


def test_a_sheet_whose_headings_stand_down_column_a_is_marked_at_excels_addresses():
    upright = workbook({"Wave": [["Label", "Autumn"], ["Mode", "by pigeon"]]})
    sheet = opened(error("B2", sheet="Wave"), content=upright)["Wave"]
    assert [colour(cell) for row in sheet.iter_rows() for cell in row] == [NONE, NONE, NONE, RED]


# What is not touched


def test_every_part_without_a_mark_keeps_its_bytes_and_its_place():
    before, after = parts(RICH), parts(mark(error("B3")))
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet2.xml",
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
    }
    assert "customXml/item1.xml" in before and "xl/charts/chart1.xml" in before
    assert list(after) == [*before, "xl/worksheets/sheet4.xml"]


def test_every_row_without_a_mark_keeps_its_bytes():
    def rows(content: bytes) -> dict[bytes, bytes]:
        return dict(re.findall(rb'(<row r="\d+").*?(>.*?</row>)', parts(content)["xl/worksheets/sheet2.xml"]))

    before, after = rows(RICH), rows(mark(error("B3")))
    assert [row for row in before if before[row] != after[row]] == [b'<row r="3"']


def test_formulas_keep_their_text_and_their_value():
    content = mark(error("B3"), warning("D2"))
    formulas, values = load_workbook(BytesIO(content)), load_workbook(BytesIO(content), data_only=True)
    assert (formulas["Groups"]["D2"].value, values["Groups"]["D2"].value) == ("=B2*2", 6)


def test_charts_rules_names_and_widths_are_still_there():
    made = opened(error("B3"))
    sheet = made["Groups"]
    assert made.sheetnames == [PROBLEMS, "Notes", "Groups", "Hidden"]
    assert len(sheet._charts) == len(sheet.data_validations.dataValidation) == len(sheet.conditional_formatting) == 1
    assert list(sheet.defined_names) == ["local"] and sheet.column_dimensions["A"].width == 33
    assert (sheet.freeze_panes, str(sheet.merged_cells), made["Hidden"].sheet_state) == ("A2", "A5:B5", "hidden")


def test_it_opens_on_the_list_and_on_no_other_sheet_beside_it():
    made = opened(warning("A1", sheet="Notes"))
    assert made.active.title == PROBLEMS
    assert [sheet.title for sheet in made if sheet.sheet_view.tabSelected] == [PROBLEMS]


def test_the_templates_own_help_stays():
    given = template(load(), "groups", period="2026-10")
    before, after = load_workbook(BytesIO(given))["Groups"], opened(error("E3"), content=given)["Groups"]
    assert [cell.comment.text for cell in after[1]] == [cell.comment.text for cell in before[1]]
    assert after["E3"].number_format == "@" and colour(after["E3"]) == RED


# The list


def test_the_list_tells_every_problem_errors_first():
    made = opened(warning("C2 to C3"), error("B3"), Problem("sheet-missing", "error", "Targets", None, None, None, "Add it."))
    assert listed(made) == [
        ("Error", "Groups", "B3", "Volunteers", "many", "Type a whole number."),
        ("Error", "Targets", None, None, None, "Add it."),
        ("Warning", "Groups", "C2 to C3", "Volunteers", None, "Look again."),
    ]
    assert "2 errors and 1 warning in groups.xlsx." in said(made)


def test_a_cell_in_the_list_leads_to_the_sheet():
    made = opened(error("B3, B5 to B9", sheet="Bob's"), content=workbook({"Bob's": [["x"]]}))
    assert made[PROBLEMS][f"C{FIRST}"].hyperlink.location == "'Bob''s'!B3"


@pytest.mark.parametrize("text", ['=HYPERLINK("http://example.org")', "+1", "-1+1", "@SUM(A1)", "#N/A", "<b>&"])
def test_a_text_in_the_list_or_a_comment_is_never_a_formula(text: str):
    made = opened(error("B3", value=text, message=text))
    row = made[PROBLEMS][FIRST]
    assert [(cell.value, cell.data_type) for cell in row[4:6]] == [(text, "s"), (text, "s")]
    assert row[4].quotePrefix and made["Groups"]["B3"].comment.text.endswith(text)


def test_what_xml_cannot_hold_is_left_out_and_nothing_is_taken_for_an_escape():
    content = mark(error("B3", value="a\x00\x0b\ud800b _x0041_"))
    assert listed(load_workbook(BytesIO(content)))[0][4] == "ab _x005F_x0041_"  # which Excel and LibreOffice show as _x0041_


def test_addresses_too_many_for_a_row_of_the_list_take_several():
    cells = [f"B{number}" for number in range(2, 200, 2)]
    rows = listed(opened(error(", ".join(cells))))
    assert [cell for row in rows for cell in str(row[2]).split(", ")] == cells and len(rows) > 1


def test_where_marking_ends_every_problem_is_marked_somewhere_and_all_cells_are_listed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(marked, "MOST_MARKED", 4)
    made = opened(error("B2 to B9"), warning("C2 to C9"))
    assert [cell.coordinate for row in made["Groups"].iter_rows() for cell in row if colour(cell) in (RED, AMBER)] == [
        "B2",
        "C2",
        "B3",
        "C3",
    ]
    assert "cells are marked in the sheets; the table below tells of the others." in said(made)


def test_a_sheet_that_is_called_problems_already_stays():
    made = opened(error("A1", sheet="problems"), content=workbook({"problems": [["Rats"]]}))
    assert made.sheetnames == ["Problems 2", "problems"] and made["problems"]["A1"].value == "Rats"


# The file that comes back


def test_a_marked_file_is_recognised_when_it_comes_back():
    sheets = Upload("groups.xlsx", mark(error("B3"))).sheets
    assert [is_problems(sheet) for sheet in sheets] == [True, False, False, False]


def test_marking_again_leaves_only_the_new_marks():
    again = opened(warning("C2"), content=mark(error("A1 to A3"), error("B3")))
    sheet = again["Groups"]
    assert again.sheetnames == [PROBLEMS, "Notes", "Groups", "Hidden"]
    assert [row[:3] for row in listed(again)] == [("Warning", "Groups", "C2")]
    assert [colour(sheet[cell]) for cell in ("A1", "A2", "A3", "B3", "C2")] == ["000B5394", "00D9E7F5", NONE, NONE, AMBER]
    comments = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert comments == {"A1": "The name the group uses.", "D3": "Mine.", "C2": "cdmon check:\nWarning: Look again."}
    assert list(sheet.defined_names) == ["local"]


def test_marking_the_same_again_changes_nothing_to_see():
    once = mark(error("A1 to A3"), warning("D3"))
    twice = mark(error("A1 to A3"), warning("D3"), content=once)
    assert parts(once).keys() == parts(twice).keys()
    first, second = load_workbook(BytesIO(once))["Groups"], load_workbook(BytesIO(twice))["Groups"]
    for row in first.iter_rows():
        for cell in row:
            other = second[cell.coordinate]
            assert look(other) == look(cell)
            assert (other.comment and other.comment.text) == (cell.comment and cell.comment.text)


def test_a_sheet_whose_last_comment_was_ours_has_none_left():
    plain = workbook({"Groups": [["Name"]]})
    content = mark(content=mark(error("A1"), content=plain))
    assert not [name for name in parts(content) if "comments" in name]
    assert load_workbook(BytesIO(content))["Groups"]["A1"].comment is None


# Files of every kind


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Groups October.xlsx", "Groups October – problems.xlsx"),
        ("Groups October – problems.xlsx", "Groups October – problems.xlsx"),
        ("Groups.v2.XLSM", "Groups.v2 – problems.xlsm"),
        ("groups.csv", "groups – problems.xlsx"),
        ("groups", "groups – problems.xlsx"),
    ],
)
def test_the_name_of_the_marked_file(name: str, expected: str):
    assert marked_name(name) == expected


def test_macros_are_kept():
    content = altered(zipped(parts(RICH) | {"xl/vbaProject.bin": b"\x00macro"}), "[Content_Types].xml", (MAIN, MACROS))
    after = parts(mark(error("B3"), content=content, name="groups.xlsm"))
    assert after["xl/vbaProject.bin"] == b"\x00macro" and MACROS.encode() in after["[Content_Types].xml"]


def test_a_csv_is_copied_with_its_texts_as_texts():
    made = opened(error("B2", sheet="Groups: all"), content=b"Name,Volunteers\n=1+1,007\n", name="Groups: all.csv")
    assert made.sheetnames == [PROBLEMS, "Groups  all"]
    cells = made["Groups  all"][2]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=1+1", "s"), ("007", "s")]
    assert [colour(cell) for cell in cells] == [NONE, RED] and listed(made)[0][1] == "Groups  all"
    assert "This is a copy" in said(made) and "no formats" in said(made)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("groups.ods", ods({"Groups": ods_rows([["Name", "Number"], ["Café", 7]])})),
        ("groups.xls", xls("Groups", [["Name", "Number"], ["Café", 7]])),
    ],
)
def test_an_ods_and_an_xls_are_copied(name: str, content: bytes):
    made = opened(error("B2"), content=content, name=name)
    assert [[cell.value for cell in row] for row in made["Groups"].iter_rows()] == [["Name", "Number"], ["Café", 7]]
    assert colour(made["Groups"]["B2"]) == RED and "This is a copy" in said(made)


def test_a_copy_keeps_days_times_and_truth():
    sheets = [copied.RawSheet("A", [[date(2024, 3, 1), datetime(2024, 3, 1, 9, 30), True, 2.5, "", None, date(1, 1, 1), float("inf")]])]
    row = load_workbook(BytesIO(copied.copied(sheets, {"A": "A"})))["A"][1]
    assert [cell.value for cell in row] == [
        datetime(2024, 3, 1),
        datetime(2024, 3, 1, 9, 30),
        True,
        2.5,
        None,
        None,
        "0001-01-01",
        "inf",
    ]
    assert [cell.number_format for cell in row[:2]] == ["DD/MM/YYYY", "DD/MM/YYYY HH:MM"]


def test_titles_of_copied_sheets_are_such_as_excel_takes():
    titles = copied.fitting_titles(["a/b", "a:b", "'x'", "y" * 40, "y" * 50, "?"])
    assert list(titles.values()) == ["a b", "a b 2", "x", "y" * 31, "y" * 26 + " 2", "Sheet"]


@pytest.mark.parametrize("name", ["groups.xlsx", "groups.xlsm"])
def test_of_a_file_that_cannot_be_read_the_list_alone_is_returned(name: str):
    content = mark(problem("file-damaged", value=name), content=b"PK\x03\x04 broken", name=name)
    made = load_workbook(BytesIO(content))
    assert made.sheetnames == [PROBLEMS] and "could not be read" in said(made)
    assert listed(made)[0][0] == "Error" and (MACROS.encode() in parts(content)["[Content_Types].xml"]) == name.endswith("m")


def test_of_a_file_that_unpacks_to_more_than_can_be_edited_the_list_alone_is_returned(monkeypatch: pytest.MonkeyPatch):
    sheets = Upload("groups.xlsx", RICH).sheets
    monkeypatch.setattr(package, "LARGEST_EDITED", 30_000)
    upload = Upload("groups.xlsx", altered(RICH, "xl/worksheets/sheet2.xml", ("</sheetData>", " " * 30_000 + "</sheetData>")))
    upload.__dict__["sheets"] = sheets
    made = load_workbook(BytesIO(marked.marked(upload, [error("B3")])))
    assert made.sheetnames == [PROBLEMS] and "too large to be marked" in said(made) and len(listed(made)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        ("xl/worksheets/sheet2.xml", ("<sheetData>", "<sheetData><!-- <row r='1'> -->")),
        ("xl/worksheets/sheet2.xml", ('<row r="3"', '<row r="1"')),
        ("xl/styles.xml", ("<cellXfs", "<!-- --><otherXfs"), ("</cellXfs", "</otherXfs")),
        ("xl/comments/comment1.xml", ('ref="A1"', 'ref="nowhere"')),
        ("xl/comments/comment1.xml", ("<comments ", '<!DOCTYPE comments [<!ENTITY e "boo">]><comments ')),
    ],
    ids=["comment between rows", "rows out of order", "no styles", "comment nowhere", "document type"],
)
def test_a_file_that_is_not_well_made_is_marked_in_a_copy(fault: tuple[str, tuple[str, str]]):
    upload = Upload("groups.xlsx", altered(RICH, *fault))
    upload.__dict__["sheets"] = Upload("groups.xlsx", RICH).sheets
    made = load_workbook(BytesIO(marked.marked(upload, [error("B3")])))
    assert "This is a copy" in said(made) and colour(made["Groups"]["B3"]) == RED


# A sheet's XML


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<sheetData/>", '<sheetData><row r="2"><c r="B2" s="9"/></row></sheetData>'),
        (
            '<sheetData><row r="1"/><row r="3"/></sheetData>',
            '<sheetData><row r="1"/><row r="2"><c r="B2" s="9"/></row><row r="3"/></sheetData>',
        ),
        (
            '<sheetData><row/><row><c s="4"/><c s="5"/></row></sheetData>',
            '<sheetData><row/><row><c s="4"/><c s="9"/></row></sheetData>',
        ),
        (
            '<sheetData><row r="2" spans="1:3"><c r="A2"/><c r="C2"/></row></sheetData>',
            '<sheetData><row r="2"><c r="A2"/><c r="B2" s="9"/><c r="C2"/></row></sheetData>',
        ),
    ],
    ids=["no rows", "row between", "rows and cells without addresses", "cell between"],
)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_row_or_cell_that_is_not_there_is_made_in_its_place(before: str, after: str, prefix: str):
    def sheet(data: str) -> bytes:
        named = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
        return re.sub("<(/?)", rf"<\1{prefix}", f'<worksheet {named}="urn:x">{data}</worksheet>').encode()

    assert SheetPart(sheet(before), {(2, 2): lambda _: 9}).as_bytes().partition(b"\n")[2] == sheet(after)


# LibreOffice


# Files that are put together in a lean way


def without_default(content: bytes) -> bytes:
    """The file as LibreOffice saved it until version 6.0: every part of relations has its type by its name."""
    found = parts(content)
    types = found["[Content_Types].xml"].decode()
    kind = "application/vnd.openxmlformats-package.relationships+xml"
    named = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name in found if name.endswith(".rels"))
    types = re.sub(r'<Default [^>]*Extension="rels"[^>]*/>', "", types).replace("</Types>", f"{named}</Types>")
    return zipped(found | {"[Content_Types].xml": types})


def without_styles() -> bytes:
    """A file whose cells, row and column name styles, though no part holds any."""
    made = altered(
        workbook({"Groups": [["Name", "Volunteers"], ["Choir", "many"]], "Notes": [["Ask Bob"]]}),
        "xl/worksheets/sheet1.xml",
        ('<c r="A1"', '<c r="A1" s="3"'),
        ('<c r="B2"', '<c r="B2" s="7"'),
        ("<sheetData>", '<cols><col min="3" max="3" width="9" style="8"/></cols><sheetData>'),
    )
    found = parts(made)
    for name, pattern in (
        ("[Content_Types].xml", r"<Override [^>]*styles\.xml[^>]*/>"),
        ("xl/_rels/workbook.xml.rels", "<Relationship [^>]*/styles[^>]*/>"),
    ):
        found[name] = re.sub(pattern, "", found[name].decode()).encode()
    return zipped({name: part for name, part in found.items() if name != "xl/styles.xml"})


LEAN = {
    "relations typed by name": without_default(workbook({"Groups": [["Name", "Volunteers"], ["Choir", "many"]], "Notes": [["Ask Bob"]]})),
    "relations typed by name, with all else": without_default(RICH),
    "no styles": without_styles(),
    "no styles, relations typed by name": without_default(without_styles()),
}


@pytest.mark.parametrize("content", LEAN.values(), ids=LEAN.keys())
def test_every_part_of_a_marked_file_has_a_type_and_every_style_is_there(content: bytes):
    """ECMA-376 part 2, 7.2.3.5: a part without a type makes the file one that Excel repairs."""
    found = parts(mark(error("B2"), warning("C1"), content=content))
    types = found["[Content_Types].xml"].decode()
    endings, names = re.findall(r'Extension="(\w+)"', types), re.findall(r'PartName="/([^"]+)"', types)
    assert len(names) == len(set(names)) and set(names) <= set(found)
    assert [name for name in found if name.rpartition(".")[2] not in endings and name not in names] == ["[Content_Types].xml"][
        : "xml" not in endings
    ]
    count = found["xl/styles.xml"].decode().partition("<cellXfs")[2].partition("</cellXfs>")[0].count("<xf ")
    sheets = b"".join(part for name, part in found.items() if name.startswith("xl/worksheets/sheet"))
    assert max(int(index) for index in re.findall(rb'<(?:c|row|col) [^>]*\b(?:s|style)="(\d+)"', sheets)) < count


@pytest.mark.parametrize("content", LEAN.values(), ids=LEAN.keys())
def test_a_marked_file_opens_in_openpyxl_and_calamine_with_the_marks_on_the_marked_cells_only(content: bytes):
    made = mark(error("B2"), content=content)
    sheet = load_workbook(BytesIO(made))["Groups"]
    marks = {cell.coordinate for row in sheet.iter_rows() for cell in row if colour(cell) in (RED, RED_UNDER_WHITE)}
    assert (marks, "Type a whole number." in sheet["B2"].comment.text) == ({"B2"}, True)
    assert {each.title for each in Upload("marked.xlsx", made).sheets} >= {PROBLEMS, "Groups"}


def test_a_cell_of_a_style_that_is_not_there_does_not_turn_red():
    """Its index was the next one free."""
    styles = parts(RICH)["xl/styles.xml"].decode().partition("<cellXfs")[2].partition("</cellXfs>")[0].count("<xf ")
    content = altered(RICH, "xl/worksheets/sheet1.xml", ('<c r="A1"', f'<c s="{styles}" r="A1"'))
    made = opened(error("B3"), content=content)
    assert (colour(made["Groups"]["B3"]), colour(made["Notes"]["A1"])) == (RED, NONE)


@pytest.mark.slow
def test_libreoffice_opens_marked_files_that_were_put_together_in_a_lean_way(libreoffice: str, tmp_path: Path):
    for number, content in enumerate(LEAN.values()):
        (tmp_path / f"{number}.xlsx").write_bytes(mark(error("B2"), content=content))
    command = [libreoffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, tmp_path / "out", *sorted(tmp_path.glob("*.xlsx"))], check=True, capture_output=True, timeout=120)
    for number in range(len(LEAN)):
        sheet = load_workbook(tmp_path / "out" / f"{number}.xlsx")["Groups"]
        assert "Type a whole number." in sheet["B2"].comment.text and colour(sheet["B2"]) == RED


def test_libreoffice_opens_what_was_marked_and_what_it_saves_is_marked_anew(libreoffice: str, tmp_path: Path):
    def saved(content: bytes, form: str) -> bytes:
        (tmp_path / "groups.xlsx").write_bytes(content)
        command = [libreoffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", form]
        subprocess.run([*command, "--outdir", tmp_path / form, tmp_path / "groups.xlsx"], check=True, capture_output=True, timeout=120)
        return (tmp_path / form / f"groups.{form}").read_bytes()

    made = load_workbook(BytesIO(saved(mark(error("A1 to A3"), error("B3"), content=saved(RICH, "xlsx")), "xlsx")))
    sheet = made["Groups"]
    assert made.sheetnames == [PROBLEMS, "Notes", "Groups", "Hidden"] and len(listed(made)) == 2
    assert [colour(sheet[cell]) for cell in ("A1", "A2", "A3", "B3")] == [RED_UNDER_WHITE, RED, RED, RED]
    assert sheet["A1"].comment.text == "The name the group uses.\n\ncdmon check:\nError: Type a whole number."
    assert sheet["B3"].number_format == "0.00" and len(sheet._charts) == 1

    back = opened(warning("B3"), content=(tmp_path / "xlsx" / "groups.xlsx").read_bytes())["Groups"]
    assert [colour(back[cell]) for cell in ("A1", "A2", "A3", "B3")] == [NONE, NONE, NONE, AMBER]  # it forgets what red covers
    assert back["A1"].comment.text == "The name the group uses."
    assert saved(mark(error("B3")), "pdf").startswith(b"%PDF")
