"""What came after the day that a programme is looked at from: it is in the store, and not in the figures."""

from cdmon.database import sql
from cdmon.tables.known import Known


def later(known: Known) -> str:
    """Say how much came after the day in view, as in '2 returns and 1 decision came after that day and are not in these figures.'.

    '' where nothing did.
    """
    if known.as_at is None:
        return ""
    returns, decisions = known.execute(sql("tables/later")).fetchall()[0]
    told = " and ".join(part for part in (counted(returns, "return"), counted(decisions, "decision")) if part)
    return told and f"{told} came after that day and {'is' if returns + decisions == 1 else 'are'} not in these figures."


def counted(number: int, what: str) -> str:
    """Say how many there are of something, '' for none."""
    return f"{number:,} {what}{'s' * (number > 1)}" if number else ""
