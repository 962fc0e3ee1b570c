"""The days on which returns are due, as a calendar file (iCalendar, RFC 5545)."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pandas as pd
from icalendar import TRANSP, Alarm, Calendar, Event

from cdmon.audit_lines import keep_taken
from cdmon.database import Database
from cdmon.definitions import load
from cdmon.rights import allow
from cdmon.tables.board import returns_due
from cdmon.tables.cadence import span_words
from cdmon.tables.known import Known, place_of, programme_of
from cdmon.wording import day, period

NAMESPACE = UUID("8e6b1c0e-6a55-4b0c-9d0b-3b6f7f0d2c11")  # of the UIDs: any other would make every event a new one
REMINDER = timedelta(days=-2)


def calendar(database: Database, neighbourhood: str | None = None, as_at: date | None = None) -> bytes:
    """Return an .ics file of the days on which returns are due: one all-day event a month that any is for, with a reminder two days before.

    The events are of the months that something is still to be sent for, up to the programme's last, in one neighbourhood or in all of
    them together. The file depends on what the store knew alone: its events keep their UIDs and bear the time of the last thing that
    happened there. Refusal for a store without a programme or an unknown neighbourhood.
    """
    with database.cursor() as cursor:
        allow(cursor, "export")
        known = Known.in_view(cursor, as_at)
        current = programme_of(known)
        place_of(known, neighbourhood)
        table = returns_due(known, current, current.last_month)
        ((changed,),) = known.execute("SELECT max(happened_at) FROM events WHERE happened_at <= $moment").fetchall()
    if neighbourhood is not None:
        table = table[table["neighbourhood"] == neighbourhood]
    waiting = table[table["begun"] & ~table["state"].isin(["submitted", "accepted"])]
    own = uuid5(NAMESPACE, f"{current.name} {current.start_month:%Y-%m} {neighbourhood or ''}")
    file = Calendar.new(prodid="-//cdmon//Returns due//EN", name="Returns due", uid=own)
    for month, rows in waiting.groupby("month"):
        file.add_component(event(month, rows, uuid5(own, month), changed.replace(tzinfo=UTC)))
    content: bytes = file.to_ical()
    keep_taken(database, "calendar", neighbourhood=neighbourhood or "")
    return content


def event(month: str, rows: pd.DataFrame, uid: UUID, changed: datetime) -> Event:
    """Return the event of one month, on the first day that one of its returns is due; its text lists each dataset with who owes it.

    Quarters and years are those that end in the month.
    """
    places = rows.drop_duplicates("neighbourhood")
    who = f"{places['neighbourhood'].iloc[0]} {places['name'].iloc[0]}" if len(places) == 1 else f"{len(places)} neighbourhoods"
    summary = f"{told(rows, month)} due ({who})"
    datasets = load().datasets
    description = "\n".join(
        f"{datasets[dataset].title}, due {day(of['due'].iloc[0])}: {', '.join(of['neighbourhood'])}"
        for dataset, of in rows.groupby("dataset", sort=False)
    )
    made = Event.new(
        uid=uid,
        stamp=changed,
        start=rows["due"].min(),
        summary=summary,
        description=description,
        transparency=TRANSP.TRANSPARENT,
    )
    reminder = Alarm.new(description=summary)
    reminder.add("action", "DISPLAY")
    reminder.add("trigger", REMINDER)
    made.add_component(reminder)
    return made


def told(rows: pd.DataFrame, month: str) -> str:
    """Say which returns are due: 'Yearly return for April 2012 to March 2013'; 'Returns for June 2024' where lengths differ."""
    spans = rows[["how_often", "first_month"]].drop_duplicates()
    if len(spans) > 1:
        return f"Returns for {period(month)}"
    how_often, first = spans.iloc[0]
    return f"{how_often.capitalize()} return for {span_words(first, month)}"
