"""When two texts are the same, and how a cell of a spreadsheet is shown."""

import unicodedata
from datetime import date
from functools import lru_cache


@lru_cache(maxsize=4096, typed=True)
def normal(text: object) -> str:
    """Return a text as it is compared: small letters and digits only, so that case, spaces and punctuation do not matter.

    In SQL it is the macro `normal` of the store.
    """
    folded = unicodedata.normalize("NFKC", shown(text).casefold())
    return "".join(character for character in folded if character.isalnum() or unicodedata.category(character)[0] == "M")


def key(name: str) -> str:
    """Return a name as decisions about names know it: capitals and runs of spaces make no difference, anything else does."""
    return " ".join(name.casefold().split())


def shown(cell: object) -> str:
    """Return a cell as the person sees it in Excel, near enough: 7 and not 7.0, TRUE, 31/12/2026."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def shorten(text: str, length: int = 80) -> str:
    """Cut a text that is too long to show, marking the cut."""
    return text if len(text) <= length else text[: length - 1] + "…"
