"""What became of what was sent, and where to see it: it stands where Send was."""

import pandas as pd
import streamlit as st

from cdmon.returns.backlog import Sent
from cdmon.web import page
from cdmon.web.announce import announce, counted
from cdmon.web.escape import plain
from cdmon.web.faults import tell_problems
from cdmon.web.outcome import Outcome
from cdmon.web.preview import tell_changes, tell_effect
from cdmon.web.selection import LINKED
from cdmon.web.view import View

NAMED = 6  # neighbourhoods that have a link of their own
SHOWN_ON = {  # the pages that show a dataset's rows
    "groups": "groups",
    "engagement": "threads",
    "goals": "goals",
    "evidence": "effects",
    "risks": "risks",
    "asked": "risks",
    "money": "money",
    "partnership": "partnership",
    "signoffs": "milestones",
    "activities": "chart",
    "programme": "overview",
}


def tell_receipt(view: View, seen: Outcome) -> None:
    """Show what became of a file that was sent."""
    if not seen.stored:
        tell_problems(seen)
        return
    announce(f"Stored: {counted(len(seen.returns), 'return')}")
    st.markdown(f"From {plain(seen.file_name)}.")
    if seen.waits:
        st.markdown(
            "Nothing counts yet: somebody who decides about returns in this programme has to accept it on the History page. Until then it "
            "is in the figures only where “Provisional figures” is switched on."
        )
        st.page_link(view.pages["history"], label="Go to the History page, to accept it or send it back")
        tell_effect(seen, "Once it is accepted, these figures change.", "Accepting it changes no figure of the factor tables.")
    else:
        lead_on(view, seen)
        tell_effect(seen, "These figures have changed.", "No figure of the factor tables has changed.")
    with page.folded("What was stored", "what-was-stored") as is_open:
        if is_open:
            tell_changes(seen)


def lead_on(view: View, seen: Outcome) -> None:
    """Draw links to the pages whose figures, or rows, are others now."""
    pages = dict.fromkeys(SHOWN_ON[code] for code in seen.datasets if code in SHOWN_ON)
    with st.container(horizontal=True):
        for place in seen.places[:NAMED]:
            st.page_link(view.pages["neighbourhood"], label=f"See {plain(view.label(place))}", query_params={LINKED: place})
        for code in dict.fromkeys([*pages, "overview", "board"]):
            st.page_link(view.pages[code], label=f"See {view.pages[code].title}")


def tell_many(sent: list[Sent]) -> None:
    """Show one list of what became of many files, and below it what is wrong with those that were not stored."""
    stored = sum(each.stored for each in sent)
    announce(f"{stored} of {len(sent)} files stored", "done" if stored == len(sent) else "ask")
    rows = [(each.file_name, each.told, "; ".join(each.returns) or "–", problems_in_words(each)) for each in sent]
    page.table(pd.DataFrame(rows, columns=["File", "What became of it", "Returns", "First problem"]), alt="What became of each file")


def problems_in_words(sent: Sent) -> str:
    """Return where and what the first error of a file is, and how many there are."""
    errors = [problem for problem in sent.problems if problem.severity == "error"]
    if not errors:
        return "–"
    first = errors[0]
    where = " ".join(part for part in (first.sheet, first.cell) if part)
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{where + ': ' if where else ''}{first.message}{more}"
