"""A picture of the stages of a programme: how long each is, where the day in view lies, and where a break clause waits."""

from collections.abc import Sequence
from datetime import date
from html import escape
from urllib.parse import quote

from markupsafe import Markup

from cdmon.tables.programme import StageDates
from cdmon.web.sparkline import scale
from cdmon.web.symbols import COLOURS
from cdmon.wording import day

WIDTH, HEIGHT = 1200, 112  # as wide as a projector shows it, so that its letters have the size of the others
TOP, BOTTOM = 34, 74  # of the band of stages
PAST, NOW, LATER = "#d9d9d5", "#cfe2f3", "#f4f4f2"


def timeline(stages: Sequence[StageDates], today: date) -> Markup:
    """Return the stages as a picture in HTML, with all that it shows as its words; "" where there is none."""
    if not stages:
        return Markup("")
    words = "; ".join(f"stage {each.number} from {day(each.starts)} to {day(each.ends)}" for each in stages)
    return Markup('<img class="cd-timeline" width="{}" height="{}" alt="{}" src="data:image/svg+xml,{}">').format(
        WIDTH, HEIGHT, f"{words}. The day in view is {day(today)}.", quote(drawing(stages, today))
    )


def drawing(stages: Sequence[StageDates], today: date) -> str:
    """Return the SVG of the stages and of a day."""
    across = scale([stages[0].starts.toordinal(), stages[-1].ends.toordinal()], 2, WIDTH - 2)
    bands = "".join(band(each, across(each.starts.toordinal()), across(each.ends.toordinal()), today) for each in stages)
    at = min(max(across(today.toordinal()), 2), WIDTH - 2)
    anchor = "start" if at < 100 else "end" if at > WIDTH - 100 else "middle"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="Source Sans, sans-serif" font-size="18">'
        f'{bands}<path d="M{at:.0f} {TOP - 8}V{BOTTOM + 4}" stroke="#1b1b1b" stroke-width="3"/>'
        f'<text x="{at:.0f}" y="20" text-anchor="{anchor}" font-weight="600" fill="#1b1b1b">{day(today)}</text></svg>'
    )


def band(stage: StageDates, starts: float, ends: float, today: date) -> str:
    """Return the SVG of one stage; a break clause stands at its end."""
    colour = PAST if stage.ends < today else LATER if stage.starts > today else NOW
    clause = f'<path d="M{ends:.0f} {TOP - 4}V{BOTTOM + 22}" stroke="{COLOURS["worse"]}" stroke-width="3"/>'
    words = f'<text x="{ends - 6:.0f}" y="{BOTTOM + 24}" text-anchor="end" fill="{COLOURS["worse"]}">break clause</text>'
    return (
        f'<rect x="{starts:.0f}" y="{TOP}" width="{ends - starts:.0f}" height="{BOTTOM - TOP}" fill="{colour}" stroke="#4d4d4d"/>'
        f'<text x="{starts + 10:.0f}" y="{TOP + 27}" fill="#1b1b1b">{escape(f"Stage {stage.number}")}</text>'
        f"{clause + words if stage.break_clause else ''}"
    )
