"""By what a row is known: again in the next version of its return, and as one that stands in it twice. Both follow from its sheet's key."""

from collections.abc import Sequence

from cdmon.parts.columns import Sheet

SAME = "coalesce(nullif(normal({0}), ''), {0}, '')"  # a text of signs alone is known as it stands


def texts_of_key(sheet: Sheet) -> list[str]:
    """Return the SQL of each part of a sheet's key as text."""
    return [f'"{code}"::VARCHAR' for code in sheet.key]


def known_by(texts: Sequence[str]) -> str:
    """Return the SQL of what a row is known by, from that of the parts of its key; texts that are `cdmon.text.normal` alike are one."""
    return " || '|' || ".join(SAME.format(text) for text in texts) or "''"


def duplicates(sheet: Sheet) -> str:
    """Return the SQL that finds rows known by the same as one above in the same return, as the checks of cdmon/sql/checks do.

    Each is told at the last part of the key that must be filled in; rows that leave such a part empty are told of already.
    """
    required = [code for code in sheet.key if sheet.column(code).required]
    filled = " AND ".join(f"{code} IS NOT NULL" for code in required)
    recurs = f"AND NOT ({sheet.recurs})" if sheet.recurs else ""
    return f"""
        SELECT
            '{sheet.code}' AS sheet, row_number, '{required[-1]}' AS "column", {required[-1]} AS value,
            first_value(row_number) OVER same AS first_row
        FROM incoming_{sheet.code}
        WHERE return_id <> '' AND {filled} {recurs}
        WINDOW same AS (PARTITION BY return_id, {known_by(texts_of_key(sheet))} ORDER BY row_number ROWS UNBOUNDED PRECEDING)
        QUALIFY row_number > first_row
        ORDER BY row_number
    """  # noqa: S608 (codes come from the definitions only)
