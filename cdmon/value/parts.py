"""What the definitions say of value: published claims, the parts of an assumption, and the streams that they are multiplied to."""

from typing import Literal

from pydantic import Field

from cdmon.parts.part import Part


class Claim(Part):
    """A figure that somebody published, with what can be checked of it and what speaks against it."""

    code: str
    figure: str
    says: str
    source: str
    where: str
    checks: str
    against: str


class AssumedPart(Part):
    """One thing to be assumed: a number, a share between 0 and 1, a price (with its year) or a deflator."""

    code: str
    title: str
    kind: Literal["number", "share", "price", "factor"]
    higher_is_better: bool  # whether the net value rises with it
    help: str


class Stream(Part):
    """What is added up over the years: a product of parts, less some in turn, more by others, fading, at a rate for later years.

    What counts as `apart` is shown and never added to benefits, as it values the same things in another way.
    """

    code: str
    title: str
    product: list[str]
    less: list[str] = Field([])
    more: list[str] = Field([])
    fading: str = ""
    beside: list[str] = Field([])  # asked for too, and no part of the product
    marks: list[str]
    rate: float  # by which a year counts less than the one before
    rate_source: str
    counts_as: Literal["benefit", "cost", "apart"]

    @property
    def parts(self) -> list[str]:
        """Every part that it needs, in the order in which it is asked for."""
        return [*self.product, *self.less, *self.more, *([self.fading] if self.fading else []), *self.beside]
