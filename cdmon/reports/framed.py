"""Frames of text as tables of a report, in the words that pages show them in."""

from collections.abc import Iterator

import pandas as pd

from cdmon.reports.blocks import Block, Paragraph, Table

LONGEST = 60  # rows of a table; how many more there are is said below it


def framed(frame: pd.DataFrame, caption: str, none: str = "", longest: int = LONGEST) -> Iterator[Block]:
    """Yield a frame of text as a table; where it has no rows, the sentence `none`, if there is one.

    Of more rows than the `longest` table holds the first are shown, and it is said how many there are.
    """
    if frame.empty:
        if none:
            yield Paragraph(none)
        return
    shown = frame.head(longest).astype(str)
    rows = tuple(tuple(row) for row in shown.itertuples(index=False, name=None))
    yield Table(caption, tuple(str(name) for name in frame.columns), rows)
    if len(frame) > longest:
        yield Paragraph(f"The first {longest:,} of {len(frame):,} rows; the dashboard shows all of them.", is_small=True)
