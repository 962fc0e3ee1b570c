"""Workbooks on paper: A4, landscape, every column of a sheet on one page, headings on each; as LibreOffice prints them."""

import re
import subprocess
from io import BytesIO

import pytest
from openpyxl import load_workbook

from cdmon.definitions import load
from cdmon.returns.blank import blank
from cdmon.returns.check import check
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from cdmon.workbooks.marked import marked
from cdmon.workbooks.template import template
from tests.conftest import send
from tests.workbooks import groups_workbook

A4 = {(842, 595)}  # points, landscape
LONG = "A group that meets each Tuesday in the hall beside the church and cooks for all who come"


def printed(libreoffice, folder, name, content):
    """The size of each page in points, and the text of the file's pages as LibreOffice prints them."""
    (folder / f"{name}.xlsx").write_bytes(content)
    command = [libreoffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder]
    subprocess.run([*command, folder / f"{name}.xlsx"], check=True, capture_output=True, timeout=180)
    pdf = (folder / f"{name}.pdf").read_bytes()
    boxes = re.findall(rb"/Type\s*/Page\b[^s].*?/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf, re.DOTALL)
    return [(round(float(width)), round(float(height))) for width, height in boxes]


@pytest.mark.parametrize("what", [*load().datasets, *load().workbooks])
def test_every_sheet_of_every_template_is_set_up_for_a4_with_its_headings_on_each_page(what):
    workbook = load_workbook(BytesIO(template(load(), what)))
    for sheet in workbook.worksheets:
        page = sheet.page_setup
        assert (page.paperSize, page.orientation, page.fitToWidth, page.fitToHeight) == (9, "landscape", 1, 0), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == (None if sheet.title == "Instructions" else "$1:$1")


def test_a_row_that_stands_there_is_as_high_as_its_wrapped_text_needs(programme_store):
    send(programme_store, groups_workbook("2024-10", [{"name": "Choir"}, {"name": LONG}]))
    sheet = load_workbook(BytesIO(blank(programme_store, "groups", "N01", "2024-11")))["Groups"]
    (column,) = (cell.column_letter for cell in sheet[1] if cell.value == "Group name")
    assert sheet[f"{column}4"].value == LONG and sheet[f"{column}4"].alignment.wrap_text
    lines = -(-len(LONG) // (sheet.column_dimensions[column].width - 2))
    assert lines > 1
    assert [sheet.row_dimensions[row].height for row in (3, 4)] == [15, 15 * lines]


def test_the_templates_print_on_a4_each_sheet_as_wide_as_a_page(libreoffice, programme_store, tmp_path):
    """Forty groups of nineteen columns: one page of instructions more or less, and two of groups."""
    send(programme_store, groups_workbook("2024-10", [{"name": f"Group {number}"} for number in range(40)]))
    pages = printed(libreoffice, tmp_path, "groups", blank(programme_store, "groups", "N01", "2024-11"))
    assert set(pages) == A4
    assert 3 <= len(pages) <= 6


def problems_of(database, upload):
    with database.cursor() as cursor:
        return check(Known(cursor), upload).problems


@pytest.mark.parametrize("title", ["Groups", "Problems"])
def test_the_list_of_problems_repeats_its_headings_on_each_page_beside_what_the_file_repeats(programme_store, title):
    content = groups_workbook("2024-11", [{"contact": "perhaps"}])
    opened, saved = load_workbook(BytesIO(content)), BytesIO()
    opened["Groups"].title = title
    opened[title].print_title_rows = "1:1"
    opened.save(saved)
    upload = Upload("groups.xlsx", saved.getvalue())
    for _ in range(2):  # marked once more, the list takes the place of the earlier one
        upload = Upload("groups.xlsx", marked(upload, problems_of(programme_store, upload)))
        sheets = load_workbook(BytesIO(upload.content)).worksheets
        first, own = sheets[0], sheets[-1]
        assert (first.title.partition(" ")[0], own.title, own.print_title_rows) == ("Problems", title, "$1:$1")
        row = int(first.print_title_rows.partition("$")[2].partition(":")[0])
        assert [cell.value for cell in first[row]][:3] == ["Severity", "Sheet", "Cell"]


def test_a_problem_of_more_cells_than_fit_on_a_line_links_from_its_sheet(programme_store):
    rows = [{"contact": "perhaps" if number % 2 else "yes"} for number in range(20)]
    upload = Upload("groups.xlsx", groups_workbook("2024-11", [*rows, {"status": "odd"}]))
    sheet = load_workbook(BytesIO(marked(upload, problems_of(programme_store, upload))))["Problems"]
    links = {cell.coordinate[0]: cell.hyperlink.location for line in sheet for cell in line if cell.hyperlink}
    assert links == {"B": "'Groups'!B3", "C": "'Groups'!D22"}


def test_a_copy_has_columns_as_wide_as_their_texts_and_rows_as_high(programme_store):
    text = f"name,contact,open_to_residents,status,neighbourhood,month\n{LONG},perhaps,yes,active,N01,2024-11\n"
    upload = Upload("groups.csv", text.encode())
    sheet = load_workbook(BytesIO(marked(upload, problems_of(programme_store, upload))))["groups"]
    assert len(LONG) == 88
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [50 + 2, 9 + 2, len("open_to_residents") + 2]
    assert sheet["A2"].alignment.wrap_text and sheet.row_dimensions[2].height == 2 * 15
    assert sheet.row_dimensions[1].height is None


def test_a_marked_workbook_prints_on_a4(libreoffice, programme_store, tmp_path):
    csv = Upload(
        "groups.csv", ("name,contact,open_to_residents,status,neighbourhood,month\n" + f"{LONG},perhaps,yes,active,N01,2024-11\n").encode()
    )
    problems = problems_of(programme_store, csv)
    assert problems
    pages = printed(libreoffice, tmp_path, "marked", marked(csv, problems))
    assert set(pages) == A4
    assert len(pages) == 2  # the problems, and the copy of the file
