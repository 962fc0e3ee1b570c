"""The texts of a report as they may be set: no character in them controls anything, and none is hidden."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")

BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
JOINERS = "\u200c\u200d"  # which some scripts cannot be written without
VARIANTS = {chr(code) for code in range(0xFE00, 0xFE10)}  # which say how the letter before is to look
NO_TEXT = ("Cc", "Cf", "Cs", "Co", "Cn")  # control and format characters, halves of characters, and what is no character


def plain(text: str) -> str:
    """Return a text with each break as a space, its accents on their letters (NFC), and without characters that control how it is read."""
    spaced = unicodedata.normalize("NFC", BREAKS.sub(" ", text))
    return "".join(each for each in spaced if each in JOINERS or (unicodedata.category(each) not in NO_TEXT and each not in VARIANTS))


def with_texts(part: T, change: Callable[[str], str]) -> T:
    """Return a report, or a part of it, with every text changed; the SVG of a picture is no text, and stays."""
    changed: Any = part
    if isinstance(part, str):
        changed = change(part)
    elif isinstance(part, tuple):
        changed = tuple(with_texts(each, change) for each in part)
    elif is_dataclass(part) and not isinstance(part, type):
        texts = [each.name for each in fields(part) if each.name != "svg"]
        changed = replace(part, **{name: with_texts(getattr(part, name), change) for name in texts})
    return changed  # type: ignore[no-any-return]
