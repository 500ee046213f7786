"""What a site sets reaches the programs; what is deployed answers for itself and gives nothing away."""

import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.people import Town
from tests.sweeps.test_docs import ROW, read, variables

ROOT = Path(settings.BASE_DIR)
OWN = {"SITE_NAME", "ENV_FILE"}  # read by compose, or of no use inside an image
FIXED = {  # the composition's own: by its parts, or made of SITE_NAME
    "DATABASE_URL", "DATABASE_OWNER_URL", "POSTGRES_PASSWORD", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "PUBLIC_URL", "BEHIND_TLS", "PROXY_COUNT", "FENGQIAO_VAR",
    "BIND", "PORT",
}  # fmt: skip


def part(name: str) -> str:
    """The lines of one service, or of x-app."""
    found = re.search(
        rf"^(  )?{name}:.*\n((?:^(?!\1?[a-z]).*\n?)+)", read("docker-compose.yml"), re.MULTILINE
    )
    assert found, name
    return found[2]


def test_every_variable_of_the_table_reaches_the_containers() -> None:
    app = part("x-app")
    assert re.search(r"^  env_file: \.env\b", app, re.MULTILINE)
    ours = set(re.findall(r"^    ([A-Z][A-Z0-9_]+):", app, re.MULTILINE))
    assert ours - FIXED == {"FORWARDED_ALLOW_IPS"}, "an entry of `environment` wins over .env"
    assert set(ROW.findall(read("README.md"))) == variables() >= FIXED | OWN | {"WEB_WORKERS", "LOGIN_HOURS"}


@pytest.mark.parametrize("password", ["a/b@c#d:e", "$x%41?&=+", "'\"\\ ü密", "p"])
def test_a_password_may_hold_any_sign(password: str) -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from config import settings as s; print(s.DATABASES['default']['PASSWORD'], s.DATABASE_OWNER['PASSWORD'])",
        ],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1",
            "DATABASE_URL": "postgres://fengqiao_app@database:5432/fengqiao", "POSTGRES_APP_PASSWORD": password,
            "DATABASE_OWNER_URL": "postgres://fengqiao@database:5432/fengqiao", "POSTGRES_PASSWORD": password,
        },
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    assert told.stdout == f"{password} {password}\n"


def test_no_key_goes_into_the_image() -> None:
    ignored = read(".dockerignore").split()
    assert {".*", "deploy", "var"} <= set(ignored) and not [
        line for line in ignored if line.startswith("!deploy")
    ]


@pytest.mark.parametrize("service", ["database", "web", "work", "watch", "backup", "nginx"])
def test_every_part_says_whether_it_is_well(service: str) -> None:
    assert "healthcheck:" in part(service)


def test_the_web_server_is_asked_for_a_page(town: Town) -> None:
    assert "/login/" in part("web") and "urlopen" in part("web")
    assert Client().get("/login/", headers={"host": "localhost"}).status_code == 200


def test_the_proxy_limits_and_tells_no_log_what_was_looked_for() -> None:
    text = read("deploy/nginx.conf")
    for word in ("limit_req zone=", "limit_conn lines", "default_server", "ssl_reject_handshake on"):
        assert word in text
    logged = re.findall(r"log_format \w+ '([^']*)'", text)
    assert logged and not re.search(r"\$(request\b|request_uri|args|query_string|http_referer)", logged[0])
    kept = [line for line in re.findall(r"access_log ([^;]+);", text) if line != "off"]
    assert kept and all(line.endswith(" fengqiao") for line in kept)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_the_units_are_whole(tmp_path: Path) -> None:
    for unit in (ROOT / "deploy/systemd").iterdir():
        text = unit.read_text().replace("/opt/fengqiao/.venv/bin/python", sys.executable)
        text = text.replace("/opt/fengqiao/.venv/bin/gunicorn", sys.executable)
        (tmp_path / unit.name).write_text(text)
    told = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", *map(str, tmp_path.iterdir())],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not [line for line in told.stderr.splitlines() if "fengqiao" in line], told.stderr


def test_the_units_start_what_is_there() -> None:
    text = "".join(unit.read_text() for unit in (ROOT / "deploy/systemd").glob("*.service"))
    commands = {line.split("manage.py ")[1].split()[0] for line in text.splitlines() if "manage.py " in line}
    assert commands == {"prepare", "cluster", "backup"} and "gunicorn -c config/gunicorn.py" in text


@pytest.mark.django_db
def test_what_is_refused_every_day_is_one_line_in_the_log(town: Town, client: Client, capfd: Any) -> None:
    console = logging.StreamHandler()
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        module, _, kind = settings.LOGGING["filters"][name]["()"].rpartition(".")
        console.addFilter(getattr(__import__(module, fromlist=[kind]), kind)())
    client.force_login(town.handler)
    client.raise_request_exception = False
    logger = logging.getLogger("django")
    logger.addHandler(console)
    try:
        for url in ("/cases/register/", "/matters/999999/", "/nonsense/"):
            assert client.get(url).status_code in (403, 404)
        client.generic("POST", "/lookup/", b"x", "application/x-www-form-urlencoded; charset=gbk")
        said = capfd.readouterr().err
        assert "/cases/register/" in said and "Traceback" not in said
        try:
            raise ValueError("a real fault")
        except ValueError:
            logger.exception("broken")
    finally:
        logger.removeHandler(console)
    assert "Traceback" in capfd.readouterr().err


def test_the_office_s_own_authority_vouches_for_its_one_name(tmp_path: Path) -> None:
    """deploy/certificate.sh, run twice; it never writes over a certificate from elsewhere."""
    shutil.copy(ROOT / "deploy/certificate.sh", tmp_path)
    tls = tmp_path / "tls"

    def make() -> int:
        words = ["sh", tmp_path / "certificate.sh", "fengqiao.town.example", "192.0.2.7"]
        return subprocess.run(words, capture_output=True, check=False).returncode

    def vouches(host: str) -> bool:
        words = ["openssl", "verify", "-CAfile", tls / "ca.crt", "-verify_hostname", host, tls / "site.crt"]
        return subprocess.run(words, capture_output=True, check=False).returncode == 0

    assert make() == 0 and vouches("fengqiao.town.example") and not vouches("bank.example")
    authority, site = (tls / "ca.crt").read_bytes(), (tls / "site.crt").read_bytes()
    assert make() == 0 and vouches("fengqiao.town.example")
    assert (tls / "ca.crt").read_bytes() == authority and (tls / "site.crt").read_bytes() != site
    assert (tls / "ca.key").stat().st_mode & 0o077 == 0
    (tls / "site.crt").write_text("of the county")
    assert make() == 1 and (tls / "site.crt").read_text() == "of the county"
