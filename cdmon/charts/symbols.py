"""The small language of signs: a symbol, a colour and words for each side of a verdict. A colour never stands alone."""

from markupsafe import Markup

from cdmon.tables.sides import ABSENT, BETTER, OPEN, SIDES, SYMBOLS, WORSE, side

# Blue and orange are told apart by the colour-blind, and each has more than 7 : 1 against white (WCAG 2.2 AA asks for 4.5 : 1).
COLOURS = {BETTER: "#00508c", WORSE: "#8f3a00", OPEN: "#4d4d4d", ABSENT: "#4d4d4d"}
IN_STYLE = f":root {{ {' '.join(f'--{each}: {colour};' for each, colour in COLOURS.items())} }}"  # what the style sheet calls them
WORDS = {BETTER: "better", WORSE: "worse", OPEN: "no change to tell", ABSENT: "nothing to compare"}

KEY = Markup(" · ").join(
    Markup('<span class="cd-side cd-{}"><span aria-hidden="true">{}</span> {}</span>').format(each, SYMBOLS[each], WORDS[each])
    for each in (BETTER, WORSE, OPEN, ABSENT)
)


def verdict_mark(verdict: str, higher_is_better: bool | None) -> Markup:
    """Return a verdict with the symbol and colour of its side, as HTML: '■ fell'."""
    return marked(side(verdict, higher_is_better), verdict)


def marked(which: str, text: str) -> Markup:
    """Return a text behind the symbol of a side, as HTML."""
    return Markup('<span class="cd-side cd-{}"><span aria-hidden="true">{}</span> {}</span>').format(which, SYMBOLS[which], text)


def counts_mark(sides: list[str]) -> Markup:
    """Return how many of some sides there are, worse first: '■ 4 ● 2', each with its words for those who hear the page."""
    found = [(each, sides.count(each)) for each in SIDES if each in sides]
    return Markup(" ").join(
        Markup('<span class="cd-side cd-{}"><span aria-hidden="true">{}</span> {}<span class="cd-heard"> {}</span></span>').format(
            each, SYMBOLS[each], number, WORDS[each]
        )
        for each, number in found
    )
