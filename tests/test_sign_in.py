"""The way back after signing in, what a token must say, and until when a sign-in holds."""

from datetime import datetime, timedelta

import pytest
from starlette.datastructures import Headers, MutableHeaders
from streamlit.runtime.secrets import AttrDict

from cdmon.acts.people import keep_person
from cdmon.acts.sign_out import sign_out
from cdmon.clock import now
from cdmon.rights import NotAllowed, SignedOut, person_at
from cdmon.tables.audit_log import audit_log
from cdmon.web import binding, not_let_in, who
from cdmon.web.sign_in import COOKIE, FAILED, is_own, lead_back, remember
from cdmon.web.turns import Turns

TOKEN = {"aud": "cdmon", "email": "ann@example.org", "iat": 1_790_000_000, "exp": 1_790_003_600, "provider": "default"}


@pytest.fixture
def with_provider(monkeypatch):
    """A provider is set up."""
    monkeypatch.setattr(who, "get_secrets_auth_section", lambda: AttrDict({"client_id": "cdmon"}))
    monkeypatch.setattr(who, "is_local", lambda: False)


@pytest.mark.parametrize("place", ["/kpis?neighbourhood=N01", "/"])
def test_the_way_back_leads_to_our_own_pages(place):
    assert is_own(place)


@pytest.mark.parametrize("place", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "/a\r\nset-cookie: x", ""])
def test_the_way_back_leads_nowhere_else(place):
    assert not is_own(place)


def test_the_page_that_somebody_came_from_is_kept_and_led_back_to():
    kept, back = MutableHeaders(), MutableHeaders({"location": "/"})
    remember(Headers({"host": "figures.example.org", "referer": "https://figures.example.org/kpis?neighbourhood=N01"}), kept)
    cookie = kept["set-cookie"].split(";")[0]
    back.append("set-cookie", "_streamlit_user=signed; Max-Age=2592000")
    lead_back(Headers({"cookie": cookie}), back, True)
    assert (cookie.split("=")[0], back["location"]) == (COOKIE, "/kpis?neighbourhood=N01")


def test_a_page_of_another_site_is_not_kept():
    kept = MutableHeaders()
    remember(Headers({"host": "figures.example.org", "referer": "https://elsewhere.example/kpis"}), kept)
    assert "set-cookie" not in kept


@pytest.mark.parametrize(("is_answered", "location"), [(True, FAILED), (False, "/")])
def test_a_sign_in_that_failed_is_told_from_a_sign_out(is_answered, location):
    back = MutableHeaders({"location": "/", "set-cookie": "_streamlit_user=; Max-Age=0"})
    lead_back(Headers({"cookie": f"{COOKIE}=%2Fkpis"}), back, is_answered)
    assert back["location"] == location


def test_a_token_says_whose_address_it_is_and_from_when_until_when_it_holds(with_provider):
    began = datetime(2026, 9, 21, 14, 13, 20)  # date -u -d @1790000000
    assert who.said_by(TOKEN) == ("ann@example.org", began, began + timedelta(hours=1))
    assert who.said_by(TOKEN | {"aud": ["other", "cdmon"]})[0] == "ann@example.org"


@pytest.mark.parametrize("other", [{"aud": "another"}, {"aud": ["another"]}, {"aud": None}, {"email": ""}, {"email_verified": False}])
def test_a_token_that_is_not_for_us_or_names_no_address_that_was_checked_is_refused(with_provider, other):
    with pytest.raises(who.NotSignedIn):
        who.said_by(TOKEN | other)


def test_a_sign_in_holds_until_its_token_is_over_or_its_person_signs_out(programme_store):
    keep_person(programme_store, "ann@example.org", "Ann", "viewer", [], "a test", "A test")
    began, ends = now() - timedelta(minutes=5), now() + timedelta(minutes=55)
    ann = person_at(programme_store, "ann@example.org", began, ends)
    assert ann.name == "Ann"
    with pytest.raises(SignedOut):
        person_at(programme_store, "ann@example.org", began, now() - timedelta(seconds=1))
    sign_out(programme_store.as_asked_by(ann))
    with pytest.raises(SignedOut):
        person_at(programme_store, "ann@example.org", began, ends)
    assert person_at(programme_store, "ann@example.org", now() + timedelta(seconds=1), ends).name == "Ann"


def test_who_is_not_let_in_leaves_one_line_and_no_address_of_a_stranger(programme_store, with_provider, monkeypatch):
    monkeypatch.setattr(not_let_in, "_turns", Turns(4, 3600))
    keep_person(programme_store, "ann@example.org", "Ann", "viewer", [], "a test", "A test")
    stranger = TOKEN | {"email": "Ben.Jones@example.org", "exp": 4_000_000_000}
    for token in (TOKEN, stranger, stranger, TOKEN | {"aud": "another"}, stranger | {"iat": 1}, stranger | {"iat": 2}):
        with pytest.raises((NotAllowed, who.NotSignedIn)):
            who.let_in(programme_store, token)
    with programme_store.cursor() as cursor:
        table = audit_log(cursor)
    failed = table[table["what"] == "sign-in failed"].sort_values("place")
    digits = "e9868b51"  # printf ben.jones@example.org | sha256sum
    assert list(zip(failed["done_by"], failed["subject"], strict=True)) == [
        ("Ann", "the sign-in is over"),  # TOKEN ended in September
        ("", f"not on the list of people, {digits}"),
        ("", "not a sign-in for this dashboard"),
        ("", f"not on the list of people, {digits}"),  # of the second time that they signed in; there is no turn for the third
    ]


def bound_to(monkeypatch, address):
    """Have the server be asked to answer on an address."""
    get = binding.config.get_option
    monkeypatch.setattr(binding.config, "get_option", lambda name: address if name == "server.address" else get(name))


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.7", None, "::"])
def test_a_dashboard_without_a_sign_in_does_not_start_where_others_can_reach_it(monkeypatch, address):
    bound_to(monkeypatch, address)
    with pytest.raises(SystemExit, match="nobody has to sign in"):
        binding.refuse_to_be_seen()


@pytest.mark.parametrize(("content", "why"), [(b"[auth", "at end of document"), (b'a = "\xff"', "invalid start byte")])
def test_a_sign_in_that_cannot_be_read_is_not_taken_for_none(monkeypatch, tmp_path, content, why):
    (tmp_path / "secrets.toml").write_bytes(content)
    monkeypatch.setattr(binding.config, "get_option", lambda name: [str(tmp_path / "none.toml"), str(tmp_path / "secrets.toml")])
    with pytest.raises(SystemExit, match=why) as refused:
        binding.refuse_unread_secrets()
    assert str(refused.value).startswith(f"The sign-in is set up in {tmp_path}/secrets.toml, which cannot be read")
    monkeypatch.setattr(binding.config, "get_option", lambda name: [str(tmp_path / "secrets.toml" / "below")])
    with pytest.raises(SystemExit, match="Not a directory"):
        binding.refuse_unread_secrets()


def test_it_starts_on_this_machine_and_with_a_sign_in_anywhere(monkeypatch, request):
    bound_to(monkeypatch, "localhost")
    binding.refuse_to_be_seen()
    request.getfixturevalue("with_provider")
    bound_to(monkeypatch, "0.0.0.0")
    binding.refuse_to_be_seen()
