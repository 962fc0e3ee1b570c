"""The calculator of value: where assumptions come from, the sheet in which they are typed, what they come to, and how they are kept."""

from typing import Any
from uuid import uuid4

import pandas as pd
import streamlit as st

from cdmon.acts.act import AlreadyDone
from cdmon.acts.assume import keep_assumptions
from cdmon.charts.tornado import tornado
from cdmon.definitions import load
from cdmon.refusal import Refusal
from cdmon.tables.assumptions import kept_as
from cdmon.tables.value import ASKED, CAVEAT, TYPED, YEARS, discounting, read_typed, read_years, told, without
from cdmon.value.assumptions import Assumption, Assumptions, made, read_assumptions
from cdmon.value.valuation import Valuation
from cdmon.web import page
from cdmon.web.announce import announce
from cdmon.web.escape import plain
from cdmon.web.view import View
from cdmon.wording import moment

LARGEST = 1_000_000  # bytes of a file of assumptions
COLUMNS = ["subject", "part", "year", "low", "central", "high", "price_year", "source"]
NUMBERS = COLUMNS[2:7]


def begin_with(kept: pd.DataFrame) -> tuple[str, Assumptions]:
    """Let the person choose assumptions to begin with, and return them with what tells them from others; empty ones for no choice."""
    names = {row["act_id"]: f"{row['name']}, {moment(row['recorded_at'])} ({row['act_id'][:4]})" for row in kept.to_dict("records")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        act_id = st.selectbox(
            "Begin with", list(names), None, names.__getitem__, key="assumptions", placeholder="An empty sheet", bind="query-params"
        )
        file = st.file_uploader("Or with a file (YAML)", ["yaml", "yml"], key="assumptions-file")
    if file is not None:
        if file.size > LARGEST:
            raise Refusal("This file is too large to be one of assumptions.")
        return file.file_id, read_assumptions(file.getvalue().decode("utf-8", "replace"), file.name)
    return (act_id, kept_as(kept, act_id)) if act_id else ("", Assumptions())


def ask(identity: str, base: Assumptions) -> Assumptions:
    """Draw the fields and the sheet, filled with some assumptions, and return what they hold now; Refusal when that cannot be read."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name of these assumptions", base.name, key=f"name-{identity}", max_chars=100)
        price_year = st.number_input("Result in prices of the year", 1990, 2100, base.price_year, key=f"prices-{identity}", width=220)
        wellby = st.toggle("Value wellbeing too (WELLBY)", base.wellby, key=f"wellby-{identity}", width="content")
    unmonetised = st.text_area("Benefits on which no money is put, one a line", "\n".join(base.unmonetised), key=f"others-{identity}")
    rows = ask_rows(identity, base)
    listed = [line.strip() for line in unmonetised.splitlines() if line.strip()]
    return made(name=name, price_year=price_year, wellby=wellby, unmonetised=listed, rows=rows)


def ask_rows(identity: str, base: Assumptions) -> list[dict[str, Any]]:
    """Draw the sheet of assumptions with the means to add those of one more condition or cost, and return its rows."""
    held = st.session_state.get("sheet-of-assumptions")
    if held is None or held[0] != identity:
        held = st.session_state["sheet-of-assumptions"] = (identity, 0, as_frame([row.model_dump() for row in base.rows]))
    _, version, frame = held
    streams = {stream.title: code for code, stream in load().streams.items()}
    with st.form("one-more", enter_to_submit=True), st.container(horizontal=True, vertical_alignment="bottom"):
        subject = st.text_input("One more condition or cost", max_chars=100, key="one-more-subject")
        stream = st.selectbox("Worked out as", list(streams), key="one-more-stream")
        pressed = st.form_submit_button("Add its rows")
    with st.container(key="typed"):
        edited = st.data_editor(frame, key=f"sheet-{identity}-{version}", num_rows="dynamic", hide_index=True, column_config=columns())
    if pressed and subject.strip():
        added = as_frame(blank_rows(subject.strip(), streams[stream], edited))
        st.session_state["sheet-of-assumptions"] = (identity, version + 1, pd.concat([edited, added], ignore_index=True))
        st.rerun()
    return rows_of(edited)


def columns() -> dict[str, Any]:
    """Return how the columns of the sheet are called and filled in."""
    parts = load().assumed
    return {
        "subject": st.column_config.TextColumn("Condition or cost", max_chars=100),
        "part": st.column_config.SelectboxColumn(
            "Part",
            width="medium",
            options=list(parts),
            format_func=lambda code: parts[str(code)].title,
            help="What each means stands below the sheet.",
        ),
        "year": st.column_config.NumberColumn("Year", step=1, help="Of the programme, from 1; blank for every year."),
        "low": st.column_config.NumberColumn("Low"),
        "central": st.column_config.NumberColumn("Central", help="Blank where nobody knows: it is asked for, and never taken as 0."),
        "high": st.column_config.NumberColumn("High"),
        "price_year": st.column_config.NumberColumn(
            "Prices of", step=1, format="%d", help="The year of a price; of a deflator, whose prices it is for."
        ),
        "source": st.column_config.TextColumn("Where it comes from", max_chars=300),
    }


def as_frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as the frame that the sheet is drawn from: texts, and numbers that may be blank."""
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype(dict.fromkeys(NUMBERS, "float64") | dict.fromkeys(set(COLUMNS) - set(NUMBERS), "object"))


def blank_rows(subject: str, stream: str, sheet: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a blank row for each part of a stream that a condition or cost does not have yet in a sheet."""
    there = set(sheet.loc[sheet["subject"] == subject, "part"])
    return [Assumption(subject=subject, part=part).model_dump() for part in load().streams[stream].parts if part not in there]


def rows_of(sheet: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a sheet as assumptions are made from: None for a blank number; rows that are wholly blank are left out."""
    rows = [{part: None if pd.isna(value) else value for part, value in row.items()} for row in sheet[COLUMNS].to_dict("records")]
    texts = {"subject", "part", "source"}
    return [
        {part: (value or "") if part in texts else whole(value) if "year" in part else value for part, value in row.items()}
        for row in rows
        if any(value not in (None, "") for value in row.values())
    ]


def whole(value: float | None) -> float | int | None:
    """Return a year as a whole number where it is one."""
    return int(value) if value is not None and value == int(value) else value


def explain_parts() -> None:
    """Say what each part means."""
    with st.expander("What each part means, and how it is multiplied"):
        page.table(
            pd.DataFrame([(part.title, part.help) for part in load().assumed.values()], columns=["Part", "What to type"]),
            alt="The parts of a calculation",
        )
        for stream in load().streams.values():
            st.markdown(f"**{stream.title}**: {formula(stream.code)}.")
        st.markdown(discounting())


def formula(code: str) -> str:
    """Return in words how a stream is multiplied."""
    parts, stream = load().assumed, load().streams[code]
    words = [" × ".join(parts[part].title for part in stream.product), "a price × its deflator"]
    if stream.less:
        words.append("less, in turn, " + ", ".join(parts[part].title for part in stream.less))
    if stream.fading:
        words.append(f"{parts[stream.fading].title} each year")
    if stream.more:
        words.append("raised by " + ", ".join(parts[part].title for part in stream.more))
    return "; ".join(words)


def show(found: Valuation) -> None:
    """Show what assumptions come to, each table with its caveat; or what is still asked for."""
    if found.asked:
        st.warning(ASKED, icon=":material/help:")
        st.markdown("\n".join(f"- {plain(each)}" for each in found.asked))
        return
    st.markdown(f"**{CAVEAT}** {plain(without(found))}")
    for title, frame in told(found).items():
        page.table(frame, alt=f"{title}. {CAVEAT}")
    st.html(tornado(found.swings, found.worth["central"].net) or "<p>No range was given, so that there is nothing to compare.</p>")
    page.table(read_typed(found), alt=f"{TYPED}. {CAVEAT}")
    with page.folded(YEARS, "value-years") as is_open:
        if is_open:
            page.table(read_years(found), alt=f"{YEARS}, in pounds of {found.assumptions.price_year}. {CAVEAT}")
    st.markdown("**On which no money is put:** " + plain("; ".join(found.assumptions.unmonetised)) + ".")


def keep(view: View, assumed: Assumptions) -> None:
    """Let the person keep assumptions and take them away as a file."""
    if st.session_state.pop("assumptions-kept", False):
        announce("Kept: these assumptions can be chosen again above")
    if not page.may(view, "assume"):
        return
    with st.form("keep-assumptions", enter_to_submit=False):
        reason = st.text_input("Why you keep them", key="why-assumptions", max_chars=500)
        pressed = st.form_submit_button("Keep these assumptions", type="primary")
    st.download_button("Take them away as a file (YAML)", assumed.as_text(), "assumptions.yaml", "application/yaml")
    if not pressed:
        return
    act_id = st.session_state.setdefault("assumptions-act", str(uuid4()))
    try:
        keep_assumptions(view.database, assumed, view.database.person.name, reason, act_id=act_id)
    except AlreadyDone:
        return
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        return
    del st.session_state["assumptions-act"]
    st.session_state["assumptions-kept"] = True
    st.rerun()
