"""Templates out: what a person fills in, with what is known already in it; or the tick that there is nothing to report."""

import pandas as pd
import streamlit as st

from cdmon.clock import today
from cdmon.definitions import load
from cdmon.parts.datasets import WHOLE_PROGRAMME, Dataset, Workbook
from cdmon.returns.blank import blank
from cdmon.returns.periods import months_to_send
from cdmon.returns.shapes import SET_UP, shaped, shapes
from cdmon.web.view import View, once, set_up
from cdmon.wording import period
from cdmon.workbooks.cells import Upload

WHOLE = "The whole programme"


def choose_template(view: View) -> Upload | None:
    """Let the person choose a workbook and what it is about, and download it; or tick that there is nothing to report.

    Returns the return that says so, None while the tick is not set.
    """
    definitions = load()
    choices: dict[str, Dataset | Workbook] = {**definitions.workbooks, **definitions.datasets}
    columns = st.columns(3)
    code = columns[0].selectbox("Return", list(choices), format_func=lambda code: choices[code].title, key="template")
    held = [definitions.datasets[each] for each in definitions.workbooks[code].datasets] if code in definitions.workbooks else []
    datasets = held or [definitions.datasets[code]]
    neighbourhood = month = None
    programme, names = view.now(set_up)
    if programme and any(dataset.scope != "programme" for dataset in datasets):
        either = any(dataset.scope == "either" for dataset in datasets)
        places = [*names, *[WHOLE_PROGRAMME] * either]
        own = places.index(view.neighbourhood) if view.neighbourhood in places else None
        neighbourhood = columns[1].selectbox(
            "For the neighbourhood",
            places,
            own,
            lambda place: WHOLE if place == WHOLE_PROGRAMME else f"{place} {names[place]}",
            placeholder="Several, or not yet known",
        )
    monthly = datasets[0].period == "month"
    if programme and monthly:
        begun = [str(month) for month in pd.period_range(programme.start_month, min(today(), programme.ends), freq="M")]
        months = months_to_send(begun, [dataset.code for dataset in datasets], programme.periods)
        label = "For the period" if programme.periods else "For the month"
        month = columns[2].selectbox(label, list(months), None, lambda month: months[month], placeholder="Several, or not yet known")
    st.markdown(choices[code].description)
    template_button(view, code, choices[code].title, neighbourhood, month)
    if code == SET_UP:
        shape_button()
    if monthly and month and (neighbourhood or datasets[0].scope == "programme"):
        place = WHOLE if neighbourhood in (None, WHOLE_PROGRAMME) else f"{neighbourhood} {names[neighbourhood]}"
        return nothing_to_report(view, code, f"{choices[code].title}, {place}, {period(month)}", neighbourhood, month)
    return None


def template_button(view: View, code: str, title: str, neighbourhood: str | None = None, month: str | None = None) -> None:
    """Draw a button that downloads a template.

    The workbook is made at once: a button that makes it when it is pressed fails while the page is run again, whose buttons replace it.
    """
    workbook = once(
        view.database, blank, lambda: blank(view.database, code, neighbourhood, month), code, neighbourhood, month, view.database.person
    )
    st.download_button(
        f"Download the workbook: {title}",
        workbook,
        file_name=name(code, neighbourhood, month),
        on_click="ignore",
    )


def shape_button() -> None:
    """Let the person choose a shape of a programme, and download its set-up workbook."""
    code = st.selectbox("Or start from a shape", list(shapes()), None, lambda code: shapes()[code].title, placeholder="None", key="shape")
    if code is not None:
        st.markdown(f"{shapes()[code].description} Fill in the start month, and replace the names of the programme and its areas.")
        title = f"Download the set-up: {shapes()[code].title}"
        st.download_button(title, lambda: shaped(code), file_name=name(SET_UP, code), on_click="ignore")


def nothing_to_report(view: View, code: str, title: str, neighbourhood: str | None, month: str) -> Upload | None:
    """Let the person tick that there was nothing of what `title` says, instead of filling in the workbook."""
    key = f"nil-{code}-{neighbourhood}-{month}-{st.session_state.get('files_stored', 0)}"  # once it is sent, the tick is empty again
    if not st.checkbox(f"There was nothing to report: {title}", key=key):
        return None
    return Upload(name(code, neighbourhood, month, "nothing"), blank(view.database, code, neighbourhood, month, nil=True))


def name(*parts: str | None) -> str:
    """Return the name of a workbook from what it is about."""
    return "-".join(part for part in parts if part) + ".xlsx"
