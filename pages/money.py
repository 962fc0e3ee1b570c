"""What the programme costs and what is given to it: in all, by financial year, every sum that may be told, and its staff."""

import streamlit as st

from cdmon.charts.money import money_chart
from cdmon.tables.money import MONEY, money, read_money
from cdmon.tables.money_totals import money_by_year, money_totals, read_money_by_year, read_money_totals
from cdmon.tables.staff import STAFF, read_staff, staff
from cdmon.web import long_list, page
from cdmon.web.picture import pictures

view = page.begin()
page.say_whose(view, "What is planned, committed and spent, who pays and who gets it. Nothing of it is a saving.")
part = st.segmented_control(
    "Show",
    ["In all", "Every sum", "Staff"],
    default="In all",
    required=True,
    key="money_part",
    bind="query-params",
    label_visibility="collapsed",
)

if part == "In all":
    totals = view.figures(money_totals, view.neighbourhood)
    if totals.empty:
        st.markdown("No money is on record here: that is not the same as none.")
    page.table(read_money_totals(totals), alt="Money in all, by how it is paid")
    st.caption(
        "The cost to finish is what is planned less what has been spent to date. What is given in kind, pooled or drawn in is told apart, "
        "and is part of no other sum."
    )
    years = view.figures(money_by_year, view.neighbourhood)
    chart = money_chart(years)
    if chart:
        st.header("The programme's budget by financial year", anchor=False)
        st.html(pictures([chart], 520))
    if not years.empty:
        st.header("By financial year and what it is for", anchor=False)
        page.table(read_money_by_year(years), alt="Money by financial year and what it is for")

elif part == "Every sum":
    table = view.figures(money, view.neighbourhood)
    if table.empty:
        st.markdown("No money is on record here: that is not the same as none.")
    long_list.draw(MONEY, table, read_money, "Every sum of money, by financial year")
    st.caption(
        "What staff cost is told only where it pays more people than counts are hidden up to, so that nobody's pay can be worked out."
    )

else:
    table = view.figures(staff, view.neighbourhood)
    if table.empty:
        st.markdown("No staff is on record here: that is not the same as none.")
    long_list.draw(STAFF, table, read_staff, "Staff by month, the newest first")
