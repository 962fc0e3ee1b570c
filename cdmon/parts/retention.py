"""How long something personal is kept."""

from pydantic import Field

from cdmon.parts.part import Part


class Retention(Part):
    """One kind of what is kept about people, and after how many months it may go; None: it stays as long as the store."""

    code: str
    title: str
    since: str  # from when the months are counted: a clause
    months: int | None = Field(ge=1)
