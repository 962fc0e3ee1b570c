"""A person's own file without what is personal in it, to be sent in its place."""

from dataclasses import replace
from pathlib import Path

from cdmon.database import Database
from cdmon.problems import group
from cdmon.refusal import Refusal
from cdmon.returns.apart import made
from cdmon.returns.reading import recognised
from cdmon.returns.setting import Setting, setting
from cdmon.tables.known import Known
from cdmon.workbooks.cells import RawSheet, Upload
from cdmon.workbooks.copied import copied, fitting_titles
from cdmon.workbooks.marked import COPY, edited, marks_of
from cdmon.workbooks.ooxml.package import TooLarge
from cdmon.workbooks.personal import PersonalCell, kinds_in, personal_cells, without
from cdmon.workbooks.problem_sheet import is_problems

NO_COPY = "No copy can be made of a file of boundaries, or of one with more than 500,000 cells. Delete what is personal in the file itself."
DONE = "What is personal has been taken out of the cells marked here. Look through them, then send this workbook on the Upload page."


def removed(database: Database, upload: Upload) -> Upload:
    """Return what `without_personal` makes of a file for the programme as it is set up now."""
    with database.cursor() as cursor:
        current = setting(Known(cursor))
    return made(without_personal, upload, current)


def without_personal(upload: Upload, current: Setting) -> Upload:
    """Return a copy of a file's values without what is personal in them, each cell of it marked, under a name without it as well.

    Formats, comments, links and the names of authors, which may hold more of it, are not in a copy. Refusal when the file is too large to
    be copied, or one of boundaries; UnreadableFile when it cannot be read.
    """
    if any(sheet.oddities.properties for sheet in upload.sheets):
        raise Refusal(NO_COPY)
    _, sheets_read, _ = recognised(upload, current)
    found = list(personal_cells(upload, sheets_read))
    sheets = [cleaned(sheet, found) for sheet in upload.sheets if not is_problems(sheet)]
    titles = fitting_titles([sheet.title for sheet in sheets])
    told = [replace(each, sheet=titles[str(each.sheet)]) for each in group(cell.told for cell in found)]
    try:
        copy = copied(sheets, titles)
    except TooLarge as error:
        raise Refusal(NO_COPY) from error
    return Upload(removed_name(upload.file_name), edited(copy, ".xlsx", told, marks_of(told), [DONE, COPY]))


def removed_name(file_name: str) -> str:
    """Return the name of the file without what is personal, which its own name may hold, too."""
    stem = Path(file_name).stem
    return f"{without(stem, kinds_in(stem))} – without personal data.xlsx"


def cleaned(sheet: RawSheet, found: list[PersonalCell]) -> RawSheet:
    """Return a sheet with other words in the cells that were found in it."""
    rows = [list(row) for row in sheet.rows]
    for cell in found:
        if cell.sheet == sheet.title:
            rows[cell.row - 1][cell.column - 1] = cell.instead
    return replace(sheet, rows=rows)
