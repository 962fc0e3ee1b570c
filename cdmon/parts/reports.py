"""The reports of a programme: when each is due, and the parts that it is made of."""

from typing import Literal

from cdmon.parts.part import Part


class ReportKind(Part):
    """A kind of report: `title` may name {stage} or {month}, `parts` are codes of `ReportPart`, in their order."""

    code: str
    at: Literal["first stage", "stage", "last stage", "interval"]
    title: str
    opening: str
    parts: list[str]
    source: str


class ReportPart(Part):
    """A part of a report: its heading, what is said below it, and what stands there where nothing is on record."""

    code: str
    title: str
    about: str
    none: str = ""
