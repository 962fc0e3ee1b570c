"""What a KPI's indicators say together: how many went which way, each that went the wrong way by name, and never more than they do."""

import pytest

from cdmon.tables.kpi_verdicts import kpi_verdict, mark


def indicators(*verdicts: str, lower: int = -1) -> list[dict]:
    """Indicators A, B, … with these verdicts; of the one numbered `lower` less is hoped for."""
    return [
        {"indicator_title": "ABCD"[n], "verdict": told, "direction": "lower is better" if n == lower else "higher is better"}
        for n, told in enumerate(verdicts)
    ]


@pytest.mark.parametrize(
    ("rows", "shown", "said"),
    [
        (indicators("rose"), "◆", "rose"),  # of one indicator it is that one's
        (indicators("fell"), "■", "fell"),
        (indicators("too early"), "●", "too early"),
        (indicators("rose", "rose"), "◆", "2 of 2 better, none worse"),
        (indicators("rose", "rose", "no change", "rose"), "◆", "3 of 4 better, none worse, 1 unchanged"),
        (indicators("up"), "●", "up"),  # a full count takes no side, as in the six rows: it is no evidence of a change
        (indicators("down", "down"), "●", "down"),
        (indicators("up", "down"), "●", "none of 2 better, counted up: A, counted down: B"),
        (indicators("up", "up", "cannot tell"), "●", "none of 3 better, counted up: A and B, of 1 nothing can be told"),
        (indicators("rose", "up", "rose", "no change"), "◆", "2 of 4 better, counted up: B, 1 unchanged"),
        (indicators("rose", "rose", "cannot tell", "hidden"), "◆", "2 of 4 better, of 2 nothing can be told"),  # nor that none is worse
        (indicators("rose", "fell", "fell", "rose"), "◆■", "2 of 4 better, worse: B and C"),
        (indicators("rose", "fell", "down", "rose"), "◆■", "2 of 4 better, worse: B, counted down: C"),
        (indicators("fell", "cannot tell"), "■", "none of 2 better, worse: A, of 1 nothing can be told"),
        (indicators("no change", "no change"), "●", "none of 2 better, none worse, 2 unchanged"),
        (indicators("rose", "rose", lower=1), "◆■", "1 of 2 better, worse: B"),  # more harm is worse
        (indicators("rose", "fell", lower=1), "◆", "2 of 2 better, none worse"),
        (indicators("baseline only", "baseline only"), "○", "baseline only"),
        (indicators("too early", "not collected"), "●", "cannot tell"),
    ],
)
def test_the_verdict_of_a_kpi(rows, shown, said):
    assert (mark(rows), kpi_verdict(rows)) == (shown, said)
