"""The files beside milestones on their page, without a browser: put there, listed, offered again; no name of a file acts."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from cdmon.database import ROOT, open_database
from cdmon.tables.attachments import attachments
from cdmon.tables.known import Known
from tests.stored import set_up
from tests.test_attach import SIGNED
from tests.test_tables import send_at, signed, signoffs

NAME = "a*b*<img src=x>.pdf"


@pytest.fixture
def store(tmp_path, monkeypatch):
    database = open_database(str(tmp_path / "store.duckdb"))
    set_up(database)
    monkeypatch.setenv("CDMON_DATABASE", database.url)
    yield database
    database.close()


def opened():
    app = AppTest.from_file(str(ROOT / "cdmon" / "web" / "router.py"), default_timeout=60)
    app.query_params["milestones_part"] = "One by one"
    app.switch_page("../../pages/milestones.py")
    app.session_state["files"] = True  # the part in which they stand
    return app.run()


def press(app):
    return next(button for button in app.button if button.label == "Put it there").click().run()


def test_where_nothing_was_signed_off_no_file_is_asked_for(store):
    told = [each.value for each in opened().markdown]
    assert "A file is put to a milestone once it has been signed off." in told


def test_a_file_is_put_to_what_was_signed_off_and_offered_again(store):
    send_at(store, signoffs([signed("stage_1_recommendations", date(2024, 10, 28))]), SIGNED)
    app = press(opened())
    assert [each.value for each in app.error] == ["Choose a file first."]
    app.file_uploader[0].upload(NAME, b"minutes", "application/pdf")
    app.text_input[-1].set_value("Minute *7*")
    app = press(app)
    assert not app.exception and not app.error
    with store.cursor() as cursor:
        (row,) = attachments(Known(cursor)).to_dict("records")
    assert (row["milestone"], row["file_name"], row["note"]) == ("stage_1_recommendations", NAME, "Minute *7*")
    assert r"a\*b\*" in next(each.label for each in app.get("download_button"))
    told = " ".join(each.proto.body for each in app.get("html"))
    assert "a*b*&lt;img src=x&gt;.pdf (1 kB)" in told
    assert "<img src=x>" not in told
