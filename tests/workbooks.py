"""Workbooks as people send them, made for a test in a line."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]
TWO_PLACES = (("N01", "Quayside", 6500), ("N02", "Hill Top", 6000))


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """An .xlsx with these sheets in order, each row from column A, None for an empty cell."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    content = BytesIO()
    made.save(content)
    return content.getvalue()


def table(rows: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """Rows given by heading, as a sheet: the headings first (each once, in the order met), then the rows."""
    rows = list(rows)
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    return [headings, *([row.get(heading) for heading in headings] for row in rows)]


def programme_workbook(
    neighbourhoods: Iterable[Sequence[Any]] = TWO_PLACES,
    start: str = "2024-05",
    sheets: Mapping[str, Rows] | None = None,
    **columns: Any,
) -> bytes:
    """A programme set-up of neighbourhoods (code, name, population, and a wave if need be) that began in the month `start`.

    `columns` are further columns of the sheet Programme by code, as in reference_date=date(2026, 10, 31); `sheets` further sheets.
    """
    programme = {"name": "Test programme", "start_month": start, **columns}
    places = [["Code", "Name", "Population", "Wave"], *([*place, *[None] * (4 - len(place))] for place in neighbourhoods)]
    return workbook({"Programme": table([programme]), "Neighbourhoods": places, **(sheets or {})})


def survey_workbook(
    label: str,
    day: date,
    answers: Iterable[Mapping[str, Any]],
    design: str = "simple random",
    neighbourhood: str | None = "N01",
    independent: str = "yes",
    purpose: str | None = None,
    **wave: Any,
) -> bytes:
    """A residents' survey wave whose fieldwork began and ended on `day`; one dictionary of answers by question a respondent.

    Respondents are numbered R1, R2 … unless their dictionary says otherwise; it may also hold weight, stratum, cluster or
    neighbourhood (give `neighbourhood=None` then). `wave` are further columns of the sheet Wave by code, or other values for them.
    """
    facts = {"label": label, "fieldwork_start": day, "fieldwork_end": day, "mode": "face to face", "sample_design": design}
    facts |= {"independent": independent, "purpose": purpose, "neighbourhood": neighbourhood} | wave
    responses = [{"respondent": f"R{number}", **each} for number, each in enumerate(answers, start=1)]
    return workbook({"Wave": table([facts]), "Responses": table(responses)})


def yes_of(n: int, yes: int, question: str = "q1") -> list[dict[str, Any]]:
    """The answers of `n` respondents, of whom the first `yes` say yes to the question and the others no.

    All say no to q2, so that who says yes to q1, and nobody else, is active.
    """
    return [{"q2": "no", question: "yes" if number < yes else "no"} for number in range(n)]


GROUP = {"name": "Lunch club", "contact": "yes", "open_to_residents": "yes", "status": "active"}
ACTIVITY = {"activity": "Lunch", "kind": "social", "participants": 10}


def groups_workbook(month: str | None, rows: Iterable[Mapping[str, Any]], neighbourhood: str | None = "N01") -> bytes:
    """A register of groups at the end of a month; each row overrides an open, active group with a contact.

    Groups without a name are called Group 1, Group 2 …; neighbourhood and month stand on the Instructions sheet where given.
    """
    named = ({**GROUP, "name": f"Group {number}", **row} for number, row in enumerate(rows, start=1))
    return workbook({"Instructions": instructions(neighbourhood, month), "Groups": table(named)})


def activities_workbook(month: str | None, rows: Iterable[Mapping[str, Any]], neighbourhood: str | None = "N01") -> bytes:
    """The activities of a month; each row overrides a social event with ten participants on the month's first day.

    Activities without a name are called Activity 1, Activity 2 …; neighbourhood and month stand on the Instructions sheet where given.
    """
    first = date.fromisoformat(f"{month}-01") if month else None
    named = ({"date": first, **ACTIVITY, "activity": f"Activity {number}", **row} for number, row in enumerate(rows, start=1))
    return workbook({"Instructions": instructions(neighbourhood, month), "Activities": table(named)})


def instructions(neighbourhood: str | None = None, month: str | None = None) -> list[list[Any]]:
    """The Instructions sheet of a workbook that is about one neighbourhood or month."""
    return [["Instructions"], ["Neighbourhood", neighbourhood], ["Month", month]]


def sector_workbook(label: str, day: date, organisations: Iterable[Mapping[str, Any] | str | None], neighbourhood: str = "N01") -> bytes:
    """A sector survey wave of one neighbourhood: the name of each organisation, None for one that did not agree to be named.

    A dictionary in the place of a name holds its columns and answers; without any of its own an organisation met its aims fully.
    """
    facts = {"label": label, "fieldwork_start": day, "fieldwork_end": day, "mode": "online", "sample_design": "simple random"}
    facts |= {"independent": "yes", "neighbourhood": neighbourhood}
    given = (each if isinstance(each, Mapping) else {"organisation": each, "s1": "fully"} for each in organisations)
    answers = [{"respondent": f"V{number}", **each} for number, each in enumerate(given, start=1)]
    return workbook({"Sector wave": table([facts]), "Organisations": table(answers)})


def engagement_workbook(month: str, rows: Iterable[Mapping[str, Any]], neighbourhood: str = "N01") -> bytes:
    """What happened between residents and agencies in a month; a row that does not say what is told by its kind and its number."""
    told = ({"what": f"{row['kind']} {number}", **row} for number, row in enumerate(rows, start=1))
    return workbook({"Instructions": instructions(neighbourhood, month), "Engagement": table(told)})


def evidence_workbook(month: str, rows: Iterable[Mapping[str, Any]], neighbourhood: str = "N01") -> bytes:
    """The evidence of a month; each row overrides something that a fieldworker saw."""
    effect = {"kind": "observed effect", "observed_by": "fieldworker"}
    seen = ({**effect, "what": f"Seen {number}", **row} for number, row in enumerate(rows, start=1))
    return workbook({"Instructions": instructions(neighbourhood, month), "Evidence": table(seen)})


def money_workbook(month: str, rows: Iterable[Mapping[str, Any]], neighbourhood: str = "N01") -> bytes:
    """Sums of money as they stand at the end of a month; each row overrides a rent that the programme plans to pay in 2024-25."""
    rent = {"line": "Rent", "kind": "premises", "source": "budget", "basis": "planned", "financial_year": "2024-25", "amount": 900}
    return workbook({"Instructions": instructions(neighbourhood, month), "Money": table({**rent, **row} for row in rows)})
