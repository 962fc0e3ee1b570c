"""How many returns wait for a decision, where a person has to accept them."""

from cdmon.tables.known import Known


def waiting(known: Known) -> dict[str, int]:
    """Return how many returns wait for a decision, by neighbourhood ("" for the whole programme's own); of whatever dataset."""
    return {row["neighbourhood"]: int(row["returns"]) for row in known.rows("waiting")}


def read_waiting(number: int) -> str:
    """Say how many returns wait: '2 returns wait for a decision'."""
    return f"{number:,} return{' waits' if number == 1 else 's wait'} for a decision"
