"""What is written in a cell: tidied, so that what cannot be seen and how marks are drawn makes no difference; or why it cannot be taken."""

from dataclasses import dataclass

from cdmon.text import shown

# Curly quotes made straight, control characters made spaces, and nothing of what cannot be seen: soft hyphens, directions of writing …
STRAIGHT = dict.fromkeys(map(ord, "‘’‚‛"), "'") | dict.fromkeys(map(ord, "“”„‟"), '"') | dict.fromkeys([*range(32), *range(127, 161)], " ")
STRAIGHT |= dict.fromkeys([0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xFFFE, 0xFFFF])
# In numbers and dates: dashes of any length, and the wide digits, letters and marks of East Asian keyboards.
PLAIN = dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | {code + 0xFEE0: chr(code) for code in range(33, 127)}


@dataclass(frozen=True)
class Unreadable:
    """A cell that cannot be taken: the kind of problem it is."""

    code: str


def tidy(cell: object) -> str:
    """Return what a cell shows, trimmed, runs of spaces and line breaks made one, curly quotes made straight; "" for a blank cell."""
    return "" if cell is None else " ".join(shown(cell).translate(STRAIGHT).split())


def plain(cell: object) -> str:
    """Return what a cell shows, tidied, with the dashes, digits and letters that numbers and dates are written in."""
    return tidy(cell).translate(PLAIN)
