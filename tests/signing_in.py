"""A certified OpenID provider on this machine, and what a person does to sign in by it in a browser."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from tests.browsing import read, settle
from tests.components import needs
from tests.serving import free_port

OIDC = Path(__file__).parent / "oidc"


@contextmanager
def provider(folder: Path, address: str) -> Iterator[Path]:
    """Run the provider for a dashboard that is reached at an address; gives the file of secrets that the dashboard signs people in by."""
    node = needs("Node", shutil.which("node") and shutil.which("npm") and shutil.which("node"))
    if not (OIDC / "node_modules").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=OIDC, check=True, capture_output=True)
    at, callback, secrets = f"http://localhost:{free_port()}", f"{address}/oauth2callback", folder / "secrets.toml"
    secrets.write_text(
        f'[auth]\nredirect_uri = "{callback}"\ncookie_secret = "of a test, and long enough to sign with"\nclient_id = "cdmon"\n'
        f'client_secret = "a secret of a test"\nserver_metadata_url = "{at}/.well-known/openid-configuration"\n'
        'contact = "the programme office"\nclient_kwargs = {scope = "openid email profile", prompt = "login"}\n'
    )
    with (folder / "provider.log").open("w") as log:
        running = subprocess.Popen([node, "server.mjs", at.split(":")[-1], callback], cwd=OIDC, stdout=log, stderr=log)
    try:
        wait_for_provider(at)
        yield secrets
    finally:
        running.terminate()
        running.wait(10)


def wait_for_provider(address: str) -> None:
    """Wait until the provider answers."""
    for _ in range(300):
        try:
            with urlopen(f"{address}/.well-known/openid-configuration"):  # noqa: S310 (our own address)
                return
        except URLError:
            time.sleep(0.1)
    raise AssertionError("the provider did not start")


def sign_in(page: Page, address: str, asked: str) -> Page:
    """Open a page of the dashboard as nobody, and sign in by an address."""
    read(page, asked)
    expect(page.locator("h1")).to_have_text("Sign in")
    page.get_by_role("button", name="Sign in").click()
    page.locator("input[name=login]").fill(address)
    page.locator("input[name=password]").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{'/'.join(asked.split('/')[:3])}/**")
    return settle(page)
