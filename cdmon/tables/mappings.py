"""The mappings by which surveys of other tools were read."""

import pandas as pd

from cdmon.definitions import load
from cdmon.tables.known import Known
from cdmon.wording import moment, read
from cdmon.workbooks.mapping import kept


def mappings(known: Known) -> pd.DataFrame:
    """Return one row a file that was read by a mapping, newest first.

    Columns: act_id, dataset, kept_at (UTC), kept_by, file_name, submission_id, mapping (a SurveyMapping), matched and not_used (how many
    of its columns).
    """
    frame = known.read("mappings", moment=known.moment)
    frame["mapping"] = pd.Series([kept(text) for text in frame["mapping"]], dtype=object)
    frame["matched"] = pd.Series([len(each.matches) for each in frame["mapping"]], dtype="int64")
    frame["not_used"] = pd.Series([len(each.not_used) for each in frame["mapping"]], dtype="int64")
    return frame


def read_mappings(frame: pd.DataFrame) -> pd.DataFrame:
    """Return mappings as people read them: Survey, File, Matched, Not used, When, Who."""
    return read(
        frame,
        {
            "Survey": lambda row: load().datasets[row["dataset"]].title,
            "File": lambda row: row["file_name"],
            "Matched": lambda row: f"{row['matched']:,}",
            "Not used": lambda row: f"{row['not_used']:,}",
            "When": lambda row: moment(row["kept_at"]),
            "Who": lambda row: row["kept_by"],
        },
    )
