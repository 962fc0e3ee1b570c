"""What pages cost a browser and a server, beside a bare page of Streamlit in the same run (see docs/performance.md).

The bare page is a title and nothing else, served by Streamlit as it comes. What a browser waits for is the first table, or the bare page's
title, each time with an empty cache; the page tells when it is there, as what drives the browser looks for it twice a second only. What a
server does is measured with visitors who click twice a second.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import nan
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from tests.browsing import ARGUMENTS
from tests.serving import ROOT, free_port
from tests.visitors import Run, visits

BARE = 'import streamlit as st\n\nst.title("Bare")\n'
PLACE = {"neighbourhood": "N01 Quayside"}
PAGES: dict[str, tuple[str, dict[str, str]]] = {  # page and selection, by what people call it
    "overview": ("", {}),
    "Neighbourhood": ("neighbourhood", PLACE),
    "Neighbourhood, a factor open": ("neighbourhood", PLACE | {"factor": "1. Community activity"}),
}
VISITS, CLICKS, PEOPLE = 15, 100, 20
SHOWN = """const look = () => {
  const found = document.querySelector("SHOWS");
  if (found && found.checkVisibility()) window.shown = performance.now(); else requestAnimationFrame(look);
};
requestAnimationFrame(look);"""


class Server(NamedTuple):
    """A running server."""

    address: str
    process: subprocess.Popen[bytes]

    def busy(self) -> float:
        """Return the processor time that it has used, in milliseconds."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(script: Path, store: Path) -> Iterator[Server]:
    """Serve a script in a process of its own until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"CDMON_DATABASE": str(store)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield Server(answering(f"http://localhost:{port}"), process)
    finally:
        process.terminate()
        process.wait(20)


def answering(address: str) -> str:
    """Wait until a server answers; return its address. AssertionError after a minute."""
    for _ in range(600):
        try:
            with urlopen(f"{address}/_stcore/health"):  # noqa: S310 (our own address)
                return address
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer")


def seen(browser: Browser, address: str, shows: str) -> float:
    """Return after how many milliseconds a browser with an empty cache shows an element; AssertionError where it does not in a minute."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(SHOWN.replace("SHOWS", shows))
    page.goto(address, wait_until="commit")
    for _ in range(600):
        page.wait_for_timeout(100)
        taken = page.evaluate("window.shown")
        if taken is not None:
            context.close()
            return float(taken)
    raise AssertionError(f"{address} did not show {shows}")


def first_tables(ours: Server, bare: Server) -> None:
    """Print how long a browser waits for the first table, in lengths of what it waits for a bare page; visits take turns."""
    asked = {"bare": (bare.address, "h1")}
    asked |= {name: (f"{ours.address}/{page}?{urlencode(selection)}", ".cd-table") for name, (page, selection) in PAGES.items()}
    taken: dict[str, list[float]] = {name: [] for name in asked}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for turn in range(VISITS + 1):
            for name, (address, shows) in asked.items():
                milliseconds = seen(browser, address, shows)
                taken[name] += [milliseconds] * (turn > 0)  # the first visit of each does not count
        browser.close()
    floor = median(taken.pop("bare"))
    for name, times in taken.items():
        print(f"first table of {name} / bare page, cold: {median(times) / floor:.2f} ({median(times):.0f} / {floor:.0f} ms)")


def clicks(ours: Server, bare: Server) -> float:
    """Print what a click costs: messages and processor time of one person, and what half of twenty people wait at most.

    Return the processor time of the bare page, in milliseconds.
    """
    floor = nan
    for name, (page, selection) in {"bare page": ("", {}), **PAGES}.items():
        server = bare if name == "bare page" else ours
        visits(server.address, page, selection, clicks=5, thinking=0)
        before = server.busy()
        alone = visits(server.address, page, selection, clicks=CLICKS, thinking=0.02)
        busy = (server.busy() - before) / (CLICKS + 1)
        crowd = visits(server.address, page, selection, PEOPLE)
        messages, size = middle(alone, "messages"), middle(alone, "size") / 1000
        floor = busy if name == "bare page" else floor
        told = f"{busy:.1f} ms of processor time a click ({busy / floor:.1f} bare pages)"
        print(f"{name}: {messages:.0f} messages, {size:.0f} kB and {told}")
        print(f"{name}: {PEOPLE} people wait {middle(crowd, 'milliseconds'):.0f} ms (median)")
    return floor


def middle(runs: list[Run], part: str) -> float:
    """Return the median of a part of some runs."""
    return median(getattr(run, part) for run in runs)


def bench(store: Path, folder: Path) -> float:
    """Print what pages cost on a store that nothing else has open; `folder` holds what is written meanwhile.

    Return the processor time of a bare page, in milliseconds.
    """
    bare = folder / "bare.py"
    bare.write_text(BARE)
    with served(ROOT / "dashboard.py", store) as ours, served(bare, store) as plain:
        first_tables(ours, plain)
    with served(ROOT / "dashboard.py", store) as ours, served(bare, store) as plain:  # without the sessions that those visits left behind
        return clicks(ours, plain)
