"""What was taken out of a return, or of the file it came in, after it was sent."""

import pandas as pd

from cdmon.tables.known import Known
from cdmon.wording import Row, moment

WORDS = {  # by kind: what was done; {number} is how many
    "files": "The file was taken out as it had been kept for as long as the rule of retention says",
    "answers": "Its {number} rows of answers were taken out as they had been kept for as long as the rule of retention says",
    "redaction": "The file was blacked out in part by a decision",
    "cell": "In its rows {number} cells were blacked out by a decision",
    "respondent": "The answers of {number} respondents were taken out by a decision",
}
FIGURES_STAND = ("answers", "respondent")  # kinds after which figures stay as they were published


def removals(known: Known, return_id: str) -> pd.DataFrame:
    """Return one row a time that something was taken out of a return or of its file, the first of them first.

    Columns: kind, number (of rows, files or cells), sha256 and size (of the bytes that stand in the place of the file since; "" of rows),
    reason, removed_at (UTC), removed_by, came_as (the SHA-256 of the file as it was sent).
    """
    return known.read("removals", return_id=return_id)


def is_gone(table: pd.DataFrame) -> bool:
    """Tell whether the file was taken out whole."""
    of_file = table[table["sha256"] != ""]
    return len(of_file) > 0 and int(of_file["size"].iloc[-1]) == 0


def read_removals(table: pd.DataFrame) -> list[str]:
    """Return a sentence for each row, as people read it."""
    return [sentence(row) for row in table.to_dict("records")]


def sentence(row: Row) -> str:
    """Say what was taken out, when, by whom and why, and what stays."""
    done = WORDS[row["kind"]].format(number=f"{row['number']:,}")
    stays = f" It had come with the SHA-256 {row['came_as']}." if row["sha256"] else ""
    stays += f" What stands in its place has {row['sha256']}." if row["sha256"] and row["size"] else ""
    stays += " Figures made of them stand as they were published." if row["kind"] in FIGURES_STAND else ""
    return f"{done}, on {moment(row['removed_at'])} by {row['removed_by']}: {row['reason']}.{stays}"
