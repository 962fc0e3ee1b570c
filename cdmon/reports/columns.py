"""How wide the columns of a table are in print: as its report says, or by their texts, and never too narrow for their words."""

import re
from math import sqrt

from cdmon.reports.blocks import Table

MANY = 6  # columns, beyond which a table is set in smaller letters
LETTERS, SMALLER = 94, 106  # that a line across the page holds, in bold; with small letters
EDGES = 3  # letters that the space beside a column takes
LONGEST = 17  # letters of a word; a longer one is broken


def shares(table: Table) -> list[float]:
    """Return the share of the width that each column has; they add up to 1.

    Where the table says none they are as the roots of its longest texts. A column too narrow for its longest word is as wide as that, and
    the others share what is left.
    """
    columns = list(zip(table.headings, *table.rows, strict=True))
    wished = list(table.widths) or [sqrt(max(map(len, texts)) + 1) for texts in columns]
    line = SMALLER if len(columns) > MANY else LETTERS
    needed = [(longest_word(texts) + EDGES) / line for texts in columns]
    if sum(needed) >= 1:
        return [need / sum(needed) for need in needed]
    narrow: set[int] = set()
    while True:
        left = 1 - sum(needed[column] for column in narrow)
        others = sum(wish for column, wish in enumerate(wished) if column not in narrow)
        found = [needed[column] if column in narrow else left * wish / others for column, wish in enumerate(wished)]
        short = {column for column, share in enumerate(found) if share < needed[column] - 1e-9}
        if not short:
            return found
        narrow |= short


def longest_word(texts: tuple[str, ...]) -> int:
    """Return how many letters the longest word of some texts has, as a line may be broken."""
    return min(max((len(word) for text in texts for word in re.split(r"[\s–-]", text)), default=0), LONGEST)
