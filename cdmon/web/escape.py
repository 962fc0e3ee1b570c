"""Texts from spreadsheets as plain text: Streamlit reads headings and messages as Markdown, which must not act."""

import re

JOINER = "\u2060"  # invisible, and part of no word: it parts what Streamlit replaces after it has read the Markdown

SYMBOL = re.compile(r"-(?=[->])|<(?=[-=])|[>~](?==)")  # ->, --, <=: would become →, —, ≤
DIRECTIVE = re.compile(r":(?=[A-Za-z]|[\w+-]+:)")  # :red[…], :material/…:, :tada:
LINK = re.compile(r"https?(?=:)|www(?=\.)|(?=@)", re.IGNORECASE)  # addresses become links without any mark
LIST = re.compile(r"^([-+](?=\s|$)|\d+(?=[.)](?:\s|$)))")  # at the start of a text only
MARK = re.compile(r"([\\`*_{}\[\]<>#|~$&!^])")


def plain(text: str) -> str:
    """Return a text so marked that Streamlit shows exactly it, on one line; an ordinary text stays as it is."""
    text = " ".join(text.split())
    for pattern in (SYMBOL, DIRECTIVE, LINK, LIST):
        text = pattern.sub(rf"\g<0>{JOINER}", text)
    return MARK.sub(r"\\\1", text)
