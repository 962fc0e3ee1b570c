"""What a workbook says of a sheet beside its values: formulas, errors, merged cells, hidden rows and columns.

`xlsx_markup`, `ods_markup` and `xls_markup` look for it, in the child process that reads the workbook.
"""

import re
from collections.abc import Iterable

from cdmon.workbooks.looks import Look

Place = tuple[int, int]  # row and column of a cell, both counted from 1
Area = tuple[int, int, int, int]  # first row, first column, last row, last column of merged cells
Run = tuple[int, int]  # the first and the last of some rows or columns
MOST_PLACES = 2_000_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # that a sheet can have
# What Excel, LibreOffice and Google Sheets show where a formula cannot be worked out; "#ERROR!" stands for any other.
ERRORS = {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA"}
ERRORS |= {"#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#ERROR!"}
BOOLEANS = {"TRUE()": True, "FALSE()": False}
LIBREOFFICE_ERROR = re.compile(r"Err:\d{3}")


class Damaged(Exception):  # noqa: N818 (it says what is the case)
    """A workbook says of itself what cannot be."""


class Markup:
    """What was found on one sheet, to be added to."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.formulas: set[Place] = set()
        self.without_value: set[Place] = set()
        self.struck: set[Place] = set()
        self.otherwise: set[Place] = set()
        self.dressed: set[Place] = set()
        self.merged: list[Area] = []
        self.hidden_rows: list[Run] = []
        self.hidden_columns: list[Run] = []
        self.holds_cells = False  # with a value; only told of where it is cheap to know, and asked of sheets that read as nothing
        self.instead: dict[Place, str | bool] = {}  # what to read in some cells instead of the value that is stored

    def note_error(self, place: Place, text: str) -> None:
        """Note a cell with an error, which is read as its text."""
        self.instead[place] = text if is_error(text) else "#ERROR!"
        self.check()

    def note_formula(self, place: Place, formula: str, has_value: bool) -> None:
        """Note a cell with a formula; LibreOffice makes one of TRUE and FALSE, which is none."""
        if formula in BOOLEANS:
            self.instead[place] = BOOLEANS[formula]
        elif has_value:
            self.formulas.add(place)
        else:
            self.without_value.add(place)
            self.instead[place] = ""
        self.check()

    def note_look(self, place: Place, look: Look, number: float | None) -> None:
        """Note how a cell is shown; its number, if it holds one, is read as it shows where it is a per cent or has zeros in front."""
        if look.struck:
            self.struck.add(place)
        if number is not None and place not in self.instead:
            if look.per_cent:
                self.instead[place] = f"{round(100 * number, 10):.15g}%"
            elif look.digits and number >= 0 and number.is_integer():
                self.instead[place] = f"{number:0{look.digits}.0f}"
            if look.otherwise:
                self.otherwise.add(place)
            elif look.dressed or (look.whole and not number.is_integer()) or (look.digits and place not in self.instead):
                self.dressed.add(place)
        self.check()

    def check(self) -> None:
        """Raise MemoryError when more cells were noted than anybody can mean."""
        if max(map(len, (self.formulas, self.instead, self.struck, self.otherwise, self.dressed))) > MOST_PLACES:
            raise MemoryError

    def oddities(self) -> dict[str, object]:
        """Return the fields of the sheet's `cdmon.workbooks.cells.Oddities`."""
        return {name: found for name, found in vars(self).items() if name not in ("instead", "holds_cells")}


def joined(runs: Iterable[Run]) -> list[Run]:
    """Return runs in order, those that touch or overlap made one."""
    found: list[Run] = []
    for first, last in sorted(runs):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def is_error(text: str) -> bool:
    """Tell whether a text is what is shown instead of the result of a formula."""
    return text in ERRORS or bool(LIBREOFFICE_ERROR.fullmatch(text))
