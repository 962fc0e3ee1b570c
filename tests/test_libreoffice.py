"""What LibreOffice opens, saves and returns, in each of its formats, goes in as if nothing had happened to it."""

import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cdmon.database import Database
from cdmon.exports.table_file import table_file
from cdmon.returns.blank import blank
from cdmon.returns.submit import submit
from cdmon.workbooks.cells import Oddities, Upload, read_cells
from tests.conftest import copied

FORMATS = ("xlsx", "ods", "xls")
ROWS: list[dict[str, Any]] = [
    {
        "Group name": "Café “Nord”",
        "Has a contact": "Yes",
        "Open to residents": "No",
        "Status": "New",
        "Annual income": 1200.5,
        "Volunteers": 8,
    },
    {"Group name": "007", "Has a contact": "yes", "Open to residents": "y", "Status": "active", "Volunteers": 0, "Month": "2024-11"},
    {"Group name": "=1+1", "Has a contact": "n", "Open to residents": "yes", "Status": "Dormant", "Neighbourhood": "N01"},
    {"Group name": "1/2", "Has a contact": True, "Open to residents": False, "Status": "active", "Month": date(2024, 11, 1)},
    {"Group name": "Tea & <cake>\nfor all", "Has a contact": "yes", "Open to residents": "yes", "Status": "active", "Paid staff": 0.1},
]


def filled(template: bytes) -> bytes:
    """The template of a register with rows under its example, as somebody types them in."""
    workbook = load_workbook(BytesIO(template))
    sheet = workbook["Groups"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(ROWS, start=3):
        for heading, value in row.items():
            cell = sheet.cell(number, columns[heading], value)
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    return saved(workbook)


def odd() -> bytes:
    """A sheet with formulas, errors, merged cells and hidden ones."""
    workbook = Workbook()
    sheet = workbook.active
    for row in [["a", "b", "c"], ["=B3", "=NA()", "=1+1"], [1, 2.5, "=1/0"], ["x", "", "=A4"], ["", "y", ""]]:
        sheet.append(row)
    sheet.merge_cells("A4:A5")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    return saved(workbook)


def formatted() -> bytes:
    """Numbers in formats of many kinds, and cells that are struck through."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.append([0.041, 7, 1200, 1200, 1200, 0.5, "struck"])
    for cell, form in zip(sheet[1], ["0.0%", "000", "0", "#,##0", "0,", "General", "General"], strict=True):
        cell.number_format = form
    sheet["F1"].font = sheet["G1"].font = Font(strike=True)
    return saved(workbook)


def from_1904() -> bytes:
    """Days counted from 1904, as Excel for Mac once did."""
    workbook = Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    workbook.active.append([date(2026, 10, 6), "2026-10-06", 46301])
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


@pytest.fixture(scope="session")
def returned(libreoffice: str, made_stores: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workbooks of this file: as they were sent, and in a folder for each format as LibreOffice saves them."""
    folder = tmp_path_factory.mktemp("libreoffice")
    with copied(made_stores["programme"], folder) as database:
        template = blank(database, "groups", "N01", "2024-11")
    for name, content in {"groups": filled(template), "odd": odd(), "formatted": formatted(), "from_1904": from_1904()}.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    for form in FORMATS:
        command = [
            libreoffice,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            folder / form,
        ]
        subprocess.run([*command, "--outdir", folder / form, *sorted(folder.glob("*.xlsx"))], check=True, capture_output=True, timeout=120)
    return folder


def stored(store: Path, folder: Path, path: Path) -> list[tuple[Any, ...]]:
    """The rows that a register makes in a copy of a store, sent as it is; there must be nothing to say of it."""
    own = folder / f"of {path.suffix.removeprefix('.')} {path.parent.name}"  # a store that is older than the note beside it is refused
    own.mkdir()
    with copied(store, own) as database:
        receipt = submit(database, Upload(path.name, path.read_bytes()), "a test", tell_effect=False)
        assert (receipt.stored, receipt.checked.problems) == (True, [])
        with database.cursor() as cursor:
            return cursor.execute("SELECT * EXCLUDE (return_id) FROM groups ORDER BY row_number").fetchall()


@pytest.mark.parametrize("form", FORMATS)
def test_a_template_filled_in_and_saved_by_libreoffice_goes_in_unchanged(
    made_stores: dict[str, Path], returned: Path, tmp_path: Path, form: str
):
    sent = stored(made_stores["programme"], tmp_path, returned / "groups.xlsx")
    assert len(sent) == len(ROWS)
    assert stored(made_stores["programme"], tmp_path, returned / form / f"groups.{form}") == sent


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_odd_about_a_sheet_is_found_in_each_format(returned: Path, form: str):
    (sheet,) = read_cells(f"odd.{form}", (returned / form / f"odd.{form}").read_bytes())
    assert sheet.rows == [["a", "b", "c"], [2.5, "#N/A", 2.0], [1.0, 2.5, "#DIV/0!"], ["x", "", "x"], ["", "y", ""]]
    assert sheet.oddities == Oddities(
        formulas={(2, 1), (2, 3), (4, 3)},
        merged=[(4, 1, 5, 1)],
        hidden_rows=[(3, 3)],
        hidden_columns=[(3, 3)],
    )


@pytest.mark.parametrize("form", ["xlsx", *FORMATS])
def test_how_cells_are_shown_is_found_in_each_format(returned: Path, form: str):
    path = returned / "formatted.xlsx" if form == "xlsx" else returned / form / f"formatted.{form}"
    (sheet,) = read_cells(path.name, path.read_bytes())
    assert sheet.rows == [["4.1%", "007", 1200, 1200, 1200, 0.5, "struck"]]
    assert (sheet.oddities.struck, sheet.oddities.otherwise) == ({(1, 6), (1, 7)}, {(1, 5)})
    assert sheet.oddities.dressed == {(1, 1), (1, 4)}


@pytest.mark.parametrize("form", FORMATS)
def test_days_counted_from_1904_come_out_right(returned: Path, form: str):
    (sheet,) = read_cells(f"mac.{form}", (returned / form / f"from_1904.{form}").read_bytes())
    assert sheet.rows == [[date(2026, 10, 6), "2026-10-06", 46301]]


def test_what_is_odd_about_an_xls_is_found_whatever_the_case_of_its_streams_name(returned: Path):
    content = (returned / "xls" / "odd.xls").read_bytes()
    name, other = ("Workbook".encode("utf-16-le"), "WORKBOOK".encode("utf-16-le"))
    assert content.count(name) == 1
    (sheet,) = read_cells("odd.xls", content.replace(name, other))
    assert [sheet] == read_cells("odd.xls", content)


SUMMARY = "Progress on key performance indicators: summary"


def page_text(poppler: str, pdf: Path, number: int) -> str:
    """What stands on a page."""
    command = [poppler, "-f", str(number), "-l", str(number), pdf, "-"]
    return " ".join(subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.split())


@pytest.mark.slow
def test_the_kpi_workbook_prints_on_few_pages_and_its_summary_on_one(
    libreoffice: str, poppler: str, example_database: Database, tmp_path: Path
):
    """In all 42 pages of A4 across; the workbook of one table, with every column abreast, took 99."""
    (tmp_path / "kpis.xlsx").write_bytes(table_file(example_database, "kpis", ".xlsx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [libreoffice, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "kpis.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    with pikepdf.open(tmp_path / "kpis.pdf") as pdf:
        assert 20 <= len(pdf.pages) <= 45
        for page in pdf.pages:
            width, height = (float(page.mediabox[side]) for side in (2, 3))
            assert (round(width), round(height)) == (842, 595)  # A4 across, in points
    texts = [page_text(poppler, tmp_path / "kpis.pdf", number) for number in range(1, 12)]
    (first,) = (number for number, text in enumerate(texts) if SUMMARY in text)
    assert "Progress on key performance indicators: indicators" in texts[first + 1]
    assert "More support and recognition" in texts[first]  # the last KPI stands on it
