"""By which mapping a survey of another tool is read: kept with the file that was sent, and never changed."""

from datetime import datetime

from cdmon.acts.act import own_id
from cdmon.database import Cursor
from cdmon.workbooks.mapping import SurveyMapping


def keep_mapping(cursor: Cursor, submission_id: str, mapping: SurveyMapping, by: str, moment: datetime) -> None:
    """Keep a mapping beside the file that is read by it, inside a transaction that somebody else ends; `moment` is UTC."""
    row = [own_id(cursor), submission_id, mapping.dataset, mapping.as_text(), moment, by]
    cursor.execute("INSERT INTO mappings VALUES (?, ?, ?, ?, ?, ?)", row)
