"""What may be meant otherwise than it is read, although each cell by itself can be read."""

from collections.abc import Iterator

from cdmon.problems import Problem
from cdmon.text import shown
from cdmon.workbooks.sheets import ReadSheet

NO_ANSWER = {97, 98, 99, 997, 998, 999}  # by which surveys mean don't know, refused and the like
APART = 2  # times every other answer


def doubt_problems(sheet: ReadSheet) -> Iterator[Problem]:
    """Yield what is doubtful about a sheet that `fill` has read."""
    yield from apart_problems(sheet)


def apart_problems(sheet: ReadSheet) -> Iterator[Problem]:
    """Yield the answers that are codes for no answer if they are no numbers: they stand far above all others to the same question."""
    for code, column in sheet.columns.items():
        if not column.no_answer or column.type not in ("integer", "number"):
            continue
        answers = sheet.frame[code].dropna()
        codes = answers.isin(NO_ANSWER)
        highest = float(answers[~codes].max()) if not codes.all() else 0.0
        others = f"none is above {shown(highest)}" if highest else "there are none above 0"
        for index, value in answers[codes & (answers > APART * highest)].items():
            number = int(sheet.frame["row_number"][index])
            yield sheet.problem("cell-apart", code, number, value, others=others)
