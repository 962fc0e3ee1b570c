"""Letters of a text that is not in UTF-8: which of the code pages that spreadsheet programs write makes words of them.

A byte such as 0x8E is é in Mac Roman, Ž in Windows-1252 and Ä in MS-DOS. So each page is tried, and each of its letters and marks judged by
what stands beside it: é within a word, ’ behind a letter, £ before a figure are likely; Õ behind a small letter is not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

PAGES = {"cp1252": "Windows", "mac_roman": "Mac Roman", "cp850": "MS-DOS"}  # by the name of Python's codec; the first where all are alike
MOST_JUDGED = 2_000  # letters and marks
MOST_WORDS = 5
CLEARLY = 2  # points by which a page must be better than one that reads otherwise
LETTERS = set("áàâäãåæçéèêëíìîïñóòôöõøœßúùûüýÿ")
BEHIND_DIGITS, BEFORE_DIGITS, BETWEEN = set("½¼¾°²³"), set("£€±"), set("–—·•…×")
BAD = "�"  # what stands for a byte that is no letter
SPECIAL = re.compile(r"[^\x00-\x7f]")
WORD = re.compile(r"""[^\s,;|"]*[^\x00-\x7f][^\s,;|"]*""")


@dataclass(frozen=True)
class Page:
    """The code page of a text: its name, some of the words that are read by it, and those of another that may be meant."""

    name: str
    words: Sequence[str]
    other: Sequence[str] = ()


def in_utf8(content: bytes) -> str | None:
    """Return a text that is in UTF-8, but for a few bytes that are none, each read as `BAD`; None where it is in another page."""
    text = content.decode("utf-8-sig", errors="replace")
    good = sum(character != BAD for character in SPECIAL.findall(text))
    bad = text.count(BAD)
    return text if not bad or good >= bad else None


def by_page(content: bytes) -> tuple[str, Page]:
    """Return a text in one of `PAGES` with that page; with an `other` where another makes words of it that are nearly as likely."""
    texts = {page: content.decode(page, errors="replace") for page in PAGES}
    points = {page: judge(text) for page, text in texts.items()}
    best = max(PAGES, key=points.__getitem__)
    others = [page for page in PAGES if texts[page] != texts[best] and points[page] > points[best] - CLEARLY]
    others = others or [page for page in PAGES if texts[page] != texts[best] and points[best] <= 0]
    return texts[best], Page(PAGES[best], words(texts[best]), words(texts[max(others, key=points.__getitem__)]) if others else ())


def words(text: str) -> list[str]:
    """Return a few different words of a text with letters or marks that its code page decides."""
    return list(dict.fromkeys(WORD.findall(text[: 1 << 20])))[:MOST_WORDS]


def judge(text: str) -> float:
    """Return how likely the letters and marks of a text are, in points: above 0 where they are likely."""
    places = [found.start() for found in SPECIAL.finditer(text)][:MOST_JUDGED]
    return sum(likely(text[place - 1 : place], text[place], text[place + 1 : place + 2]) for place in places)


def likely(before: str, character: str, after: str) -> float:
    """Return how likely a character is between two others, "" at an end of the text, in points from -3 to 2."""
    if character in LETTERS:
        if before.isupper() and after.isupper():
            return -1
        return 2 if character == "é" and before.isalpha() else 1 if before.isalpha() or after.islower() else -1
    if character.isalpha():
        within = before.islower() or (before.isalpha() and after.islower()) or not (after.isalpha() or before.isalpha())
        return -2 if within or character.lower() not in LETTERS else 1
    if character == "’":
        return 2 if before.isalpha() else 1 if after.isalnum() else -1
    if character in "‘“":
        return 1 if after.isalnum() and not before.isalnum() else -2
    if character == "”":
        return 1 if before.strip() and not after.isalnum() else -2
    if character in BEFORE_DIGITS:
        return 2 if after.isdecimal() else -1
    if character in BEHIND_DIGITS:
        return 1 if before.isdecimal() or not before.isalnum() else -2
    if character in BETWEEN:
        return 1 if before.isspace() == after.isspace() or not before else 0
    if character == "\xa0":  # as likely between two words as ÿ and á, which other pages have there
        return 1 if before.strip() and after.strip() else 0
    return -3
