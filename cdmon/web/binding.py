"""Where the dashboard may answer: on this machine alone, as long as nobody has to sign in."""

import tomllib
from pathlib import Path

from streamlit import config

from cdmon.web import who
from cdmon.web.hosts import LOCAL, allowed_hosts


def refuse_unread_secrets() -> None:
    """End the program, saying why, where the sign-in is set up in a file that cannot be read: Streamlit would take it for none."""
    for path in map(Path, config.get_option("secrets.files")):
        try:
            tomllib.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, IsADirectoryError):
            continue
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else error
            raise SystemExit(
                f"The sign-in is set up in {path}, which cannot be read: {why}. The dashboard was not started. The file must "
                "belong to the user that it runs as, and be TOML (docs/sign-in.md)."
            ) from None


def refuse_to_be_seen() -> None:
    """End the program, saying why, where others could reach a dashboard on which nobody has to sign in."""
    address = config.get_option("server.address")
    if who.is_local() and address not in (*LOCAL, "::1"):
        raise SystemExit(
            f"The dashboard was asked to answer on {address or 'every address of this machine'}, and nobody has to sign in: everybody who "
            "can reach it would be its administrator. It was not started. Set up a sign-in first (docs/sign-in.md), or let it answer on "
            "localhost alone."
        )
    if who.is_local() and allowed_hosts() - set(LOCAL):
        raise SystemExit(
            "CDMON_HOSTS names more than this machine, so that others come through a proxy, and nobody has to sign in: everybody who comes "
            "would be the dashboard's administrator. It was not started. Set up a sign-in first, or leave CDMON_HOSTS empty."
        )
