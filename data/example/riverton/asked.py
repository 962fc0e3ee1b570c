"""Who was asked about risks and effects, and had none to report."""

from collections.abc import Iterator

from riverton.wards import Row, day, month

ASKED = {  # by month: ward, about what, whom, on which day, by which office
    27: [
        ("N03", "detrimental", "The committees of four groups", 9, "Evaluator"),
        ("N07", "detrimental", "The lunch club and the allotment society", 14, "Evaluator"),
        ("N01", "risks", "The residents' partnership", 21, "Team leaders"),
        ("N02", "risks", "The open meeting", 22, "Team leaders"),
    ],
}


def asked(number: int) -> Iterator[Row]:
    """Yield what was asked in a month and had nothing for an answer."""
    for ward, about, whom, on, office in ASKED.get(number, []):
        row = {"about": about, "whom": whom, "asked_on": day(number, on), "office": office}
        yield {"neighbourhood": ward, "month": month(number), **row}
