"""What every part of a definition is, and the answers that a column or a question accepts."""

from datetime import date

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Any part of a definition: unknown keys are errors, nothing is converted, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Option(Part):
    """One answer a column or a question accepts, stored as `code`, shown as `title`, also read from `spellings`."""

    code: str
    title: str
    spellings: list[str] = []
    provenance: str = ""  # of what a row with this answer tells, where the dataset's rows say it themselves
    scale: str = ""  # of an answer that is still read and no longer offered: the list of answers it belongs to
    substantive: bool = True  # False for "don't know" and the like: counted and shown, never part of a base


class Change(Part):
    """One version of a definition: from which day, and what was decided or changed then."""

    version: int
    date: date
    change: str
