"""Tables as CSV, in which no text is run as a formula by the spreadsheet program that opens it."""

import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")  # those after the first four are as wide as Chinese letters


def safe_csv(frame: pd.DataFrame) -> bytes:
    """Return a table as CSV, with an apostrophe before text that a spreadsheet program would run as a formula.

    UTF-8 without a byte order mark: who opens files in Excel has workbooks, and the mark would spoil the first heading elsewhere.
    """
    safe = frame.map(lambda value: safe_text(value) if isinstance(value, str) else value)
    # Ten figures are more than any of these numbers has, and leave out the noise of binary fractions.
    text: str = safe.to_csv(index=False, lineterminator="\r\n", float_format="%.10g")
    return text.encode("utf-8")


def safe_text(text: str) -> str:
    """Return a text with an apostrophe before it where a spreadsheet program would run it as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
