"""The six factors of one neighbourhood, or of all of them pooled, on one screen; one factor at a time opens below."""

from cdmon.tables.factors import read_factors
from cdmon.tables.own_ratings import own_ratings, read_own_ratings
from cdmon.web import page, take_away
from cdmon.web.finished import draw_html
from cdmon.web.more import choose_more, show_more
from cdmon.web.one_factor import choose_factor, factors_of, show_factor
from cdmon.web.six_rows import first_screen

view = page.begin()
wave = "" if view.neighbourhood else page.choose_pool(view)

page.tell_waiting(view)
draw_html(view.part(first_screen, page.whose(view, wave), wave))
take_away.add(f"The six factors: {page.whose(view, wave)}", lambda: read_factors(factors_of(view, wave)))
number = choose_factor()
if number:
    show_factor(view, number, wave)
if not wave:
    page.show(view, own_ratings, read_own_ratings, "Ratings of the programme's own aspects", view.neighbourhood)
part = choose_more(with_context=not wave)
if part:
    show_more(view, part, wave)
