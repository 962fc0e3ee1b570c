"""The pages there are, each by its file with its title, in groups by purpose: the one list that the router and the menu share."""

from copy import copy
from functools import cache
from pathlib import Path

import streamlit as st

from cdmon.definitions import load

FOLDER = Path(__file__).parents[2] / "pages"
GROUPS = {
    "": {"welcome": "Welcome"},  # while there is no programme, and then without a heading
    "Look": {"overview": "Overview", "meeting": "Meeting", "neighbourhood": "Neighbourhood", "chart": "Charts"},
    "What happened": {
        "threads": "What residents raised",
        "goals": "Residents' goals",
        "partnership": "Partnership",
        "effects": "Effects",
        "risks": "Risks",
        "groups": "Groups",
    },
    "Account": {
        "milestones": "Milestones",
        "decisions": "Decisions",
        "reports": "Reports",
        "money": "Money",
        "value": "Value",
        "kpis": "KPIs",
        "definitions": "Definitions",
    },
    "Send": {
        "board": "Returns due",
        "upload": "Upload",
        "set_up": "Set-up",
        "history": "History",
        "people": "People",
        "audit_log": "Audit log",
    },
}
TITLES = {code: title for group in GROUPS.values() for code, title in group.items()}
WITHOUT_PROGRAMME = ("welcome", "definitions", "upload", "set_up", "people", "audit_log")  # what there is to see then
# The right that a page asks for, where it is not to look alone: the menu leaves it out for who has it not.
NEEDS = {"upload": "send", "set_up": "set_up", "people": "trail", "audit_log": "audit_log"}


@cache
def menu(with_programme: bool, role: str) -> tuple[str, ...]:
    """Return the codes of the pages that the menu shows to somebody of a role, in its order; what a page does asks for the right itself."""
    there = [code for code in TITLES if (code != "welcome" if with_programme else code in WITHOUT_PROGRAMME)]
    return tuple(code for code in there if code not in NEEDS or role in load().rights[NEEDS[code]].may)


@cache
def made_pages(start: str, shown: tuple[str, ...]) -> dict[str, st.Page]:
    """Return every page by its code; `start` answers at "/", and those not `shown` by their addresses alone.

    All runs share them, as to make them anew looks into the folders.
    """
    return {
        code: st.Page(
            FOLDER / f"{code}.py",
            title=title,
            url_path="front" if code == start else code,
            default=code == start,
            visibility="visible" if code in shown else "hidden",
        )
        for code, title in TITLES.items()
    }


@cache
def by_name(start: str) -> st.Page:
    """Return the front page once more, for its own name: it answers at "/" alone, so that the same file is registered twice."""
    return st.Page(FOLDER / f"{start}.py", title=TITLES[start], url_path=start, visibility="hidden")


def run(chosen: st.Page) -> None:
    """Run a page. Streamlit notes on it whether it may run now, so that each run needs one of its own."""
    own = copy(chosen)
    own._can_be_called = True
    own.run()


def register_unseen() -> None:
    """Let every page's address be one, while none is shown: it stays, so that somebody who signs in comes back to it."""
    st.navigation([*made_pages("overview", ()).values(), by_name("overview")], position="hidden")


@cache
def headings(shown: tuple[str, ...]) -> str:
    """Return the style rules, as HTML, that write each group's heading above its first page in the menu.

    Streamlit's own sections put headings between the items of a list, where WCAG 2.2 (1.3.1) allows none. The text stands in the list's
    item, so that it is heard there, too.
    """
    first = {heading: next((code for code in pages if code in shown), "") for heading, pages in GROUPS.items() if heading}
    rules = (
        f'[data-testid="stSidebarNavItems"] > li:nth-child({shown.index(code) + 1})::before {{ content: "{heading}"; }}'
        for heading, code in first.items()
        if code
    )
    return f"<style>{' '.join(rules)}</style>"
