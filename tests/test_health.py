"""The health check reads the store, and tells nothing else of it."""

from starlette.requests import Request

from cdmon.web import health as health_module
from cdmon.web.health import health
from tests.serving import serving
from tests.test_endpoints import asked


def answer(url, monkeypatch):
    monkeypatch.setattr(health_module, "default_url", lambda: url)
    told = health(Request({"type": "http"}))
    return told.status_code, told.body.decode()


def test_a_store_that_can_be_read_is_told_by_its_schema(database, monkeypatch):
    with database.cursor() as cursor:
        ((newest,),) = cursor.execute("SELECT max(version) FROM schema_versions").fetchall()
    assert answer(database.url, monkeypatch) == (200, f"ok, schema {newest}")


def test_a_store_that_is_away_is_told_by_a_word_and_without_its_name(tmp_path, monkeypatch):
    (tmp_path / "secret.duckdb").write_text("no store")
    assert answer(str(tmp_path / "secret.duckdb"), monkeypatch) == (503, "store away")


def test_a_store_that_goes_away_and_comes_back(any_database, monkeypatch):
    assert answer(any_database.url, monkeypatch)[0] == 200

    def away():
        raise health_module.duckdb.IOException("gone")

    with monkeypatch.context() as patch:
        patch.setattr(any_database, "cursor", away)
        assert answer(any_database.url, monkeypatch) == (503, "store away")
    assert answer(any_database.url, monkeypatch)[0] == 200


def test_the_dashboard_answers_it(tmp_path):
    with serving(tmp_path / "store.duckdb") as address:
        status, text = asked(address, "/healthz")
    assert status == 200
    assert text.startswith(b"ok, schema ")
