"""The tables of a page as files, with the same words and figures: a workbook, a sheet each, or CSV."""

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from cdmon.exports.accessible import Leaf, accessible_workbook
from cdmon.exports.data_package import name_of
from cdmon.exports.safe_csv import safe_csv

LONGEST_NAME = 31  # of a sheet, in Excel
TAKEN = ("cover", "contents")  # names of sheets that every workbook has


def shown_workbook(title: str, about: Mapping[str, str], tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Return a workbook of tables of texts as people read them, each under its caption; `about` is what its cover says."""
    named: dict[str, str] = {}
    for caption in tables:
        named[caption] = sheet_name(caption, {*TAKEN, *(name.lower() for name in named.values())})
    leaves = [
        Leaf(
            named[caption],
            caption,
            "This sheet holds one table, as the page shows it; of a list all that its filters leave.",
            as_text(rows),
        )
        for caption, rows in tables.items()
    ]
    return accessible_workbook(title, about, leaves)


def shown_csv(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Return one table of texts as CSV; of several a .zip of them, each named after its caption."""
    files = {caption: safe_csv(as_text(rows)) for caption, rows in tables.items()}
    if len(files) == 1:
        return next(iter(files.values()))
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for number, (caption, file) in enumerate(files.items(), start=1):
            archive.writestr(ZipInfo(f"{number}-{name_of(caption)}.csv"), file)
    return content.getvalue()


def as_text(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a table as texts, under headings that differ."""
    headings: list[str] = []
    for column in map(str, rows.columns):
        headings.append(column if column not in headings else f"{column} ({headings.count(column) + len(headings)})")
    return rows.astype(str).astype(object).set_axis(headings, axis="columns")


def sheet_name(caption: str, taken: set[str]) -> str:
    """Return a caption as the name of a sheet that is not taken yet: as many whole words as there is room for, and no sign of a formula."""
    words = re.sub(r"[^\w ,.%&()–-]", " ", caption).split()
    name = ""
    for word in words:
        if len(f"{name} {word}") > LONGEST_NAME - 4:
            break
        name = f"{name} {word}".strip()
    name = name.strip(" ,–-") or "Table"
    number = 2
    while (found := name if number == 2 and name.lower() not in taken else f"{name} {number}").lower() in taken:
        number += 1
    return found
