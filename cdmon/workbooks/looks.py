"""How the styles of a workbook show its cells, as far as it changes what a person reads there: struck through, per cent, 007 for 7."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The formats that Excel names by a number alone (ECMA-376 part 1, 18.8.30), without those of dates and times, which come as such.
BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 48: "##0.0E+0"}
BUILT_IN |= dict.fromkeys((37, 38, 39, 40, 41, 42, 43, 44), "#,##0")
LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
WORDS = re.compile(r'"[^"]*"|\\.')
DAYS = re.compile(r"[ymdhs]", re.IGNORECASE)


@dataclass(frozen=True)
class Look:
    """How one style shows a cell, and a number in it."""

    struck: bool = False
    per_cent: bool = False
    digits: int = 0  # at least so many, with zeros in front
    otherwise: bool = False  # as another number, with words, or not at all
    whole: bool = False  # without its decimals
    dressed: bool = False  # with marks that its digits alone do not have, such as 1,200 or 2.00


def looks(struck: Sequence[bool], formats: Mapping[int, str], styles: Sequence[tuple[int, int]]) -> dict[int, Look]:
    """Return the looks of a workbook by the number of the style, without plain ones.

    Given which of its fonts are struck through, the codes of its own number formats, and of each style its font and number format.
    """
    codes = BUILT_IN | dict(formats)
    found = (look(codes.get(form, ""), font < len(struck) and struck[font]) for font, form in styles)
    return {number: each for number, each in enumerate(found) if each != Look()}


def look(code: str, struck: bool = False) -> Look:
    """Return the look of a number format, of whose sections the first is that of numbers from 0 on."""
    first = LITERAL.sub("", code.partition(";")[0])
    if code == "0":
        return Look(struck, whole=True)
    if not code or code.casefold() in ("general", "@") or DAYS.search(first.casefold().replace("general", "")):
        return Look(struck)
    if "%" in first:
        return Look(struck, per_cent=True, dressed=True)
    if re.fullmatch("0{2,}", first.strip()):
        return Look(struck, digits=len(first.strip()))
    is_scaled = re.search(r"[0#?],+(\.|$|[^0#?,.])", first) is not None
    has_words = any(map(str.isalpha, "".join(WORDS.findall(code.partition(";")[0]))))
    return Look(struck, otherwise=is_scaled or has_words or not re.search(r"[0#?]|general", first, re.IGNORECASE), dressed=True)
