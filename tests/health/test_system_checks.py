"""What `check --deploy` says before a desk goes live."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import default_storage

from newsdesk.site.health import probes
from newsdesk.site.health import system_checks as checks
from newsdesk.workflow.roles import sync_roles


def ids(messages):
    return [message.id for message in messages]


def test_hashed_names_without_collected_files_are_refused(monkeypatch, tmp_path):
    assert ids(checks.static_files_collected()) == []
    storage = ManifestStaticFilesStorage(location=tmp_path)
    monkeypatch.setattr(probes, "staticfiles_storage", storage)
    [error] = checks.static_files_collected()
    assert (error.id, "collectstatic" in error.msg) == ("site.E001", True)


def test_a_cache_of_each_process_is_warned_of(settings):
    assert ids(checks.cache_shared()) == ["site.W001"]
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": "unused",
        }
    }
    assert ids(checks.cache_shared()) == []


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
