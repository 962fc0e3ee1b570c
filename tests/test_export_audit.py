"""The audit trail as CSV: complete, plain, and safe to open in a spreadsheet program."""

import csv
from datetime import date, datetime
from io import StringIO

import pytest

from cdmon.exports.audit import export_audit
from tests.stored import accepted, happened, sent

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://example.org")']
SENT = datetime(2024, 12, 2, 9, 30, 15)
WHY = "The café\nis missing, “still”"


def rows(database, as_at=None):
    return list(csv.DictReader(StringIO(export_audit(database, as_at).decode("utf-8"), newline="")))


def test_a_line_says_what_happened_to_which_return_when_by_whom_and_why(any_database):
    return_id = sent(any_database, SENT, rows=3)
    happened(any_database, return_id, "sent back", datetime(2025, 7, 5), WHY)
    expected = {
        "dataset": "groups",
        "neighbourhood": "N01",
        "period": "2024-11",
        "rows": "3",
        "file_name": "a.xlsx",
        "sha256": "",
        "return_id": return_id,
    }
    assert rows(any_database) == [
        {"happened_at": "2025-07-05T01:00:00+01:00", "kind": "sent back", "done_by": "somebody", "reason": WHY, **expected},
        {"happened_at": "2024-12-02T09:30:15+00:00", "kind": "submitted", "done_by": "a test", "reason": "", **expected},
    ]


def test_what_is_known_on_a_day_is_all_there_is(database):
    accepted(database, SENT)
    accepted(database, datetime(2025, 1, 10), place="")
    assert [row["neighbourhood"] for row in rows(database)] == ["Programme", "Programme", "N01", "N01"]
    assert [row["neighbourhood"] for row in rows(database, date(2024, 12, 31))] == ["N01", "N01"]


def test_it_is_utf_8_without_a_mark_and_lines_end_as_in_the_standard(database):
    assert export_audit(database) == b"happened_at,kind,done_by,reason,dataset,neighbourhood,period,rows,file_name,sha256,return_id\r\n"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_reason_never_becomes_a_formula(database, text):
    happened(database, sent(database, SENT), "sent back", datetime(2024, 12, 5), text)
    assert rows(database)[0]["reason"] == "'" + text
