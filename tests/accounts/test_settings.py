"""What production refuses to start with, and keys that are changed while the desk runs."""

import os
import subprocess
import sys

import pytest
from django.core import signing

from newsdesk.comments import tokens
from tests.house.rules import ROOT

KEY = "q7dT0vXW3uRk9mZ1hY5cB8nL2sF6gJ4pA-eIoUyVxQwMzKt0_r"


def manage(tmp_path, *command, **environment):
    kept = {key: os.environ[key] for key in ("PATH",) if key in os.environ}
    values = {
        "NEWSDESK_VAR": str(tmp_path),
        "NEWSDESK_SITE_URL": "https://news.example",
        "NEWSDESK_HASHED_STATIC": "0",
        "NEWSDESK_HOSTS": "news.example",
        "NEWSDESK_SECRET_KEY": KEY,
    }
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=kept | values | environment,
        capture_output=True,
        text=True,
    )


def check(tmp_path, **environment):
    """Check a desk as docs/deployment.md sets it up, with a backup and a cache that needs no server."""
    backups = tmp_path / "backups"
    backups.mkdir(exist_ok=True)
    (backups / "newsdesk-monday.backup").touch()
    whole = {
        "NEWSDESK_BACKUPS": str(backups),
        "NEWSDESK_BEHIND_PROXY": "1",
        "CACHE_URL": f"filecache://{tmp_path}/cache",
        "NEWSDESK_EMAIL_URL": "smtp+tls://mail.news.example",
    }
    command = ("check", "--deploy", "--fail-level", "WARNING")
    return manage(tmp_path, *command, **whole | environment)


def test_a_desk_in_production_has_nothing_to_complain_of(tmp_path):
    done = check(tmp_path)
    assert done.returncode == 0, done.stderr
    # Subdomains and preloading, which NEWSDESK_HSTS leaves to the publisher.
    assert "no issues (2 silenced)" in done.stdout


@pytest.mark.parametrize("scheme", ["memcache", "pymemcache"])
def test_memcached_is_refused_in_a_sentence(tmp_path, scheme):
    done = check(tmp_path, CACHE_URL=f"{scheme}://127.0.0.1:11211")
    assert done.returncode == 1
    assert "CACHE_URL names memcached, which Newsdesk does not know." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_desk_without_mail_is_told_so(tmp_path):
    done = check(tmp_path, NEWSDESK_EMAIL_URL="")
    assert "site.W007" in done.stderr
    assert "Mail is off" in done.stderr


MAIL = (
    "import django; django.setup(); from django.conf import settings as s; print(s.EMAIL_BACKEND, "
)
MAIL += "s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL, s.EMAIL_HOST_PASSWORD, "
MAIL += "s.MAIL_ON, s.DEFAULT_FROM_EMAIL, s.ANYMAIL)"


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("smtp://h", "smtp.EmailBackend h 25 False False None True"),
        ("smtps://u:p%40x@h", "smtp.EmailBackend h 465 False True p@x True"),
        ("smtp+tls://u:p@h:2525", "smtp.EmailBackend h 2525 True False p True"),
        ("consolemail://", "console.EmailBackend None None False False None True"),
        ("memorymail://", "locmem.EmailBackend None None False False None True"),
        ("anymail://mailgun", "anymail.backends.mailgun.EmailBackend localhost 25 False False"),
        ("", "dummy.EmailBackend None None False False None False"),
    ],
)
def test_where_mail_goes_is_one_address(tmp_path, url, read):
    done = manage(tmp_path, "shell", "--no-imports", "-c", MAIL, NEWSDESK_EMAIL_URL=url)
    assert read in done.stdout
    assert "newsdesk@news.example" in done.stdout
    assert "'REQUESTS_TIMEOUT': 10" in done.stdout


@pytest.mark.parametrize("name", ["NEWSDESK_EMAIL_TIMEOUT=0", "NEWSDESK_EMAIL_TIMEOUT=61"])
def test_mail_without_a_time_limit_is_refused(tmp_path, name):
    variable, value = name.split("=")
    done = manage(tmp_path, "check", **{variable: value})
    assert "from 1 to 60" in done.stderr


@pytest.mark.parametrize(
    ("said", "silenced"),
    [("31536000; includeSubDomains; preload", 0), ("31536000; includeSubDomains", 1), ("0", 1)],
)
def test_nothing_but_what_was_chosen_is_silenced(tmp_path, said, silenced):
    done = check(tmp_path, NEWSDESK_HSTS=said)
    assert done.returncode == 0, done.stderr
    assert f"no issues ({silenced} silenced)" in done.stdout


def test_without_a_secret_key_a_random_one_is_made_and_kept_from_others(tmp_path):
    for _ in range(2):
        assert check(tmp_path, NEWSDESK_SECRET_KEY="").returncode == 0
    file = tmp_path / "secret.key"
    assert len(file.read_text()) >= 50
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"NEWSDESK_HOSTS": "*"}, "NEWSDESK_HOSTS must name the hosts"),
        ({"NEWSDESK_HOSTS": "news.example,*"}, "NEWSDESK_HOSTS must name the hosts"),
        ({"NEWSDESK_DEBUG": "1"}, "NEWSDESK_DEBUG must be off"),
        ({"NEWSDESK_SHARED_CACHE_SECONDS": "-1"}, "is a number of seconds, or 0"),
        ({"NEWSDESK_SECRET_KEY": "secret"}, "can be guessed"),
        ({"NEWSDESK_SECRET_KEY": "django-insecure-" + KEY}, "can be guessed"),
        ({"NEWSDESK_SECRET_KEY": "a" * 60}, "can be guessed"),
        ({"NEWSDESK_SECRET_KEY_FALLBACKS": f"{KEY},secret"}, "can be guessed"),
        ({"NEWSDESK_SECOND_FACTOR": "perhaps"}, "either optional or required"),
        ({"NEWSDESK_LOG_FORMAT": "xml"}, "NEWSDESK_LOG_FORMAT is either text or json"),
        ({"NEWSDESK_HSTS": "forever"}, "NEWSDESK_HSTS is a number of seconds"),
        ({"NEWSDESK_HSTS": "-1"}, "NEWSDESK_HSTS is a number of seconds"),
        ({"NEWSDESK_HSTS": "300; subdomains"}, "NEWSDESK_HSTS is a number of seconds"),
        ({"NEWSDESK_HSTS": "300; preload; preload"}, "NEWSDESK_HSTS is a number of seconds"),
        ({"NEWSDESK_HSTS": "63072000; preload"}, "browsers preload a host only with"),
        ({"NEWSDESK_HSTS": "300; includeSubDomains; preload"}, "browsers preload a host only with"),
    ],
    ids=str,
)
def test_production_does_not_start_with(tmp_path, environment, said):
    done = manage(tmp_path, "check", **environment)
    assert done.returncode != 0
    assert said in done.stderr


def test_keys_of_before_are_read_from_the_environment(tmp_path):
    code = "from django.conf import settings; print(settings.SECRET_KEY_FALLBACKS)"
    old = [KEY[::-1], KEY.swapcase()]
    done = manage(
        tmp_path, "shell", "-v", "0", "-c", code, NEWSDESK_SECRET_KEY_FALLBACKS=",".join(old)
    )
    assert done.stdout.strip() == str(old), done.stderr
    assert manage(tmp_path, "shell", "-v", "0", "-c", code).stdout.strip() == "[]"


def test_text_that_waits_for_a_login_survives_a_new_key(settings):
    sent = signing.dumps({"a": 1}, salt="x")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEY, [settings.SECRET_KEY]
    assert signing.loads(sent, salt="x") == {"a": 1}


def test_a_token_of_before_is_known_until_its_key_is_taken_out(settings):
    token = tokens.token_of(uid := tokens.new_uid())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEY, [settings.SECRET_KEY]
    assert tokens.uid_of(token) == uid
    assert tokens.token_of(uid) != token
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(LookupError):
        tokens.uid_of(token)
