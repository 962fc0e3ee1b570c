"""The outlines of a file of boundaries: whose each is, what is wrong with them, and how they are kept."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from cdmon.outlines import NotAnOutline, grid, read_outline, simpler
from cdmon.problems import Problem
from cdmon.returns.setting import Setting
from cdmon.text import normal
from cdmon.workbooks.sheets import ReadSheet

if TYPE_CHECKING:
    from shapely import MultiPolygon

NAMED = 5  # areas or neighbourhoods that a sentence names; the others are counted there


def outline_problems(sheet: ReadSheet, current: Setting) -> Iterator[Problem]:
    """Yield what is wrong with a sheet's outlines, if it has any; write down whose each is, and each as a map can show it.

    Areas of no neighbourhood are told, and left out before they are looked at: a file may hold those of the whole country.
    """
    column = next((column.code for column in sheet.sheet.columns if column.outline), None)
    if column is None or sheet.frame.empty:
        return
    whose = sheet.frame["area"].map(lambda area: current.areas.get(normal(area)), na_action="ignore")
    sheet.frame["neighbourhood"] = sheet.frame["neighbourhood"].fillna(whose.astype("string"))
    is_known = sheet.frame["neighbourhood"].notna()
    if not is_known.any():
        yield sheet.problem("boundaries-of-none", value=some(list(sheet.frame["area"].dropna())), expected=some(expected(current)))
        return
    if others := list(sheet.frame.loc[~is_known, "area"].dropna()):
        yield sheet.problem("boundaries-of-others", value=some(others))
    sheet.frame = sheet.frame[is_known].reset_index(drop=True)
    yield from year_problems(sheet, current)
    outlines = dict(read_outlines(sheet, column))
    yield from (problem for problem in outlines.values() if isinstance(problem, Problem))
    good = {row: outline for row, outline in outlines.items() if not isinstance(outline, Problem)}
    kept = sheet.frame[column].copy()
    kept.loc[list(good)] = simpler(list(good.values()))
    sheet.frame[column] = kept


def read_outlines(sheet: ReadSheet, column: str) -> Iterator[tuple[int, "MultiPolygon | Problem"]]:
    """Yield the outline of each row of the frame that has one, or what is wrong with it: it must be on the grid of the first, too."""
    first = None
    for row, (number, text) in enumerate(zip(sheet.frame["row_number"], sheet.frame[column], strict=True)):
        if pd.isna(text):
            continue  # told as a blank cell
        try:
            outline = read_outline(text)
        except NotAnOutline as error:
            yield row, sheet.problem(error.code, column, number)
            continue
        laid = grid(outline)
        first = first or laid
        code = {"swapped": "outline-swapped", "elsewhere": "outline-elsewhere"}.get(laid)
        code = code or ("outline-of-two-grids" if laid != first else None)
        corner = ", ".join(f"{number:g}" for number in outline.bounds[:2])
        yield row, sheet.problem(code, column, number, corner) if code else outline


def year_problems(sheet: ReadSheet, current: Setting) -> Iterator[Problem]:
    """Yield the neighbourhoods that have no outline, and those whose outline is of another year than the set-up's boundaries.

    Where a file is of another year as a whole, what it lacks has another code there: then it is the wrong file.
    """
    there = dict(zip(sheet.frame["neighbourhood"], sheet.frame["boundary_year"], strict=True))
    missing = [code for code in current.names if code not in there]
    years = {code: current.boundary_years.get(code) for code in (*there, *missing)}
    differs = [code for code, year in there.items() if pd.notna(year) and years[code] is not None and year != years[code]]
    of = sorted({str(there[code]) for code in differs})
    expected_years = ", ".join(sorted({str(years[code]) for code in differs}))
    if missing and len(differs) == len(there):
        yield sheet.problem("boundaries-of-another-year", value=", ".join(of), expected=expected_years, missing=some(missing))
    elif missing:
        yield sheet.problem("boundaries-missing", value=some(missing))
    if differs:
        yield sheet.problem("boundary-year-differs", value=", ".join(of), expected=expected_years, places=some(differs))


def expected(current: Setting) -> list[str]:
    """Return the codes by which the set-up knows its areas, each with its year."""
    told = []
    for code in current.names:
        own = "; ".join(area for area, of in current.official.items() if of == code) or code
        told.append(f"{own} of {current.boundary_years[code]}" if code in current.boundary_years else own)
    return told


def some(names: list[str]) -> str:
    """Name a few of several and count the others: 'E05000001, E05000002 and 30 more'."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more:,} more" if more > 0 else "")
