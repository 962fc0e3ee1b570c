"""Two dashboards over one lake behind the proxy that is deployed, people signed in on both: one may die."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.cookies import SimpleCookie

import pytest
from playwright.sync_api import expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import connect

from cdmon.acts.people import keep_person
from cdmon.database import open_database
from tests.browsing import count, read, rerun, send, settle
from tests.proxied import NAME, UNKNOWN, asked, command, proxy, until_well
from tests.serving import begin, free_port, log_of, wait_for
from tests.signing_in import provider, sign_in
from tests.stored import set_up
from tests.test_left_behind import SAYS
from tests.test_media import told
from tests.workbooks import groups_workbook

pytestmark = [pytest.mark.lake, pytest.mark.slow]

PART = b'Content-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b'
HOMES = ["first", "second"]  # as the proxy's file calls them
PEOPLE = {"ann@example.org": ("Ann", "fieldworker", ["N01"]), "com@example.org": ("Com", "commissioner", [])}


class Dashboards:
    """Two of them, by their place: 0 and 1."""

    def __init__(self, folder, settings):
        self.folder, self.settings, self.ports = folder, settings, [free_port(), free_port()]
        self.stores = [folder / home for home in HOMES]  # where their logs are; the store is a setting
        self.running = [begin(port, store, settings) for port, store in zip(self.ports, self.stores, strict=True)]
        for place in (0, 1):
            self.wait(place)

    def wait(self, place):
        wait_for(self.ports[place], self.running[place], self.stores[place])

    def end(self, place, how):
        """End one, as a kill or as its service is stopped."""
        getattr(self.running[place], how)()
        self.running[place].join(30)

    def begin_again(self, place):
        """Start one anew, and wait until the proxy sends people to it again."""
        self.running[place] = begin(self.ports[place], self.stores[place], self.settings)
        self.wait(place)
        self.tell(place, "ready")
        until_well(self.folder, HOMES[place])

    def tell(self, place, state):
        """Have the proxy send people to one or not, as the documents say."""
        assert command(self.folder, f"set server dashboards/{HOMES[place]} state {state}").strip() == ""


@pytest.fixture
def lake(catalog, object_store, monkeypatch, tmp_path):
    """A lake in PostgreSQL and an object store, with a programme and two people on its list; gives the settings of its dashboards."""
    for name, value in object_store.items():
        monkeypatch.setenv(name, value)
    url = f"ducklake:postgres:{catalog}?data=s3://lake/{tmp_path.name}"
    store = open_database(url)
    set_up(store)
    for address, (name, role, own) in PEOPLE.items():
        keep_person(store, address, name, role, own, "a test", "A test")
    store.close()
    return object_store | {"CDMON_DATABASE": url}


@pytest.fixture
def address():
    """Where the proxy will be: who signs in comes back there."""
    return f"https://{NAME}:{free_port()}"


@pytest.fixture
def dashboards(lake, address, tmp_path_factory):
    folder = tmp_path_factory.mktemp("two")
    with provider(folder, address) as secrets:
        both = Dashboards(folder, lake | {"CDMON_HOSTS": NAME, "STREAMLIT_SECRETS_FILES": str(secrets)})
        both.port = int(address.split(":")[-1])
        try:
            yield both
        finally:
            for place in (0, 1):
                both.end(place, "terminate")
    logged = "".join(log_of(store).read_text() for store in both.stores)
    assert "Traceback" not in logged
    assert [name for name in PEOPLE if name in logged] == []


@contextmanager
def browser(visitors, address, home, cookies=()):
    """A person's own browser, whose home the proxy has chosen already; gives its page."""
    context = visitors.browser.new_context(ignore_https_errors=True, reduced_motion="reduce", viewport={"width": 1280, "height": 720})
    kept = [each for each in cookies if each["name"] != "cdmon_home"]
    context.add_cookies([*kept, {"name": "cdmon_home", "value": home, "url": address}])
    context.set_default_timeout(60_000)  # ms: two dashboards, a lake and a provider share the machine with the browser
    page = context.new_page()
    page.on("websocket", lambda line: line.on("framereceived", lambda frame: count(page, frame)))
    yield page
    context.close()


def home_of(page, address):
    return next(each["value"] for each in page.context.cookies(address) if each["name"] == "cdmon_home")


def links(page):
    return page.get_by_test_id("stSidebarNav").get_by_role("link").all_inner_texts()


def sent(page, name, month):
    """Choose a file, press Send, and wait until the page says what was stored."""
    send(page, groups_workbook(month, [{}]), name)
    with rerun(page):
        page.get_by_role("button", name="Send").first.click()
    expect(page.get_by_role("alert").get_by_role("heading", name="Stored: 1 return")).to_be_visible()


def taken_over(page):
    """Wait until another dashboard has taken a page over."""
    page.wait_for_selector("[data-testid=stApp][data-test-connection-state=CONNECTED]")
    settle(page)


def test_two_people_of_different_roles_on_two_dashboards_over_one_lake(visitors, dashboards, address):
    with (
        proxy(dashboards.folder, dashboards.port, dashboards.ports),
        browser(visitors, address, "first") as ann,
        browser(visitors, address, "second") as com,
    ):
        sign_in(ann, "ann@example.org", f"{address}/upload")
        sign_in(com, "com@example.org", f"{address}/history?show=Audit+trail")
        assert [home_of(page, address) for page in (ann, com)] == HOMES
        expect(ann.get_by_text("Ann, fieldworker")).to_be_visible()
        expect(com.get_by_text("Com, commissioner")).to_be_visible()
        assert [each["name"] for each in com.context.cookies(address) if not each["secure"]] == []

        sent(ann, "through-one.xlsx", "2024-11")
        read(com, f"{address}/history?show=Audit+trail")
        expect(com.get_by_text("through-one.xlsx").first).to_be_visible()
        read(ann, f"{address}/history?show=Audit+trail")  # which is not a fieldworker's
        expect(ann.get_by_text("A fieldworker may not read who did what")).to_be_visible()
        read(com, f"{address}/upload")
        expect(com.get_by_text("A commissioner may not send returns")).to_be_visible()

        read(ann, f"{address}/upload")
        send(ann, groups_workbook("2024-12", [{}]), "after-the-kill.xlsx")
        expect(ann.get_by_role("button", name="Send").first).to_be_enabled()
        dashboards.end(0, "kill")
        ann.wait_for_selector("[data-testid=stApp]:not([data-test-connection-state=CONNECTED])")
        ann.wait_for_selector("[data-testid=stApp][data-test-connection-state=CONNECTED]")
        if ann.get_by_role("button", name="Send").count():  # as long as the page has not been run again
            ann.get_by_role("button", name="Send").first.click()
        expect(ann.get_by_role("alert").filter(has_text=SAYS)).to_be_visible()
        settle(ann)
        expect(ann.get_by_role("button", name="Send")).to_have_count(0)
        expect(ann.get_by_text("Ann, fieldworker")).to_be_visible()  # signed in where she never was
        read(com, f"{address}/history?show=Audit+trail")
        expect(com.get_by_text("through-one.xlsx").first).to_be_visible()
        expect(com.get_by_text("after-the-kill.xlsx")).to_have_count(0)
        sent(ann, "after-the-kill.xlsx", "2024-12")

        dashboards.begin_again(0)  # it comes back, and the other is updated
        dashboards.tell(1, "drain")
        dashboards.end(1, "terminate")
        for page, name in ((ann, "Ann, fieldworker"), (com, "Com, commissioner")):
            taken_over(page)
            expect(page.get_by_text(name)).to_be_visible()
            assert page.get_by_role("button", name="Sign in", exact=True).count() == 0
        read(com, f"{address}/history?show=Audit+trail")
        assert home_of(com, address) == "first"
        expect(com.get_by_text("after-the-kill.xlsx").first).to_be_visible()

        dashboards.begin_again(1)
        with browser(visitors, address, "second", ann.context.cookies()) as elsewhere:
            read(elsewhere, f"{address}/kpis")
            expect(elsewhere.get_by_text("Ann, fieldworker")).to_be_visible()
            elsewhere.get_by_role("button", name="Sign out").click()
            elsewhere.wait_for_url("**/session/end**")  # the provider's
        read(ann, f"{address}/kpis")  # on the other dashboard
        expect(ann.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def uploads(port, times=12):
    """Open a page through the proxy as a browser does, and send a file to it so many times; gives the status of each."""
    _, given = asked(port, "/_stcore/health")
    cookies = {name: each.value for cookie in given for name, each in SimpleCookie(cookie).items()}
    known = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "X-Xsrftoken": cookies["_streamlit_xsrf"]}

    async def send_all():
        address = f"https://{NAME}:{port}"
        stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
        beside = {"ssl": UNKNOWN, "host": "127.0.0.1", "port": port, "server_hostname": NAME}
        async with connect(stream, origin=address, additional_headers={"Cookie": known["Cookie"]}, max_size=None, **beside) as tab:
            first = BackMsg()
            first.rerun_script.page_name = "upload"
            await tab.send(first.SerializeToString())
            messages = await told(tab, "script_finished")
            of = next(each.new_session.initialize.session_id for each in messages if each.HasField("new_session"))
            for number in range(times):
                path, content = f"/_stcore/upload_file/{of}/{number}", b"--part\r\n" + PART + b"\r\n--part--\r\n"
                kind = {"Content-Type": "multipart/form-data; boundary=part", "Origin": address}
                yield (await asyncio.to_thread(asked, port, path, "PUT", content, **known, **kind))[0]

    async def all_of_them():
        return [status async for status in send_all()]

    with ThreadPoolExecutor(1) as beside:  # a browser may have a loop of its own running here
        return beside.submit(lambda: asyncio.run(all_of_them())).result()


@pytest.fixture
def unconnected(address, tmp_path_factory):
    """Two dashboards with a store each, which nobody can sign in to: they hold the files of a visitor all the same."""
    folder = tmp_path_factory.mktemp("apart")
    (folder / "secrets.toml").write_text(f'[auth]\nredirect_uri = "{address}/oauth2callback"\ncookie_secret = "{"of a test " * 4}"\n')
    both = Dashboards(folder, {"CDMON_HOSTS": NAME, "STREAMLIT_SECRETS_FILES": str(folder / "secrets.toml")})
    yield both
    for place in (0, 1):
        both.end(place, "terminate")


def test_a_visitor_who_is_not_sent_to_the_same_dashboard_each_time_loses_files(unconnected, address):
    """What the proxy's cookie is for. By turns alone a file would often arrive all the same, so that nothing would be shown."""
    port = int(address.split(":")[-1])
    with proxy(unconnected.folder, port, unconnected.ports):
        assert set(uploads(port)) == {204}
    with proxy(unconnected.folder, port, unconnected.ports, cookie="", balance="    balance random"):
        assert 400 in uploads(port)
