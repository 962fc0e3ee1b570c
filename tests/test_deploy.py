"""The files of `deploy/` are such as the programs that read them take, and say the same as cdmon does."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from cdmon.store.address import address_of
from tests.components import needs
from tests.proxied import CERTIFICATE, certificate, haproxy
from tests.serving import ROOT

DEPLOY = ROOT / "deploy"


def test_haproxy_takes_its_file_without_a_warning(tmp_path):
    text = (DEPLOY / "haproxy.cfg").read_text()
    assert CERTIFICATE in text
    (tmp_path / "haproxy.cfg").write_text(text.replace(CERTIFICATE, str(certificate(tmp_path))))
    done = subprocess.run([haproxy(), "-c", "-f", tmp_path / "haproxy.cfg"], capture_output=True, text=True)
    assert (done.returncode, "WARNING" in done.stderr) == (0, False), done.stderr


@pytest.mark.parametrize(
    ("path", "closed"),
    [
        ("/_stcore/metrics", True),
        ("//_stcore//metrics/", True),
        ("/_stcore/metrics/anything", True),
        ("/_stcore/health", False),
        ("/figures/_stcore/metrics-of-ours", False),
        ("/kpis", False),
    ],
)
def test_the_rule_that_closes_the_metrics_is_anchored(path, closed):
    rule = re.search(r"path -m reg (\S+)", (DEPLOY / "haproxy.cfg").read_text())[1]
    assert bool(re.search(rule, path)) is closed


def test_systemd_takes_the_service_and_finds_it_hardened(tmp_path):
    analyze = needs("systemd", shutil.which("systemd-analyze"))
    text = (DEPLOY / "cdmon@.service").read_text().replace("/opt/cdmon/.venv/bin/streamlit", sys.executable)
    (tmp_path / "cdmon@8501.service").write_text(text)
    done = subprocess.run([analyze, "verify", tmp_path / "cdmon@8501.service"], capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    done = subprocess.run([analyze, "security", "--offline=true", tmp_path / "cdmon@8501.service"], capture_output=True, text=True)
    assert float(re.search(r"exposure level for cdmon@8501\.service: ([\d.]+)", done.stdout)[1]) < 2  # of 10, where 10 is unprotected


def test_the_container_takes_along_what_there_is_and_nothing_that_was_sent():
    text = (DEPLOY / "Containerfile").read_text()
    copied = [source for line in re.findall(r"^COPY (.*) \S+$", text, re.MULTILINE) for source in line.split()]
    assert all(list(ROOT.glob(source)) for source in copied), copied
    assert {"cdmon", "pages", "dashboard.py", "data/definitions", ".streamlit/config.toml"} <= set(copied)
    assert not {".", "data", "tests", ".streamlit"} & set(copied)
    assert "USER cdmon" in text


def test_every_setting_that_is_deployed_is_one_that_is_read():
    code = "".join(path.read_text() for path in [*ROOT.glob("cdmon/**/*.py"), ROOT / "dashboard.py"])
    for path in [*DEPLOY.iterdir(), ROOT / "docs" / "deploy.md"]:
        for setting in set(re.findall(r"\bCDMON_[A-Z_]+\b", Path(path).read_text())):
            assert f'"{setting}"' in code, (path.name, setting)


def test_the_settings_of_the_service_are_those_of_the_documents():
    settings = set(re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "environment.example").read_text(), re.MULTILINE))
    told = "".join((ROOT / "docs" / name).read_text() for name in ("deploy.md", "scale.md", "sign-in.md"))
    assert {name for name in settings if f"`{name}`" not in told} == {"STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE"}
    assert {"CDMON_DATABASE", "STREAMLIT_SECRETS_FILES", "PGPASSFILE"} <= settings


def test_a_command_has_the_settings_of_the_service_word_for_word(tmp_path):
    """The service's manager takes a value as it stands, where a shell would look into it."""
    (tmp_path / "environment").write_text("# a note\nCDMON_DATABASE=ducklake:postgres:service=a b?data=s3://b/$HOME\n\n#CDMON_HOSTS=no\n")
    text = (DEPLOY / "cdmon").read_text()
    for there, here in {
        "/etc/cdmon/environment": str(tmp_path / "environment"),
        "/opt/cdmon": str(tmp_path),
        "runuser -u cdmon -- .venv/bin/python -m cdmon": "printenv CDMON_DATABASE #",
    }.items():
        assert there in text
        text = text.replace(there, here)
    (tmp_path / "cdmon").write_text(text)
    known = {"PATH": os.environ["PATH"]}
    done = subprocess.run(["/bin/sh", tmp_path / "cdmon"], capture_output=True, text=True, env=known)
    assert (done.stdout, done.stderr) == ("ducklake:postgres:service=a b?data=s3://b/$HOME\n", "")


def test_the_parts_of_two_dashboards_fit_together():
    text = (DEPLOY / "compose.yaml").read_text()
    parts = yaml.safe_load(text)["services"]
    proxied = set(re.findall(r"server \w+ 127\.0\.0\.1:(\d+) cookie", (DEPLOY / "haproxy.cfg").read_text()))
    dashboards = [parts[name]["environment"] for name in ("first", "second")]
    assert {each["STREAMLIT_SERVER_PORT"] for each in dashboards} == proxied
    assert dashboards[0] | {"STREAMLIT_SERVER_PORT": ""} == dashboards[1] | {"STREAMLIT_SERVER_PORT": ""}
    lake = address_of(dashboards[0]["CDMON_DATABASE"])
    assert lake.is_on_postgres
    assert lake.is_on_s3
    assert f"[{lake.reader}]" in text
    port = urlsplit(dashboards[0]["AWS_ENDPOINT_URL"]).port
    assert f"-s3.port={port}" in parts["files"]["command"]
    mounted = dict(each.split(":")[:2] for part in parts.values() for each in part["volumes"] if each.startswith("./"))
    told = {path.split("/")[-1] for path in mounted} | {parts["first"]["env_file"]}
    shipped = {"haproxy.cfg", "roles.sql"}
    assert told - shipped == set(re.findall(r"^#   ([\w.]+) ", text, re.MULTILINE))  # what is to be put beside it is said on top
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert all(f"deploy/{name}" in ignored for name in told - shipped)
    image = dict(re.findall(r"\b([A-Z_]+)=(\S+)", (DEPLOY / "Containerfile").read_text()))
    for name, local in {"PGSERVICEFILE": "pg_service.conf", "PGPASSFILE": "pgpass", "STREAMLIT_SECRETS_FILES": "secrets.toml"}.items():
        assert mounted[f"./{local}"] == (image | dashboards[0])[name]
    assert mounted["./figures.pem"] == CERTIFICATE
    written = {str(Path(image[name]).parent) for name in ("CDMON_DATABASE", "CDMON_EXAMPLE")} | {"/tmp"}  # noqa: S108 (in the container)
    assert written == set(parts["first"]["tmpfs"])  # for all else is read-only
    socket = re.search(r"stats socket (\S+)", (DEPLOY / "haproxy.cfg").read_text())[1]
    assert [str(Path(socket).parent)] == parts["proxy"]["tmpfs"]
