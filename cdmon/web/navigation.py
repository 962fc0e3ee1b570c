"""The pages there are, each by its file with its title, in groups by purpose: the one list that the router and the menu share."""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).parents[2] / "pages"
GROUPS = {
    "": {"welcome": "Welcome"},  # while there is no programme, and then without a heading
    "Look": {"overview": "Overview", "meeting": "Meeting", "neighbourhood": "Neighbourhood", "chart": "Charts"},
    "What happened": {
        "threads": "What residents raised",
        "goals": "Residents' goals",
        "effects": "Effects",
        "risks": "Risks",
        "groups": "Groups",
    },
    "Account": {"milestones": "Milestones", "kpis": "KPIs", "definitions": "Definitions"},
    "Send": {"board": "Returns due", "upload": "Upload", "history": "History"},
}
TITLES = {code: title for group in GROUPS.values() for code, title in group.items()}
WITHOUT_PROGRAMME = ("welcome", "definitions", "upload")  # what there is to see then


def menu(with_programme: bool) -> list[str]:
    """Return the codes of the pages that the menu shows, in its order."""
    return [code for code in TITLES if (code != "welcome" if with_programme else code in WITHOUT_PROGRAMME)]


def registered(start: str, shown: Iterable[str]) -> dict[str, st.Page]:
    """Return every page by its code; `start` answers at "/", and those not `shown` by their addresses alone."""
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


def headings(shown: list[str]) -> str:
    """Return the style rules that write each group's heading above its first page in the menu.

    Streamlit's own sections put headings between the items of a list, where WCAG 2.2 (1.3.1) allows none. The text stands in the list's
    item, so that it is heard there, too.
    """
    first = {heading: next((code for code in pages if code in shown), "") for heading, pages in GROUPS.items() if heading}
    return "\n".join(
        f'[data-testid="stSidebarNavItems"] > li:nth-child({shown.index(code) + 1})::before {{ content: "{heading}"; }}'
        for heading, code in first.items()
        if code
    )
