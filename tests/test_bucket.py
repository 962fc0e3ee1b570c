"""A bucket that asks whose key signed each request: pages read by the reader's, which may do nothing else, and Send writes by the other."""

from urllib.request import Request, urlopen

import boto3
import duckdb
import pytest
from botocore.exceptions import ClientError
from streamlit.testing.v1 import AppTest

from cdmon.database import ROOT, StoreError, open_database
from cdmon.upkeep.maintain import files, maintain
from tests.conftest import send
from tests.workbooks import groups_workbook, programme_workbook

CLUBS = [{"name": f"Club {number}"} for number in range(30)]  # more than a catalog keeps itself


def enforce(object_store, requests):
    """Have the object store let so many requests pass, and then ask of each whether its key may."""
    address = f"{object_store['AWS_ENDPOINT_URL']}/moto-api/reset-auth"
    urlopen(Request(address, requests, {"Content-Type": "text/plain"})).close()  # noqa: S310 (our own address)


@pytest.fixture
def keys(object_store, tmp_path, monkeypatch):
    """The environment of a dashboard whose bucket knows its two accounts by the policies that are deployed; gives their keys."""
    at = {"endpoint_url": object_store["AWS_ENDPOINT_URL"], "region_name": "us-east-1"}
    accounts, made = boto3.client("iam", **at, aws_access_key_id="admin", aws_secret_access_key="sesame"), {}  # noqa: S106 (of nothing)
    for name in ("writer", "reader"):
        account = {"UserName": f"{name}-{tmp_path.name}"[:64]}
        policy = (ROOT / "deploy" / f"bucket-{name}.json").read_text().replace("BUCKET", "lake").replace("FOLDER", tmp_path.name)
        accounts.create_user(**account)
        accounts.put_user_policy(**account, PolicyName="deployed", PolicyDocument=policy)
        key = accounts.create_access_key(**account)["AccessKey"]
        made[name] = at | {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
    monkeypatch.setenv("AWS_ENDPOINT_URL", object_store["AWS_ENDPOINT_URL"])
    for before, name in (("", "writer"), ("CDMON_READER_", "reader")):
        for each in ("aws_access_key_id", "aws_secret_access_key"):
            monkeypatch.setenv(before + each.upper(), made[name][each])
    enforce(object_store, b"0")
    yield made
    enforce(object_store, b"inf")


@pytest.fixture
def url(keys, catalog, tmp_path, monkeypatch):
    """The address of a lake that is read by a role and a key of its own."""
    roles = {"riverton": catalog, "riverton_reader": catalog.replace("user=cdmon", "user=cdmon_reader")}
    (tmp_path / "services").write_text("".join(f"[{name}]\n" + told.replace(" ", "\n") + "\n" for name, told in roles.items()))
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    url = f"ducklake:postgres:service=riverton?data=s3://lake/{tmp_path.name}&reader=riverton_reader"
    monkeypatch.setenv("CDMON_DATABASE", url)
    return url


@pytest.fixture
def lake(url):
    """A lake with a programme."""
    opened = open_database(url)
    send(opened, programme_workbook())
    yield opened
    opened.close()


def page(name):
    return AppTest.from_file(str(ROOT / "cdmon" / "web" / "router.py"), default_timeout=60).switch_page(f"../../pages/{name}.py").run()


def shown(app):
    return " ".join(part.proto.body for part in app.get("html"))


def test_the_key_by_which_pages_read_can_write_nothing_and_send_writes_by_the_other(lake, keys, tmp_path):
    app = page("upload")
    app.file_uploader[0].upload("groups.xlsx", groups_workbook("2024-10", CLUBS)).run()
    next(button for button in app.button if button.label == "Send").click().run()
    assert "Stored: 1 return" in shown(app)
    app = page("groups")
    assert not app.exception
    assert "Club 0" in shown(app)

    with lake.cursor() as cursor:
        assert files(cursor) > 0  # so that the groups are in the bucket
        with pytest.raises(duckdb.HTTPException, match="AccessDenied"):
            cursor.execute(f"COPY groups TO 's3://lake/{tmp_path.name}/own.parquet'")
    bucket = boto3.client("s3", **keys["reader"])
    there = [each["Key"] for each in bucket.list_objects_v2(Bucket="lake", Prefix=f"{tmp_path.name}/")["Contents"]]
    assert there and not [name for name in there if name.endswith("own.parquet")]
    for act in (
        lambda: bucket.put_object(Bucket="lake", Key=there[0], Body=b"other"),
        lambda: bucket.delete_object(Bucket="lake", Key=there[0]),
    ):
        with pytest.raises(ClientError, match="AccessDenied"):
            act()
    maintain(lake, kept_for="0 seconds")  # by the writer's key, which may take files away
    with lake.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM groups").fetchall() == [(len(CLUBS),)]


def names(store):
    with store.cursor() as cursor:
        return cursor.execute("SELECT name FROM groups").fetchall()


def test_a_key_that_the_bucket_does_not_let_in_is_told(lake, monkeypatch):
    send(lake, groups_workbook("2024-10", CLUBS))
    lake.close()
    for account, act in (("CDMON_READER_AWS", names), ("AWS", lambda store: send(store, groups_workbook("2024-11", CLUBS)))):
        monkeypatch.setenv(f"{account}_SECRET_ACCESS_KEY", "of somebody else")
        store = open_database(lake.url)
        with pytest.raises(StoreError, match="The bucket of the store riverton does not let cdmon in"):
            act(store)
        store.close()
