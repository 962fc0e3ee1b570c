"""Texts from spreadsheets as plain text: Streamlit reads tables, headings and messages as Markdown, which must not act."""

import re

import pandas as pd

JOINER = "\u2060"  # invisible, and part of no word: it breaks what is replaced only after the Markdown was read

MARKS = re.compile(r"([\\`*_{}\[\]<>#|~$&!^])")
LIST = re.compile(r"^([-+=]|\d+(?=[.)]))")  # only at the start of a text
DIRECTIVE = re.compile(r":(?=[A-Za-z]|[\w+-]+:)")  # :red[…], :material/…:, :tada:
LINK = re.compile(r"(?i)\b(https?(?=:)|www(?=\.))|(?=@)")  # addresses become links without any mark


def plain(text: str) -> str:
    """Return a text so marked that Streamlit shows exactly it, on one line; empty texts stay empty."""
    text = MARKS.sub(r"\\\1", " ".join(text.split()))
    text = LIST.sub(rf"\1{JOINER}", text)
    text = DIRECTIVE.sub(f":{JOINER}", text)
    return LINK.sub(lambda found: found[0] + JOINER, text)


def plain_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame of texts with its cells and headings made plain, its first column as the index."""
    cells = pd.DataFrame({plain(str(title)): [plain(str(value)) for value in column] for title, column in frame.items()}, dtype="string")
    return cells.set_index(cells.columns[0])
