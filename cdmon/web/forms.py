"""The set-up as forms: a part, its rows, one of them filled in; nothing counts before the whole was looked through and sent."""

from datetime import date
from typing import Any
from uuid import uuid4

import pandas as pd
import streamlit as st

from cdmon.definitions import load
from cdmon.parts.columns import Column, Sheet
from cdmon.returns.shapes import shapes
from cdmon.returns.typed import FIRST_ROW, SetUpRows, TypedRow, begun_from, cell, set_up_file, set_up_rows, sheets
from cdmon.text import shorten, shown
from cdmon.web import page, sending
from cdmon.web.escape import plain
from cdmon.web.view import View
from cdmon.workbooks.fields import Field, Value, column_field

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
BESIDE = 3  # fields on a line, which Tab goes along
NEW = -1  # the place of a row that is not there yet
FILE = "set-up-file"


def hold(view: View) -> SetUpRows:
    """Return the rows as typed so far; they begin as those that count, or as a shape's, and anew once a set-up was sent."""
    return_id, counting = view.now(set_up_rows)
    shape = "" if return_id else choose_shape()
    identity = (view.database.url, return_id, shape, st.session_state.get("files_stored", 0))
    held: tuple[object, SetUpRows] | None = st.session_state.get("set-up-typed")
    if held is None or held[0] != identity:
        rows = begun_from(shape) if shape else {code: list(each) for code, each in counting.items()}
        held = st.session_state["set-up-typed"] = (identity, rows)
        st.session_state.pop(FILE, None)
    return held[1]


def choose_shape() -> str:
    """Let the person begin with the shape of a programme; "" for none."""
    return (
        st.selectbox("Begin with a shape", list(shapes()), None, lambda code: shapes()[code].title, key="begin", placeholder="None") or ""
    )


def choose_sheet() -> Sheet:
    """Let the person choose a part of the set-up, and say what it is for."""
    code = st.selectbox(
        "Part of the set-up", list(sheets()), format_func=lambda code: sheets()[code].title, key="sheet", bind="query-params"
    )
    sheet = sheets()[code]
    needed = "" if sheet.required else " It may stay empty."
    st.markdown(f"{plain(sheet.help)}{needed}")
    return sheet


def show_rows(sheet: Sheet, rows: SetUpRows) -> None:
    """Show the rows of a part."""
    page.table(in_words(sheet, rows[sheet.code]), alt=f"{sheet.title}, as typed so far")


def in_words(sheet: Sheet, rows: list[TypedRow]) -> pd.DataFrame:
    """Return the rows of a part as people read them, each with the number of its row; columns in which nothing stands are left out."""
    columns = [column for column in sheet.columns if any(row[column.code] is not None for row in rows)]
    told = [[f"Row {place + FIRST_ROW}", *(text(row[column.code]) for column in columns)] for place, row in enumerate(rows)]
    return pd.DataFrame(told, columns=["Row", *(column.title for column in columns)])


def text(value: Value) -> str:
    """Return a cell as people read it; '' for an empty one."""
    return "" if value is None else shown(value)


def ask_row(sheet: Sheet, rows: SetUpRows) -> None:
    """Draw the form of one row of a part, the person's choice of them, with what keeps it and what takes it out."""
    there = rows[sheet.code]
    place = choose_row(sheet, there)
    row = there[place] if place != NEW else dict.fromkeys((column.code for column in sheet.columns), None)
    key = f"row-{sheet.code}-{place}-{st.session_state.get('rows-kept', 0)}"
    with st.form(key, enter_to_submit=False):
        said: TypedRow = {}
        for first in range(0, len(sheet.columns), BESIDE):
            for where, column in zip(st.columns(BESIDE), sheet.columns[first : first + BESIDE], strict=False):
                field = column_field(column, lists(rows))
                said[column.code] = ask_cell(where, column, field, row[column.code], f"{key}-{column.code}")
        kept = st.form_submit_button("Keep this row", type="primary")
        taken_out = place != NEW and sheet.rows == "many" and st.form_submit_button("Take this row out")
    if not (kept or taken_out):
        return
    changed = [] if taken_out else [said] if any(value is not None for value in said.values()) else []
    rows[sheet.code] = [*there, *changed] if place == NEW else [*there[:place], *changed, *there[place + 1 :]]
    st.session_state["rows-kept"] = st.session_state.get("rows-kept", 0) + 1
    st.session_state.pop(FILE, None)
    sending.forget_receipt()
    st.rerun()


def choose_row(sheet: Sheet, there: list[TypedRow]) -> int:
    """Let the person choose a row of a part, or a new one; return its place."""
    if sheet.rows == "one":
        return 0 if there else NEW
    known_by = [column.code for column in sheet.columns if column.required or column.code in sheet.key]
    names = {
        place: shorten(f"Row {place + FIRST_ROW}: {' '.join(text(row[code]) for code in known_by)}") for place, row in enumerate(there)
    }
    key = f"row-of-{sheet.code}-{st.session_state.get('rows-kept', 0)}"
    return st.selectbox("Row", [NEW, *names], format_func=(names | {NEW: "A new row"}).__getitem__, key=key)


def ask_cell(where: Any, column: Column, field: Field, value: Value, key: str) -> Value:
    """Draw the field of one cell, filled with what stands there, and return what is typed now."""
    label = f"{field.title} (required)" if field.required else field.title
    if field.choices:
        offered = [*field.choices, *({text(value)} - {"", *field.choices})]
        chosen = where.selectbox(
            label, offered, offered.index(text(value)) if value is not None else None, key=key, help=field.help, placeholder="Empty"
        )
        return chosen or None
    if column.type == "date":
        day = value if isinstance(value, date) else None
        found: date | None = where.date_input(label, day, EARLIEST, LATEST, key=key, help=field.help, format="DD/MM/YYYY")
        return found
    typed = where.text_input(label, text(value), key=key, help=field.help, max_chars=column.longest)
    if column.type in ("integer", "number"):
        return cell(typed)
    return typed.strip() or None


def lists(rows: SetUpRows) -> dict[str, list[str]]:
    """Return what columns may refer to: the neighbourhoods as typed so far, and what the definitions have."""
    own = [text(row["code"]) for row in rows["neighbourhoods"]]
    return {"neighbourhoods": own, "indicators": load().monthly, "datasets": list(load().can_be_owed)}


def look_through(view: View, rows: SetUpRows) -> None:
    """Let the person see what the whole would change, as of a workbook that is chosen on Upload, and send it."""
    if st.button("Look through the whole set-up"):
        st.session_state[FILE] = sending.Chosen(str(uuid4()), set_up_file(rows))  # known by an id of its own: others send one of this name
    chosen: sending.Chosen | None = st.session_state.get(FILE)
    if chosen is None:
        sending.tell_what_changed(view)
        return
    st.markdown("A problem names the part as its sheet, and the row by its number: put it right above, and look through it again.")
    sending.show(view, chosen)
