"""Tables that leave as files: what a row of each is, its columns, and on which sheets of a workbook they stand."""

from typing import Literal

from cdmon.parts.part import Part


class ExportColumn(Part):
    """A column of a table that leaves: its name in data, what it is called for people, and what it holds."""

    name: str
    title: str = ""  # that of the name where it has none of its own
    type: Literal["text", "integer", "number", "day", "month"]
    meaning: str
    width: int = 12  # on paper, in characters

    @property
    def heading(self) -> str:
        """What the column is called in a workbook."""
        return self.title or self.name.replace("_", " ").capitalize()


class ExportSheet(Part):
    """A sheet of a workbook, with the columns that stand on it."""

    title: str
    columns: list[str]
    distinct: bool = False  # whether what is the same in several rows stands there once


class Export(Part):
    """A table that leaves as a workbook, as CSV or as Parquet."""

    code: str
    title: str
    content: str  # in the names of its files
    one_row: str  # what a row is
    dates: list[str]  # columns of days or months, the first of which that holds anything is the row's date
    columns: list[ExportColumn]
    sheets: list[ExportSheet]
