"""The headers that every answer of the server carries."""

import re
from urllib.request import urlopen

from cdmon.web.headers import inline_scripts, security_headers
from tests.serving import serving


def test_every_answer_carries_the_security_headers(tmp_path):
    with serving(tmp_path / "store.duckdb") as address:
        for path in ("/", "/kpis", "/_stcore/health", "/favicon.png"):
            with urlopen(address + path) as response:  # noqa: S310 (our own address)
                assert {name: response.headers[name] for name in security_headers()} == security_headers()


def test_nothing_from_elsewhere_may_run_and_nobody_may_frame_the_dashboard():
    headers = security_headers()
    policy = dict(each.split(" ", 1) for each in headers["Content-Security-Policy"].split("; "))
    assert re.fullmatch(r"'self' 'sha256-[^']+' 'sha256-[^']+'", policy.pop("script-src"))
    assert policy == {
        "default-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",  # a style runs nothing
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'self'",
        "object-src": "'none'",
        "form-action": "'self'",
    }
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_one_inline_script_is_allowed_by_its_hash():
    # printf 'let a = 1' | openssl dgst -sha256 -binary | base64
    assert inline_scripts("<script>let a = 1</script><script src='x.js'></script>") == [
        "'sha256-LAfYd7pbFUgwfQu8b4q135PeTG2z+/coPEUYCd74eCQ='"
    ]
