"""What a large file costs everybody else, and the memory that files leave behind in the server (see docs/performance.md)."""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.bench_pages import Server, served
from tests.browsing import ARGUMENTS
from tests.serving import ROOT
from tests.visitors import visits

HEADINGS = "neighbourhood,month,date,activity,kind,participants,new participants,volunteers"
BAD_ROWS, CLICKS = 190_000, 20
SESSIONS, FILES, SIZE = 2, 5, 10_000_000
PATIENCE = 120_000  # milliseconds
CHECKING = "Checking the file"


def bad_rows(number: int) -> bytes:
    """A return of activities of so many rows, each with five cells that cannot be read."""
    return "\n".join([HEADINGS, *(f"N01,2026-10,x{row},Tea,x{row},x,x,x" for row in range(number))]).encode()


def upload(context: BrowserContext, server: Server, content: bytes) -> None:
    """Choose a file on the Upload page in a session of its own, and wait until it is being checked."""
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{server.address}/upload")
    page.locator("input[type=file]").set_input_files({"name": "activities.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_text(CHECKING).wait_for()


def finished(context: BrowserContext) -> None:
    """Wait until the problems of the file are shown."""
    context.pages[-1].get_by_text("too many problems").or_(context.pages[-1].get_by_text("nothing was stored")).first.wait_for(
        timeout=600_000
    )


def clicks(server: Server) -> list[float]:
    """Return how long the overview took to answer each click, in milliseconds."""
    with ThreadPoolExecutor() as apart:  # Playwright has taken this thread's loop
        return [run.milliseconds for run in apart.submit(visits, server.address, "", {}, clicks=CLICKS, thinking=0.1).result()]


def everybody_else(browser: Browser, server: Server) -> None:
    """Print how long others wait for a page while a file full of bad rows is checked."""
    before = clicks(server)
    with browser.new_context() as context:
        upload(context, server, bad_rows(BAD_ROWS))
        during = clicks(server)
        finished(context)
    for words, times in (("nobody sends anything", before), (f"{BAD_ROWS:,} bad rows are checked", during)):
        ratios = f"{median(times) / median(before):.1f} and {max(times) / median(before):.1f} times the first"
        print(
            f"a click on the overview while {words}: {median(times):.0f} ms (median), {max(times):.0f} ms (longest of {CLICKS}); {ratios}"
        )


def memory(server: Server) -> float:
    """Return the memory that a server has taken up, in MB."""
    (line,) = (line for line in Path(f"/proc/{server.process.pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000


def left_behind(browser: Browser, server: Server) -> None:
    """Print how much memory the server has taken up after each of some sessions, in which files are looked through and left."""
    content = bad_rows(SIZE // 40)[:SIZE]
    print(f"memory before uploads: {memory(server):.0f} MB")
    for number in range(1, SESSIONS + 1):
        with browser.new_context() as context:
            for _ in range(FILES):
                upload(context, server, content)
                context.pages[-1].close()
        print(f"memory after {number} sessions of {FILES} files of {SIZE // 1_000_000} MB: {memory(server):.0f} MB")


def bench(store: Path) -> None:
    """Print both on a store that nothing else has open."""
    with served(ROOT / "dashboard.py", store) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        everybody_else(browser, server)
        left_behind(browser, server)
        browser.close()


if __name__ == "__main__":
    bench(Path(sys.argv[1]))
