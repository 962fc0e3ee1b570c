"""Stores of any size, put there by SQL in seconds: as many neighbourhoods, survey rounds and months as a test or `make bench` asks for."""

from datetime import date, datetime

import pandas as pd

from cdmon.database import Cursor, Database
from cdmon.definitions import load
from tests.stored import set_up
from tests.workbooks import programme_workbook

YEARLY = ("residents", "sector", "ratings")  # what each round is made of
MONTHLY = ("groups", "activities", "engagement", "evidence", "support")
ASKED = 300  # residents in each round of a neighbourhood, and
ORGANISATIONS = 12
LINES = 4  # of each register of groups


def place(number: int) -> str:
    """The code of a neighbourhood, counted from 1."""
    return f"N{number:05d}"


def grow(database: Database, places: int, rounds: int, months: int = 0, today: date = date(2026, 10, 31)) -> None:
    """Fill an empty store with a programme of `places` neighbourhoods, a round of every survey a year, and `months` of monthly returns.

    They end with the month before `today`, the day the programme is looked at from. All returns are accepted, and each round is one file.
    """
    length = max(rounds * 12, months, 12)
    last = pd.Period(today, "M") - 1
    start = last - length + 1
    stages = {"Stages": [["Stage", "First month", "Last month"], [1, 1, length // 2], [2, length // 2 + 1, length]]}
    first = datetime(start.year, start.month, 2)
    set_up(database, programme_workbook([(place(1), "Place 1", 7000, "first")], f"{start}", stages, reference_date=today), first)
    days = [last.end_time.normalize() - pd.DateOffset(years=number) for number in range(rounds)]
    periods = [(each, f"{day.year}", day) for day in days for each in YEARLY]
    ends = [last - number for number in range(months)]
    periods += [(each, f"{month}", month.end_time.normalize()) for month in ends for each in MONTHLY]
    sent = pd.DataFrame(periods, columns=["dataset", "period", "period_date"])
    database.write(lambda cursor: fill(cursor, sent, places))


def fill(cursor: Cursor, sent: pd.DataFrame, places: int) -> None:
    """Store a return of each period for each neighbourhood, with its estimates and, of a register, its groups."""
    measured = pd.DataFrame(
        [(each.code, each.dataset, each.version, each.kind) for each in load().indicators.values()],
        columns=["indicator", "dataset", "version", "kind"],
    )
    for name, frame in {"sent": sent, "measured": measured}.items():
        cursor.register(name, frame)
    numbers = {"places": places, "asked": ASKED, "few": ORGANISATIONS, "lines": LINES}
    for statement in STATEMENTS.split(";\n"):
        cursor.execute(statement, {name: value for name, value in numbers.items() if f"${name}" in statement})
    for name in ("sent", "measured"):
        cursor.unregister(name)


STATEMENTS = """
INSERT INTO neighbourhoods BY NAME
SELECT
    return_id, 2 + number AS row_number, format('N{:05d}', number) AS code, 'Place ' || number AS name, 5000 + number % 4000 AS population,
    'first' AS wave, format('E{:08d}', number) AS gss_code, 2023 AS boundary_year
FROM neighbourhoods, range(2, $places + 1) AS numbers(number);
CREATE TEMP TABLE grown AS
SELECT
    format('{}-{}-{:05d}', left(md5(dataset || period), 8), left(md5(dataset || period || number), 12), number) AS return_id,
    dataset || ' ' || period AS submission_id, dataset, format('N{:05d}', number) AS neighbourhood, period,
    period_date::DATE AS period_date,
    period_date + INTERVAL 9 DAY AS sent_at, number
FROM sent, range(1, $places + 1) AS numbers(number)
ORDER BY period_date, dataset, number;
INSERT INTO submissions SELECT DISTINCT submission_id, submission_id || '.xlsx', '', 0, '', 'grown', sent_at FROM grown;
INSERT INTO returns
SELECT
    return_id, submission_id, dataset, neighbourhood, period, period_date, 1,
    CASE dataset WHEN 'residents' THEN $asked WHEN 'sector' THEN $few ELSE $lines END
FROM grown;
INSERT INTO events SELECT return_id, 1, 'submitted', sent_at, 'grown', '', return_id || '-1' FROM grown;
INSERT INTO events SELECT return_id, 2, 'accepted', sent_at, 'grown', '', return_id || '-2' FROM grown;
INSERT INTO waves BY NAME
SELECT
    return_id, 3 AS row_number, period AS label, period_date AS fieldwork_end, 'face to face' AS mode, 'addresses' AS sampling_frame,
    'simple random' AS sample_design, 'yes' AS independent, 'sample' AS coverage, 3000 AS approached
FROM grown
WHERE dataset IN ('residents', 'sector');
INSERT INTO estimates BY NAME
SELECT
    return_id, neighbourhood, indicator, version AS indicator_version,
    CASE kind WHEN 'proportion' THEN counted / n WHEN 'share' THEN counted / n WHEN 'rating' THEN 1 + counted % 4 ELSE counted END AS value,
    n, counted AS n_counted, CASE WHEN kind = 'proportion' THEN n * 0.8 END AS n_effective, TRUE AS design_known, 0 AS no_answer,
    CASE dataset WHEN 'residents' THEN 'q1' WHEN 'sector' THEN 's1' WHEN 'ratings' THEN 'the programme''s team' ELSE '' END AS asked,
    '' AS provenance
FROM (
    SELECT
        return_id, neighbourhood, dataset, indicator, version, kind, sent_at, number,
        CASE dataset WHEN 'residents' THEN $asked WHEN 'sector' THEN $few ELSE $lines END AS n,
        (n * (0.2 + 0.6 * (hash(return_id || indicator) % 1000) / 1000))::BIGINT AS counted
    FROM grown
    JOIN measured USING (dataset)
)
ORDER BY sent_at, dataset, number, indicator;
INSERT INTO groups BY NAME
SELECT
    return_id, line AS row_number, neighbourhood, period AS month, 'Group ' || line AS name, 'yes' AS contact, 'yes' AS open_to_residents,
    'active' AS status
FROM grown, range(1, $lines + 1) AS lines(line)
WHERE dataset = 'groups';
DROP TABLE grown
"""
