"""Which steps of the programme's checklist were put in place, and which went back."""

from collections.abc import Mapping, Sequence

from riverton.wards import Row, day

STANDING = [  # ward, step, whether it is in place, since which month, by what evidence, told by whom
    ("N01", "S1", "in place", 8, "List of officers, sent round with the minutes of December 2024", "Team leaders"),
    ("N01", "S2", "in place", 11, "Ground rules on one page, minutes of March 2025", "Team leaders"),
    ("N01", "S3", "in place", 16, "Minutes of August 2025", "The residents' partnership"),
    ("N01", "S4", "in place", 24, "Small grants voted on at the open meeting", "The residents' partnership"),
    ("N02", "S1", "in place", 9, "Letter of the council and the health trust", "Team leaders"),
    ("N02", "S2", "in place", 14, "Minutes of June 2025", "Team leaders"),
    ("N02", "S3", "in place", 17, "Minutes of September 2025", "Team leaders"),
    ("N02", "S3", "not in place", 22, "The chair moved away; an officer takes the chair again", "Team leaders"),
    ("N03", "S1", "in place", 9, "Minutes of January 2025", "Team leaders"),
    ("N04", "S1", "in place", 10, "Minutes of February 2025", "Team leaders"),
    ("N04", "S1", "not in place", 15, "Four officers in four meetings", "Evaluator"),
    ("N04", "S1", "in place", 25, "One officer named by each chief officer", "Evaluator"),
]
FIELDS = ("neighbourhood", "step", "standing", "since", "evidence", "told_by")


def partnership() -> Mapping[str, Sequence[Row]]:
    """Return every change of a step up to the end of September 2026."""
    rows = [dict(zip(FIELDS, told, strict=True)) for told in STANDING]
    return {"partnership": [{**row, "since": day(int(str(row["since"])), 18)} for row in rows]}
