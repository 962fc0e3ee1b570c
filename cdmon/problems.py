"""What is wrong with a file, where, and how to put it right; the kinds and their wording are data/definitions/problems.yaml."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from cdmon.clock import today
from cdmon.definitions import load
from cdmon.parts.datasets import ProblemKind
from cdmon.text import shorten, shown

MOST = 2_000  # different problems listed of one file
MOST_ALIKE = 200  # of them of one kind in one column
MOST_CELLS = 1_000  # listed of equal problems
FEATURE = "feature "  # how the address of one begins, in a file of boundaries


Alike = tuple[str, str, str | None, str | None]  # kind, severity, sheet, column


@dataclass(frozen=True)
class Problem:
    """One problem, with every cell it stands in.

    `cell` is an address as Excel shows it, several ("C5, C7 to C9") once grouped, None where the file or sheet as a whole is meant; in a
    file of boundaries it is a feature ("feature 5").
    """

    code: str
    severity: str
    sheet: str | None
    cell: str | None
    column: str | None
    value: str | None
    message: str

    def of_any_cell(self) -> "Problem":
        """Return the problem without its cell, by which it is known as equal to another."""
        return Problem(self.code, self.severity, self.sheet, None, self.column, self.value, self.message)

    def as_dict(self) -> dict[str, str | None]:
        """Return the problem as a row of the command line's JSON."""
        return asdict(self)


def problem(
    code: str, *, sheet: str | None = None, cell: str | None = None, column: str | None = None, value: object = None, **words: Any
) -> Problem:
    """Make a problem of a kind in the catalogue; KeyError when the kind, or a word its message needs, is not there.

    A new rule is a warning, and says since when it will be an error, until that day.
    """
    kind: ProblemKind = load().problems[code]
    text = None if value is None else shorten(shown(value))
    message = kind.message.format(**{"sheet": sheet, "column": column, "value": text} | words)
    severity = kind.severity
    if kind.error_from is not None and (severity := kind.severity_on(today())) == "warning":
        message += f" From {kind.error_from.day} {kind.error_from:%B %Y} on this is an error."
    return Problem(code, severity, sheet, cell, column, text, message)


class Tally:
    """Problems as they are met: equal ones are joined into one with all their cells.

    A cell that has one error is not told again for another: its first problem explains the rest. Of equal problems the first `MOST_CELLS`
    cells are listed, of those of one kind in one column the first `MOST_ALIKE` that differ, and `MOST` of all; every one is counted.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.cells: dict[Problem, list[str]] = {}
        self.counts: Counter[Problem] = Counter()
        self.alike: Counter[Alike] = Counter()  # that are listed
        self.others: Counter[Alike] = Counter()  # that are not, by their number of cells
        self.taken: set[tuple[str | None, str]] = set()  # cells with an error

    def take(self, problems: Iterable[Problem]) -> None:
        """Take in further problems."""
        for each in problems:
            if each.cell is not None and each.severity == "error":
                if (each.sheet, each.cell) in self.taken:
                    continue
                self.taken.add((each.sheet, each.cell))
            self.add(each)

    def add(self, each: Problem) -> None:
        """Add a problem to its equals, or count it among those of its kind and column that are not listed."""
        kind, alike = each.of_any_cell(), (each.code, each.severity, each.sheet, each.column)
        if kind not in self.cells:
            if self.alike[alike] == MOST_ALIKE or len(self.cells) == MOST:
                self.others[alike] += 1
                return
            self.alike[alike] += 1
        listed = self.cells.setdefault(kind, [])
        if each.cell:
            self.counts[kind] += 1
            if len(listed) < MOST_CELLS:
                listed.append(each.cell)

    def told(self) -> list[Problem]:
        """Return the problems, errors first, then in the order met; last, of each kind and column, how many more there are than listed."""
        listed = [replace(counted(each, self.counts[each]), cell=addresses(found) if found else None) for each, found in self.cells.items()]
        full = [problem("too-many-problems", most=f"{MOST:,}")] if len(self.cells) == MOST and self.others else []
        rest = [not_listed(alike, count) for alike, count in self.others.items()]
        return sorted([*listed, *full, *rest], key=lambda each: each.severity != "error")


def parted(cell: str) -> tuple[str, int]:
    """Return the column and the row of an address, such as C and 5; of "feature 5" the word with its space, and 5."""
    return (FEATURE, int(cell.removeprefix(FEATURE))) if cell.startswith(FEATURE) else coordinate_from_string(cell)


def group(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems as a tally tells them."""
    tally = Tally()
    tally.take(problems)
    return tally.told()


def not_listed(alike: Alike, count: int) -> Problem:
    """Return a problem that says how many more there are of a kind in a column than are listed."""
    code, severity, sheet, column = alike
    title = load().problems[code].title
    more = f"{count:,} more cells have" if count > 1 else "1 more cell has"
    return Problem(code, severity, sheet, None, column, None, f"{title}: {more} this problem, each with another value than those listed.")


def counted(each: Problem, count: int) -> Problem:
    """Return a problem that says of how many cells it is told, where not all of them are listed."""
    if count <= MOST_CELLS:
        return each
    return replace(each, message=f"{each.message} This is so in {count:,} cells, of which the first {MOST_CELLS:,} are listed.")


def addresses(cells: list[str]) -> str:
    """Write a list of cells in Excel's order, runs down a column joined: "C5, C7 to C9"; or of features of a file of boundaries."""
    places = sorted({(0 if column == FEATURE else column_index_from_string(column), row, column) for column, row in map(parted, cells)})
    runs: list[list[tuple[int, int, str]]] = []
    for place in places:
        if runs and runs[-1][-1][0] == place[0] and runs[-1][-1][1] == place[1] - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return ", ".join(f"{run[0][2]}{run[0][1]}" + (f" to {run[-1][2]}{run[-1][1]}" if len(run) > 1 else "") for run in runs)
