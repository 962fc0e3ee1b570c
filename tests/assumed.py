"""Assumptions to test on: a programme of two years, one condition, one team."""

from typing import Any

from cdmon.value.assumptions import Assumptions, made

CONDITION = {
    "people": 500, "events": 0.2, "share_prevented": 0.1, "unit_cost": 1000, "deadweight": 0.2, "displacement": 0.5, "attribution": 0.25,
    "drop_off": 0.5, "optimism_bias": 0.1, "cashable": 0.4,
}  # fmt: skip
TEAM = {"cost": 1000, "cost_bias": 0.5}
PRICES = {"unit_cost": 2020, "cost": 2026, "qaly_value": 2026, "wellby_value": 2026}
RANGES = {"share_prevented": (0.05, 0.2), "attribution": (0.0, 0.5), "cost": (800, 1500)}


def rows(subject: str, values: dict[str, float | None]) -> list[dict[str, Any]]:
    """The rows of a condition or cost, the same in every year."""
    return [
        {"subject": subject, "part": part, "central": value, "price_year": PRICES.get(part)}
        | dict(zip(("low", "high"), RANGES.get(part, (None, None)), strict=True))
        for part, value in values.items()
    ]


def assumed(condition: dict[str, float | None] | None = None, team: dict[str, float | None] | None = None, **other: Any) -> Assumptions:
    """The assumptions, with other values of some parts."""
    told = [*rows("Depression", CONDITION | (condition or {})), *rows("Team", TEAM | (team or {}))]
    told.append({"part": "deflator", "central": 1.5, "price_year": 2020})
    return made(**{"name": "A test", "price_year": 2026, "unmonetised": ["Friendships"], "rows": told} | other)
