"""Shapes of programmes to start from: the set-up workbook with a programme's areas, stages and returns in it, names to be replaced."""

from functools import cache

import pandas as pd

from cdmon.database import ROOT
from cdmon.definitions import by_code, load, read_folder
from cdmon.parts.datasets import Shape
from cdmon.refusal import Refusal
from cdmon.workbooks.template import template

FOLDER = ROOT / "data" / "shapes"
SET_UP = "programme"


@cache
def shapes() -> dict[str, Shape]:
    """Return the shapes of data/shapes by code."""
    return by_code(read_folder(FOLDER, Shape), "shapes")


def shaped(code: str) -> bytes:
    """Return the set-up workbook of a shape; its start month is left to be filled in. Refusal when there is no such shape."""
    if code not in shapes():
        raise Refusal(f"There is no shape {code!r}; choose one of: {', '.join(shapes())}.")
    return template(load(), SET_UP, filled=rows_of(shapes()[code]))


def rows_of(shape: Shape) -> dict[str, pd.DataFrame]:
    """Return the rows that the sheets of the set-up begin with, by sheet; KeyError for a sheet or column that the set-up does not have."""
    said = {**shape.sheets, "neighbourhoods": neighbourhoods(shape)}
    dataset = load().datasets[SET_UP]
    columns = {code: [column.code for column in dataset.sheet(code).columns] for code in said}
    unknown = {(code, name) for code, rows in said.items() for row in rows for name in row if name not in columns[code]}
    if unknown:
        raise KeyError(unknown)
    return {code: pd.DataFrame(rows, columns=columns[code]) for code, rows in said.items()}


def neighbourhoods(shape: Shape) -> list[dict[str, str | int]]:
    """Return the rows of the neighbourhoods, numbered through."""
    waves = [area for area in shape.areas for _ in range(area.count)]
    return [
        {
            "code": area.code.format(number=number),
            "name": area.name.format(number=number),
            "population": area.population,
            "wave": area.wave,
        }
        for number, area in enumerate(waves, start=1)
    ]
