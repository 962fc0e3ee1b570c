"""Write the example programme's files beside this one: `python data/example/make_example.py [FOLDER]`.

What they hold is invented (see the folder riverton) from a fixed seed: running this again writes the same files, byte for byte.
"""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from riverton import agencies, goals, groups, money, months, partnership, programme, ratings, residents, sector
from riverton.boundaries import boundaries
from riverton.context import context
from riverton.wards import LAST, NEIGHBOURHOODS, REGISTER, Row, day, month, sent

# The product is found only once the repository is on the path; this folder is on it already.
sys.path.insert(0, str(Path(__file__).parents[2]))

from cdmon.definitions import load
from cdmon.parts.columns import Sheet
from cdmon.workbooks.fields import headings
from cdmon.workbooks.sheets import nil_label
from cdmon.workbooks.template import template

DEFINITIONS = load()
BOUNDARIES = "2024-05-13 Boundaries of the wards.geojson"


def write(worksheet: Worksheet, sheet: Sheet, rows: Sequence[Row], first_row: int) -> None:
    """Type rows into a sheet, choices by their titles."""
    questions = DEFINITIONS.questions(sheet.questions) if sheet.questions else {}
    options = {column.code: column.options for column in sheet.columns} | {code: question.options for code, question in questions.items()}
    titles = {(code, option.code): option.title for code in options for option in options[code]}
    local = sorted({code for row in rows for code in row} - set(options))
    codes = [*options, *local]
    for column, code in enumerate(codes[len(options) :], start=len(options) + 1):
        worksheet.cell(1, column, code)
    for number, row in enumerate(rows, start=first_row):
        for column, code in enumerate(codes, start=1):
            value = row.get(code)
            if value is not None:
                cell = worksheet.cell(number, column, titles.get((code, str(value)), value))
                cell.number_format = "DD/MM/YYYY" if isinstance(value, date) else "General"


def from_template(
    dataset: str, contents: Callable[[], Mapping[str, Sequence[Row]]], period: str | None = None, neighbourhood: str | None = None
) -> Workbook:
    """Fill in the template of a dataset; the example rows stay where they are."""
    lists = {"neighbourhoods": list(NEIGHBOURHOODS)}
    workbook = load_workbook(BytesIO(template(DEFINITIONS, dataset, neighbourhood, period, lists)))
    for code, rows in contents().items():
        sheet = DEFINITIONS.datasets[dataset].sheet(code)
        write(workbook[sheet.title], sheet, rows, first_row=3)
    return workbook


def alone(neighbourhood: str, number: int) -> Workbook:
    """Fill in the template of a neighbourhood's monthly return; a dataset without rows that is owed had nothing to report."""
    lists = {"neighbourhoods": list(NEIGHBOURHOODS)}
    workbook = load_workbook(BytesIO(template(DEFINITIONS, "monthly", neighbourhood, month(number), lists)))
    labels = {row[0].value: row[1] for row in workbook["Instructions"].iter_rows(max_col=2)}
    for code, rows in months.of_neighbourhood(neighbourhood, number).items():
        (sheet,) = DEFINITIONS.datasets[code].sheets
        write(workbook[sheet.title], sheet, rows, first_row=3)
        if DEFINITIONS.datasets[code].owed and not rows:
            labels[nil_label(sheet)].value = "Yes"
    return workbook


def plain(number: int) -> Workbook:
    """Put all that is sent for a month into one workbook without instructions or examples, as teams make them for themselves."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for dataset, rows in months.monthly_return(number).items():
        (sheet,) = DEFINITIONS.datasets[dataset].sheets
        worksheet = workbook.create_sheet(sheet.title)
        worksheet.append(headings(DEFINITIONS, sheet))
        write(worksheet, sheet, rows, first_row=2)
    return workbook


def reproducible(workbook: Workbook, sent_on: date) -> bytes:
    """Return the bytes of a workbook, with the day it was sent wherever the file would keep the moment it was written."""
    written, content = BytesIO(), BytesIO()
    workbook.save(written)
    with ZipFile(written) as parts, ZipFile(content, "w") as fixed:
        for name in parts.namelist():
            part = parts.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"[\d-]{10}T[\d:]{8}Z", f"{sent_on}T09:00:00Z".encode(), part)
            fixed.writestr(ZipInfo(name, (sent_on.year, sent_on.month, sent_on.day, 9, 0, 0)), part, ZIP_DEFLATED)
    return content.getvalue()


def workbooks() -> dict[str, Callable[[], Workbook]]:
    """Return how each workbook is made, by its file name, which begins with the day it was sent."""
    made: dict[str, Callable[[], Workbook]] = {}
    made["2024-05-10 Programme set-up"] = partial(from_template, "programme", programme.programme)
    made[f"{programme.EVENTS_SENT} Programme set-up with dated events"] = partial(from_template, "programme", programme.with_events)
    made["2026-10-09 Goals of residents 2026-09"] = partial(from_template, "goals", goals.goals, "2026-09")
    made["2026-10-14 Partnership checklist 2026-09"] = partial(from_template, "partnership", partnership.partnership, "2026-09")
    made["2026-10-12 Money 2026-09"] = partial(from_template, "money", money.money, "2026-09")
    made["2026-02-20 Context statistics"] = partial(from_template, "context", context)
    for number in programme.SIGNED_OFF:
        name = f"{day(number + 1, 5)} Milestones signed off {month(number)}"
        made[name] = partial(from_template, "signoffs", partial(programme.signoffs, number), month(number))
    for dataset, survey in {"residents": residents, "sector": sector, "agencies": agencies}.items():
        for name, wave in survey.WAVES.items():
            made[name] = partial(from_template, dataset, partial(survey.survey, *wave))
    for name, number in ratings.RATED.items():
        made[name] = partial(from_template, "ratings", partial(ratings.ratings, number), month(number))
    made |= monthly_returns()
    return {f"{name}.xlsx": made[name] for name in sorted(made)}


def monthly_returns() -> dict[str, Callable[[], Workbook]]:
    """Return how each workbook about a month is made, by its file name without the ending."""
    made: dict[str, Callable[[], Workbook]] = {}
    made[f"{day(REGISTER + 1, 8)} Register of groups {month(REGISTER)}"] = partial(
        from_template, "groups", groups.first_register, month(REGISTER)
    )
    for number in range(REGISTER + 1, LAST + 1):
        made[f"{sent(number)} Monthly return {month(number)}"] = partial(plain, number)
    for (code, number), on in months.ALONE.items():
        made[f"{on} Monthly return {month(number)} {code}"] = partial(alone, code, number)
    code, number = months.MISTYPED
    made[f"{months.CORRECTED} Activities {month(number)} {code} put right"] = partial(
        from_template, "activities", months.correction, month(number), code
    )
    return made


def main(folder: Path) -> None:
    """Write every workbook, and the boundaries, into a folder."""
    for name, make in workbooks().items():
        (folder / name).write_bytes(reproducible(make(), sent_on=date.fromisoformat(name[:10])))
        print(name)
    (folder / BOUNDARIES).write_bytes(boundaries())
    print(BOUNDARIES)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
