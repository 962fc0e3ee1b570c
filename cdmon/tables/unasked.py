"""What the latest wave of a survey did not ask: why an indicator has no figure of it."""

from dataclasses import dataclass
from datetime import date

from cdmon.definitions import load
from cdmon.tables.known import Known
from cdmon.wording import period


@dataclass(frozen=True)
class Unasked:
    """The latest wave of a survey in a neighbourhood, and the questions of an indicator that it did not ask, in the survey's order."""

    wave: str
    questions: tuple[str, ...]

    def __str__(self) -> str:
        """Say it, as in 'the round Autumn 2024 did not ask “Effect of such activities on health”'."""
        return f"the round {period(self.wave)} did not ask {load().in_words(' '.join(self.questions))}"


def unasked(known: Known, neighbourhood: str | None = None, ends: date | None = None) -> dict[tuple[str, str], Unasked]:
    """Return what the latest wave of each survey did not ask, by neighbourhood and indicator.

    Of one neighbourhood or, for None, of each, up to the day `ends` if one is given; the neighbourhood "" is the programme as a whole. A
    question was asked where anybody has answered it, be it with "don't know". Where a wave asked all that an indicator needs, or there was
    none yet, nothing is told.
    """
    indicators = [each for each in load().indicators.values() if each.measured == "survey"]
    needed = {each.code: load().question_codes(each) for each in indicators}
    found = {}
    surveys = sorted({each.dataset for each in indicators})
    for wave in known.rows("unasked", neighbourhood=neighbourhood, surveys=surveys, ends=ends):
        told = dict(zip(wave["indicators"], wave["asked"], strict=True))
        for each in (indicator for indicator in indicators if indicator.dataset == wave["dataset"]):
            asked = told.get(each.code, "").split()
            missing = tuple(code for code in needed[each.code] if code not in asked)
            if missing:
                found[wave["neighbourhood"] or "", each.code] = Unasked(wave["period"], missing)
    return found
