"""Two dashboards over one lake, behind the proxy that is deployed: what is sent through one is seen through the other, and one may die."""

import asyncio
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from cdmon.database import open_database
from tests.browsing import read, rerun, send, settle
from tests.components import needs
from tests.serving import ROOT, begin, free_port, wait_for
from tests.stored import set_up
from tests.test_left_behind import SAYS
from tests.test_media import new_browser, session
from tests.workbooks import groups_workbook

pytestmark = [pytest.mark.lake, pytest.mark.slow]

SECRET = "the same on both"  # noqa: S105


@contextmanager
def proxy(folder, ports):
    """Run HAProxy as it is deployed, but without TLS and for these two dashboards; gives its address."""
    haproxy, port = needs("HAProxy", shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")), free_port()
    text = (ROOT / "deploy" / "haproxy.cfg").read_text()
    for deployed, here in {
        "bind :80": f"bind 127.0.0.1:{free_port()}",
        "bind :443 ssl crt /etc/haproxy/figures.pem alpn http/1.1": f"bind 127.0.0.1:{port}",
        "figures.example.org": "localhost",
        "httponly secure attr": "httponly attr",
        "    user haproxy\n    group haproxy\n": "",  # only root can become another
        "/run/haproxy/admin.sock": str(folder / "admin.sock"),
        "127.0.0.1:8501": f"127.0.0.1:{ports[0]}",
        "127.0.0.1:8502": f"127.0.0.1:{ports[1]}",
    }.items():
        assert deployed in text
        text = text.replace(deployed, here)
    (folder / "haproxy.cfg").write_text("\n".join(line for line in text.splitlines() if "Secure" not in line) + "\n")
    with (folder / "haproxy.log").open("w") as log:
        running = subprocess.Popen([haproxy, "-db", "-f", folder / "haproxy.cfg"], stdout=log, stderr=log)
    try:
        yield f"http://localhost:{port}"
    finally:
        running.terminate()
        running.wait(10)


def until_answered(address):
    """Wait until the proxy has found a dashboard that is well."""
    for _ in range(300):
        try:
            with urlopen(f"{address}/_stcore/health"):  # noqa: S310 (our own address)
                return
        except URLError:
            time.sleep(0.1)
    raise AssertionError("the proxy found no dashboard")


def history(address):
    """Return all that a dashboard tells a new visitor in the audit trail."""

    async def look():
        async with session(address, new_browser(address), "history", "show=Audit+trail") as (_, messages):
            return b"".join(message.SerializeToString() for message in messages)

    with ThreadPoolExecutor(1) as beside:  # the browser has a loop of its own running here
        return beside.submit(asyncio.run, look()).result()


def press_send(page):
    """Press Send, and wait until the page is whole again and says what was stored."""
    with rerun(page):
        page.get_by_role("button", name="Send").first.click()
    expect(page.get_by_role("alert").get_by_role("heading", name="Stored: 1 return")).to_be_visible()


def test_what_is_sent_through_one_is_seen_through_the_other_and_one_may_be_killed(page, catalog, tmp_path):
    url = f"ducklake:postgres:{catalog}?data={tmp_path}/lake"
    lake = open_database(url)
    set_up(lake)
    lake.close()
    settings = {"CDMON_DATABASE": url, "STREAMLIT_SERVER_COOKIE_SECRET": SECRET}
    ports = [free_port(), free_port()]
    stores = [tmp_path / "first", tmp_path / "second"]  # their logs stand beside these
    servers = [begin(port, store, settings) for port, store in zip(ports, stores, strict=True)]
    try:
        direct = [wait_for(*each) for each in zip(ports, servers, stores, strict=True)]
        assert not any(b"through-one.xlsx" in history(address) for address in direct)
        with proxy(tmp_path, ports) as address:
            until_answered(address)
            read(page, f"{address}/upload")
            cookie = next(each["value"] for each in page.context.cookies(address) if each["name"] == "cdmon_home")
            home = ["first", "second"].index(cookie)
            send(page, groups_workbook("2024-11", [{}]), "through-one.xlsx")
            press_send(page)
            assert b"through-one.xlsx" in history(direct[1 - home])

            content = groups_workbook("2024-12", [{}])
            send(page, content, "after-the-kill.xlsx")
            expect(page.get_by_role("button", name="Send").first).to_be_enabled()
            servers[home].kill()
            servers[home].join()
            page.wait_for_selector("[data-testid=stApp]:not([data-test-connection-state=CONNECTED])")
            page.wait_for_selector("[data-testid=stApp][data-test-connection-state=CONNECTED]")
            if page.get_by_role("button", name="Send").count():  # as long as the page has not been run again
                page.get_by_role("button", name="Send").first.click()
            expect(page.get_by_role("alert").filter(has_text=SAYS)).to_be_visible()
            settle(page)
            expect(page.get_by_role("button", name="Send")).to_have_count(0)
            assert b"after-the-kill.xlsx" not in history(direct[1 - home])
            send(page, content, "after-the-kill.xlsx")
            press_send(page)

            servers[home] = begin(ports[home], stores[home], settings)  # it comes back, and has lost nothing
            wait_for(ports[home], servers[home], stores[home])
            told = history(direct[home])
            assert b"through-one.xlsx" in told
            assert b"after-the-kill.xlsx" in told
            time.sleep(3)  # so long the proxy looks at it, before it sends anybody there
            servers[1 - home].terminate()  # a rolling restart: the other goes as a service is stopped
            servers[1 - home].join(30)
            page.wait_for_selector("[data-testid=stApp][data-test-connection-state=CONNECTED]")
            read(page, f"{address}/history?show=Audit+trail")
            expect(page.get_by_text("after-the-kill.xlsx").first).to_be_visible()
    finally:
        for server in servers:
            server.terminate()
            server.join(30)
