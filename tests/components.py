"""What some tests need beside Python: without it they are skipped on a user's machine, and fail in CI."""

import os

import pytest


def needs(component: str, path: str | None) -> str:
    """Return the path of a component; without it the test is skipped on a user's machine, and fails in CI."""
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{component} is not installed")
    return str(path)
