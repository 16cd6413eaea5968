"""What `deploy/` holds is what docs/deployment.md names, and the programs that read it take it."""

import os
import re
import runpy
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from newsdesk.meaning.model_status import _opened
from tests import nginx
from tests.house.rules import ROOT

DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs/deployment.md").read_text(encoding="utf-8")
UNITS = sorted((DEPLOY / "systemd").iterdir())


def self_signed(key_path, certificate_path):
    """Write a key and a certificate of its own for news.example."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "news.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key_path.write_bytes(key.private_bytes(pem, form, plain))
    certificate_path.write_bytes(certificate.public_bytes(pem))


def test_the_guide_names_every_file_and_no_other():
    named = set(re.findall(r"deploy/[\w./-]*\w", GUIDE))
    here = {
        str(path.relative_to(ROOT))
        for path in DEPLOY.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    named = {name for name in named if (ROOT / name).is_file() or "." in name.rpartition("/")[2]}
    unit_files = {name for name in here if name.startswith("deploy/systemd/")}
    assert "deploy/systemd/newsdesk-*" in GUIDE
    assert named - {"deploy/newsdesk.env"} == here - unit_files


def test_every_setting_of_the_example_is_documented():
    text = (DEPLOY / "newsdesk.env.example").read_text(encoding="utf-8")
    settings = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    names = re.findall(r"^([A-Z_]+)=", text, re.MULTILINE)
    assert len(names) > 8
    assert [name for name in names if f"`{name}`" not in settings] == []


def test_a_shell_takes_the_example_as_the_desk_does():
    """`set -a; . FILE`, as the guide says, is read by a shell, and by systemd in the units."""
    file = DEPLOY / "newsdesk.env.example"
    said = subprocess.check_output(["sh", "-c", f"set -a; . {file}; env -0"], text=True)
    told = dict(line.split("=", 1) for line in said.split("\0") if line)
    text = file.read_text(encoding="utf-8")
    written = dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))
    assert {name: told[name] for name in written} == {
        name: value.strip('"') for name, value in written.items()
    }


def test_nginx_takes_the_site(tmp_path):
    program = nginx.program()
    if program is None:
        pytest.skip("There is no nginx here.")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    self_signed(key, certificate)
    text = (DEPLOY / "nginx/newsdesk.conf").read_text(encoding="utf-8")
    for path, here in (
        ("/etc/letsencrypt/live/news.example/fullchain.pem", certificate),
        ("/etc/letsencrypt/live/news.example/privkey.pem", key),
        ("/var/cache/nginx/newsdesk", tmp_path / "cache"),
        ("/var/log/nginx/newsdesk.log", tmp_path / "access.log"),
    ):
        assert path in text
        text = text.replace(path, str(here))
    whole = tmp_path / "nginx.conf"
    temporary = "\n".join(f"{name}_temp_path {tmp_path}/{name};" for name in nginx.TEMPORARY)
    whole.write_text(
        f"pid {tmp_path}/pid; events {{}} http {{ access_log off; {temporary}\n{text} }}",
        encoding="utf-8",
    )
    told = subprocess.run(
        [program, "-t", "-p", tmp_path, "-e", tmp_path / "log", "-c", whole],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert "[warn]" not in told.stderr.replace('[warn] the "user" directive', "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_takes_the_units(unit, tmp_path):
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("There is no systemd-analyze here.")
    for each in UNITS:
        text = each.read_text(encoding="utf-8")
        # The programs and the user are on the machine that it is for.
        text = re.sub(r"(?<=^ExecStart=)/srv/\S+", "/bin/true", text, flags=re.MULTILINE)
        (tmp_path / each.name).write_text(text, encoding="utf-8")
    told = subprocess.run(
        [program, "verify", tmp_path / unit.name],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"SYSTEMD_LOG_LEVEL": "warning"},
    )
    ours = [line for line in told.stderr.splitlines() if "newsdesk" in line]
    assert ours == []


def test_services_are_shut_in():
    services = [unit for unit in UNITS if unit.suffix == ".service"]
    assert len(services) == 4
    for unit in services:
        text = unit.read_text(encoding="utf-8")
        for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=\n"):
            assert line in text, (unit.name, line)


@pytest.mark.django_db(transaction=True)
def test_gunicorn_takes_its_settings():
    from gunicorn.config import Config

    said = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))
    config = Config()
    for name in config.settings:
        if name in said:
            config.set(name, said[name])
    # What it does before the processes part: the encoder is loaded in the one that they come from.
    _opened.cache_clear()
    said["when_ready"](None)
    assert _opened.cache_info().currsize == 1
    assert config.preload_app
    assert (config.worker_class_str, config.threads, config.workers) == ("gthread", 4, 2)


def test_the_compose_file_runs_the_image_of_the_containerfile():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    assert set(services) == {"database", "cache", "web", "worker", "backup"}
    for service in services.values():
        assert service["restart"] == "always"
        assert set(service) <= {
            *("image", "environment", "env_file", "volumes", "healthcheck", "restart"),
            *("depends_on", "ports", "command", "stop_grace_period", "init"),
        }
        for volume in service.get("volumes", []):
            assert volume.partition(":")[0] in compose["volumes"]
    assert all(":127.0.0.1:" in f":{port}" for port in services["web"]["ports"])
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    for copied in re.findall(r"^COPY (\S+)", text, re.MULTILINE):
        assert (ROOT / copied).exists()
    assert "--require-hashes" in text


def test_the_backup_container_makes_one_each_night(tmp_path):
    """Its lines are run by a shell whose programs say what they were asked."""
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    shell, option, lines = compose["services"]["backup"]["command"]
    for name, text in {
        "sleep": f'echo "$@" >>{tmp_path}/slept; [ "$(wc -l <{tmp_path}/slept)" -le 2 ]',
        "python": f'echo "$@" >>{tmp_path}/asked',
        "mkdir": "",
    }.items():
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        program.chmod(0o755)
    # Compose makes one sign of two.
    subprocess.run(
        [shell, option, lines.replace("$$", "$")],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        check=True,
    )
    waits = [int(line) for line in (tmp_path / "slept").read_text().split()]
    assert len(waits) == 3
    assert all(2 * 3600 < wait < 29 * 3600 for wait in waits)
    asked = (tmp_path / "asked").read_text().splitlines()
    assert len(asked) == 2
    for line in asked:
        assert re.fullmatch(
            r"manage\.py backup /var/lib/newsdesk/backups/newsdesk-[\d-]+\.backup", line
        )
