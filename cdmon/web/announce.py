"""A heading that says what became of something a person did: read out at once to who does not see it, and near where Tab goes on."""

import streamlit as st
from markupsafe import Markup


def announce(heading: str, kind: str = "done") -> None:
    """Show a heading as an alert, of a kind of the style sheet: "done", "wrong" or "ask".

    Streamlit moves no focus to what it draws anew, and our policy runs no script that would. But a screen reader reads out an alert as soon
    as it is there, and where the button that was pressed is gone, Tab goes on from about where it stood: so the alert belongs there.
    """
    st.html(Markup('<div class="cd-told cd-{}" role="alert"><h2>{}</h2></div>').format(kind, heading))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: '1 return', '3 returns'."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
