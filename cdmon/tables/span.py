"""The days over which figures are measured: those of a stage, or all of them."""

from dataclasses import asdict, dataclass
from datetime import date

from cdmon.clock import month_starts

FIRST_MONTHS = 3  # of a stage: a figure of these, too, says how things stood at its beginning


@dataclass(frozen=True)
class Span:
    """From a first day to a last one, both included; None at both ends for all that is known.

    What stands at its beginning is the figure nearest to its first day, from before it or of its first three months (`by`), for the survey
    that tells the baseline may fall into the stage before. Without one it is the first figure of the span.
    """

    starts: date | None = None
    by: date | None = None
    ends: date | None = None

    @classmethod
    def of(cls, starts: date, ends: date) -> "Span":
        """Return the span of a stage that lasts from one day to another."""
        return cls(starts, min(month_starts(starts, FIRST_MONTHS + 1), ends), ends)

    @property
    def parameters(self) -> dict[str, date | None]:
        """What a query that picks figures of a span takes: $starts, $by and $ends."""
        return asdict(self)


ALWAYS = Span()
