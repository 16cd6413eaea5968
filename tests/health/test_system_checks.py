"""What `check --deploy` says before a desk goes live."""

import os
import re
import socket
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from entities.models.outlet import KINDS, Outlet, outlet_key
from entities.outlet_register import register
from entities.outlets import known_outlets, save
from newsdesk.jobs.models import PeriodicRun
from newsdesk.site.health import probes
from newsdesk.site.health import system_checks as checks
from newsdesk.workflow.roles import sync_roles
from tests.accounts.test_settings import KEY
from tests.house.rules import ROOT
from tests.programs.process import bare_environment


def ids(messages):
    return [message.id for message in messages]


def test_hashed_names_without_collected_files_are_refused(monkeypatch, tmp_path):
    assert ids(checks.static_files_collected()) == []
    storage = ManifestStaticFilesStorage(location=tmp_path)
    monkeypatch.setattr(probes, "staticfiles_storage", storage)
    [error] = checks.static_files_collected()
    assert (error.id, "collectstatic" in error.msg) == ("site.E001", True)


def test_a_cache_of_each_process_is_warned_of(settings, tmp_path):
    assert ids(checks.cache_shared()) == ["site.W001"]
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path),
        }
    }
    assert ids(checks.cache_shared()) == []


def test_a_cache_that_is_away_is_told(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # Nobody listens there.
        url = f"redis://127.0.0.1:{taken.getsockname()[1]}/0"
        settings.CACHES = {
            "default": {
                "BACKEND": "newsdesk.outside.redis_cache.Redis",
                "LOCATION": url,
            }
        }
        [warning] = checks.cache_shared()
    assert warning.id == "site.W010"
    assert "refused" in warning.msg


def test_redis_without_its_package_is_refused_by_the_whole_check(tmp_path):
    code = "import sys; sys.modules['redis'] = None; import manage; manage.main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "--deploy"],
        cwd=ROOT,
        env=bare_environment()
        | {
            "NEWSDESK_VAR": str(tmp_path),
            "CACHE_URL": "rediscache://127.0.0.1:1/0",
            "NEWSDESK_SITE_URL": "https://news.example",
            "NEWSDESK_SECRET_KEY": KEY,
            "NEWSDESK_HASHED_STATIC": "0",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "site.E002" in done.stderr
    assert "the package redis" in done.stderr


@pytest.mark.parametrize(
    "backend", ["no.such.Cache", "django.core.cache.backends.memcached.PyMemcacheCache"]
)
def test_a_cache_without_its_client_is_refused(settings, backend):
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "127.0.0.1:1"}}
    assert ids(checks.cache_shared()) == ["site.E002"]


def test_https_without_a_trusted_proxy_is_warned_of(settings):
    settings.HTTPS, settings.BEHIND_PROXY = True, False
    assert ids(checks.proxy_named()) == ["site.W002"]
    settings.BEHIND_PROXY = True
    assert ids(checks.proxy_named()) == []


def test_a_store_that_takes_nothing_is_refused(monkeypatch):
    assert ids(checks.storage_writable()) == []

    def full(name, content, max_length=None):
        raise OSError("No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    assert ids(checks.storage_writable()) == ["site.E003"]


@pytest.mark.django_db
def test_a_fresh_database_is_told_to_be_without_roles():
    Group.objects.all().delete()
    assert ids(checks.roles_agree(databases=["default"])) == ["site.W003"]
    assert ids(checks.roles_agree(databases=None)) == []
    sync_roles()
    assert ids(checks.roles_agree(databases=["default"])) == []


def test_a_backup_of_the_last_two_days_is_missed(settings, tmp_path):
    settings.BACKUPS = tmp_path
    with pytest.raises(probes.ProbeFailed, match="There is no backup"):
        probes.backup()
    file = tmp_path / "newsdesk-2026-11-27.backup"
    file.touch()
    probes.backup()
    [warning] = _aged(file, days=3)
    assert (warning.id, "3 days old" in warning.msg) == ("site.W004", True)


def _aged(file, days):
    then = time.time() - days * 86_400
    os.utime(file, (then, then))
    return checks.backup_is_fresh()


@pytest.mark.django_db
def test_jobs_that_do_not_run_are_missed(monkeypatch):
    assert checks.jobs_run(databases=["default"]) == []
    PeriodicRun.objects.create(name="prune_drafting", due_at=timezone.now() - timedelta(days=2))
    [warning] = checks.jobs_run(databases=["default"])
    assert "No worker runs" in warning.msg
    assert checks.jobs_run(databases=None) == []


@pytest.mark.django_db
def test_a_clock_that_is_not_that_of_the_database_is_told(time_machine):
    assert checks.clocks_agree(databases=["default"]) == []
    time_machine.move_to(timezone.now() + timedelta(seconds=60))
    said = [warning.msg for warning in checks.clocks_agree(databases=["default"])]
    if connection.vendor == "postgresql":
        assert "60 seconds apart" in said[0] or "59 seconds apart" in said[0]
    else:
        assert said == []


@pytest.mark.django_db
def test_a_desk_without_outlets_is_told_and_the_register_is_loaded_once(capsys):
    [warning] = checks.outlets_loaded(databases=["default"])
    assert (warning.id, "load_outlets" in warning.msg) == ("site.W009", True)
    mine = save(Outlet(name="Le Monde (desk)", domains="lemonde.fr", aliases="Reuters"))
    call_command("load_outlets")
    assert re.search(r"Added 2,?4\d\d outlets", capsys.readouterr().out)
    assert checks.outlets_loaded(databases=["default"]) == []
    # Neither the paper of that domain nor the agency whose name the desk gave to another.
    assert not Outlet.objects.filter(name__in=["Le Monde", "Reuters"]).exists()
    figaro = Outlet.objects.get(name="Le Figaro")
    assert "lefigaro.fr" in figaro.domains.splitlines()
    assert known_outlets(["le FIGARO"])["le FIGARO"] == figaro
    figaro.domains = "changed.example"
    save(figaro)
    before = list(Outlet.objects.order_by("pk").values())
    call_command("load_outlets")
    assert "Added 0" in capsys.readouterr().out
    assert list(Outlet.objects.order_by("pk").values()) == before
    mine.refresh_from_db()
    assert mine.domains == "lemonde.fr"


@pytest.mark.django_db
def test_outlets_of_the_register_come_with_their_facts_and_an_editors_words_stay(capsys):
    mine = save(Outlet(name="The Guardian", owner="Somebody else", country="XX"))
    call_command("load_outlets")
    monde = Outlet.objects.get(name="Le Monde")
    assert (monde.kind, monde.country, monde.languages) == ("newspaper", "FR", "fr, en")
    assert monde.owner
    assert monde.owner_as_of >= 2024
    mine.refresh_from_db()
    assert (mine.owner, mine.country, mine.kind) == ("Somebody else", "XX", "newspaper")
    mine.kind = ""
    save(mine)
    call_command("load_outlets")
    mine.refresh_from_db()
    assert mine.kind == ""
    assert not Outlet.objects.filter(folded="").exists()


@pytest.mark.django_db
def test_the_lesser_known_outlets_are_loaded_where_they_are_asked_for(capsys):
    call_command("load_outlets")
    few = Outlet.objects.count()
    call_command("load_outlets", "--more")
    assert Outlet.objects.count() > few + 1_000


def test_the_register_is_one_of_distinct_names():
    found = register(more=True)
    assert len(register()) == 2_500
    assert len({outlet_key(each.name) for each in found}) == len(found) == 4_852
    assert {each.kind for each in found} <= KINDS.keys()
    assert all(domain == domain.lower() for each in found for domain in each.domains)
