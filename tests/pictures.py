"""Takes a picture of every page as a projector, a telephone and a sheet of paper show it: `python -m tests.pictures FOLDER`.

The example is served as it is loaded, so that pictures taken on two days differ only where the product does. With `--docs` only the
projector's pictures are taken, those of docs/pages.md.
"""

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browsing import ARGUMENTS, as_telephone, read
from tests.serving import ROOT, serving
from tests.titles import WITH_WELCOME

PROJECTOR = {"width": 1280, "height": 720}
PLACE = "N01"  # of which a page tells that is about one place
OF_ONE_PLACE = ("neighbourhood",)
ON_A_WALL = ("meeting",)


def address_of(code: str) -> str:
    """Return the address of a page, as somebody opens it to show it."""
    asked = "?neighbourhood=" + PLACE if code in OF_ONE_PLACE else "?view=meeting" if code in ON_A_WALL else ""
    return f"{code}{asked}"


@contextmanager
def browser() -> Iterator[Page]:
    """Give a page of a Chromium of its own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield chromium.new_page(viewport=PROJECTOR, reduced_motion="reduce")
        chromium.close()


def whole(page: Page, address: str) -> Page:
    """Open an address and wait until all of it is drawn, pictures too."""
    read(page, address)
    page.wait_for_timeout(1500)
    return page


def take(dashboard: str, folder: Path, sizes: tuple[str, ...]) -> None:
    """Take the pictures of every page at these sizes: `projector`, `telephone`, `paper`."""
    for size in sizes:
        with browser() as page:
            if size == "telephone":
                as_telephone(page)
            for code in WITH_WELCOME:
                whole(page, f"{dashboard}/{address_of(code)}")
                if size == "paper":
                    page.pdf(path=folder / f"{code}.pdf", prefer_css_page_size=True)
                else:
                    page.screenshot(path=folder / (f"{code}.png" if size == "projector" else f"{code}-{size}.png"))
                print(code, size, flush=True)


def main() -> None:
    """Serve a copy of the loaded example, and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--docs", action="store_true")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        store = shutil.copy(ROOT / "data" / "example.duckdb", Path(made) / "example.duckdb")
        with serving(Path(store)) as dashboard:
            take(dashboard, asked.folder, ("projector",) if asked.docs else ("projector", "telephone", "paper"))


if __name__ == "__main__":
    main()
