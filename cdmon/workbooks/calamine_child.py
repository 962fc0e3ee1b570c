"""Reads a workbook in a process of its own, whose memory is bounded: a hostile or broken file can end it, never the dashboard.

Run as a script: the file comes in on standard input; a pickled list of (sheet title, rows from cell A1) goes out on standard
output. Exit status 3 says that the file is protected by a password, 4 that it is damaged, 5 that it holds
too many cells.
"""

import contextlib
import io
import pickle
import sys
from typing import Any

import python_calamine

MEMORY = 1_500_000_000  # bytes of address space
MOST_CELLS = 2_000_000  # of all sheets: 9,000 respondents with 40 columns are 360,000


def read(content: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Return every worksheet with its rows from A1 on, so that row numbers are those that Excel shows."""
    sheets, cells = [], 0
    with python_calamine.load_workbook(io.BytesIO(content)) as workbook:
        for title in workbook.sheet_names:
            try:
                sheet = workbook.get_sheet_by_name(title)
            except python_calamine.WorksheetNotFound:
                continue  # a chart or dialog sheet has no cells
            row, column = sheet.end or (0, 0)  # of its last cell, counted from 0
            cells += (row + 1) * (column + 1)
            if cells > MOST_CELLS:
                sys.exit(5)
            sheets.append((title, sheet.to_python(skip_empty_area=False)))
    return sheets


if __name__ == "__main__":
    with contextlib.suppress(ImportError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        found = read(sys.stdin.buffer.read())
    except python_calamine.PasswordError:
        sys.exit(3)
    except (python_calamine.CalamineError, OSError):
        sys.exit(4)
    except MemoryError:
        sys.exit(5)
    sys.stdout.buffer.write(pickle.dumps(found))
