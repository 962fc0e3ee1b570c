"""The texts of a report as they may be set: no character in them controls anything, and none is hidden."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")

BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
JOINERS = "\u200c\u200d"  # which some scripts cannot be written without
NO_TEXT = ("Cc", "Cf", "Cs", "Co", "Cn")  # control and format characters, halves of characters, and what is no character


def plain(text: str) -> str:
    """Return a text with each break as a space, and without characters that control how it is read, such as which way it runs."""
    return "".join(each for each in BREAKS.sub(" ", text) if each in JOINERS or unicodedata.category(each) not in NO_TEXT)


def with_texts(part: T, change: Callable[[str], str]) -> T:
    """Return a report, or a part of it, with every text changed."""
    changed: Any = part
    if isinstance(part, str):
        changed = change(part)
    elif isinstance(part, tuple):
        changed = tuple(with_texts(each, change) for each in part)
    elif is_dataclass(part) and not isinstance(part, type):
        changed = replace(part, **{each.name: with_texts(getattr(part, each.name), change) for each in fields(part)})
    return changed  # type: ignore[no-any-return]
