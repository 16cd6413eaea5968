"""Settings: one file, driven by the environment. Every variable read here is listed in docs/settings.md."""

import contextlib
import ipaddress
import os
import re
import secrets
from email.utils import formataddr
from pathlib import Path
from urllib.parse import unquote

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django_prose_editor.config import html_tags
from js_asset import static_lazy

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
# What the running desk writes: database, media, secret key, collected static files.
VAR_DIR = Path(env("NEWSDESK_VAR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _kept_secret_key(path: Path) -> str:
    """Return the key kept in `path`, making one at the first start of an embedded desk."""
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        # Linking fails where another process was first, and never shows a half-written key.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()


def _can_be_guessed(key: str) -> bool:
    """Tell what `check --deploy` would complain of, security.W009 and W025."""
    return len(key) < 50 or len(set(key)) < 5 or key.startswith("django-insecure-")


def _kinds_to_read(setting: str) -> tuple[str, ...]:
    """Return the apps whose pages are published only after a second person has read them."""
    apps = {"stories": "stories", "faqs": "faqs", "topics": "entities"}
    words = setting.replace(",", " ").lower().split()
    if words in (["1"], ["on"], ["true"], ["yes"]):
        return ("stories",)
    if not words or words in (["0"], ["off"], ["false"], ["no"], ["none"]):
        return ()
    if unknown := [word for word in words if word not in apps]:
        raise ImproperlyConfigured(
            f"NEWSDESK_SECOND_READER names {', '.join(unknown)}; it is 0, 1, or some of "
            f"{', '.join(apps)}."
        )
    return tuple(apps[word] for word in words)


def _hsts(text: str) -> tuple[int, bool, bool]:
    """Read "63072000; includeSubDomains; preload": the seconds, and whether each of the two is there."""
    first, *more = [part.strip() for part in text.lower().split(";")]
    seconds = re.fullmatch("(?:max-age=)?([0-9]{1,10})", first)
    if seconds is None or len(more) != len({*more} & {"includesubdomains", "preload"}):
        raise ImproperlyConfigured(
            "NEWSDESK_HSTS is a number of seconds, then includeSubDomains and preload if they are "
            f"meant, such as '63072000; includeSubDomains; preload': it cannot be {text!r}."
        )
    found = (int(seconds[1]), "includesubdomains" in more, "preload" in more)
    if found[2] and (found[0] < 31_536_000 or not found[1]):
        raise ImproperlyConfigured(
            "NEWSDESK_HSTS: browsers preload a host only with includeSubDomains and at least "
            f"31536000 seconds: it cannot be {text!r}."
        )
    return found


def _one_of(name: str, *choices: str) -> str:
    """Return what the variable says, the first of `choices` where it is not set."""
    value: str = env(name, default=choices[0])
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is either {' or '.join(choices)}.")
    return value


def _networks(name: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Return the addresses and networks that the variable lists, "10.0.0.0/8, 192.0.2.7"."""
    try:
        return tuple(ipaddress.ip_network(each.strip()) for each in env.list(name, default=[]))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} lists addresses or networks: {error}.") from error


def _purges(name: str) -> list[tuple[str, str]]:
    """Return method and address of each cache that the variable lists, "PURGE http://cache{path}, …"."""
    found = []
    for each in filter(None, map(str.strip, env(name, default="").split(","))):
        cache = re.fullmatch(r"(GET|POST|PURGE|BAN|DELETE) +(https?://[^/\s]\S*)", each)
        if cache is None or ("{path}" in each and "{tag}" in each):
            raise ImproperlyConfigured(
                f"{name} lists caches as a method and an address with {{path}} or {{tag}} or neither, such "
                "as 'PURGE http://127.0.0.1:6081{path}'."
            )
        found.append((cache[1], cache[2]))
    return found


def _header(name: str) -> tuple[str, str] | None:
    """Return name and value of the header that the variable holds, "Authorization: Bearer …"."""
    header, colon, value = map(str.strip, env(name, default="").partition(":"))
    if header and not (colon and value):
        raise ImproperlyConfigured(f"{name} is a header with its value, 'Authorization: Bearer …'.")
    return (header, value) if header else None


def _mail(url: str) -> dict[str, object]:
    """Read where mail goes: Django's names of the settings, and their values."""
    if url.startswith("anymail://"):
        return {"EMAIL_BACKEND": f"anymail.backends.{url.removeprefix('anymail://')}.EmailBackend"}
    # What RFC 8314 means by it, TLS from the first byte; django-environ takes it for STARTTLS.
    read = env.email_url_config(url.replace("smtps://", "smtp+ssl://", 1))
    ports = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465, "smtps": 465}
    read["EMAIL_PORT"] = read["EMAIL_PORT"] or ports.get(url.partition(":")[0])
    return {name: value for name, value in read.items() if name.startswith("EMAIL_")}


def _of_postgresql(options: dict[str, object]) -> dict[str, object]:
    """Return how a PostgreSQL database is asked: with these `options`, and as a pool in between needs it.

    What is prepared is asked for by name, compiled queries too after five times; Django's own statements
    never are. A pool that gives each transaction another connection has neither that name there nor a cursor
    that outlives its transaction.
    """
    prepared = env.bool("NEWSDESK_PREPARED_STATEMENTS", default=not POOLED)
    # libpq says it as it connects. Else Django would ask for it then, with a statement that waits for ever
    # where a pool has let us in and the server behind it hangs.
    os.environ.setdefault("PGTZ", "UTC")
    return {
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": POOLED,
        # Nobody waits for ever for a machine that has gone without a word.
        "OPTIONS": {"connect_timeout": 3, "tcp_user_timeout": 30_000}
        | options
        | {"prepare_threshold": 5 if prepared else None},
    }


_S3 = re.compile(
    r"s3://(?:(?P<key>[^:@/]+):(?P<secret>[^:@/]+)@)?(?P<host>[^@/?]*)/(?P<bucket>[^/?]+)"
    r"(?:/(?P<folder>[^?]*))?(?:\?(?P<told>(?:[a-z]+=[\w-]+&?)*))?"
)


def _store(url: str) -> dict[str, object]:
    """Read "s3://key:secret@host:port/bucket?region=eu-west-2", where pictures are kept; "" is the disk.

    Without a host it is Amazon's; without a key what the machine is signed in as. Kept out of the settings
    as a text, since it holds a secret.
    """
    if not url:
        return {"BACKEND": "newsdesk.images.storage.WholeFiles"}
    found = _S3.fullmatch(url)
    told = (
        dict(part.split("=") for part in (found["told"] or "").split("&") if part) if found else {}
    )
    if found is None or {*told} - {"region", "tls"}:
        raise ImproperlyConfigured(
            "NEWSDESK_STORAGE_URL looks like s3://key:secret@host:port/bucket?region=eu-west-2, with &tls=0"
            " for a store without TLS."
        )
    options = {"bucket_name": found["bucket"], "location": found["folder"] or ""}
    if "region" in told:
        options["region_name"] = told["region"]
    if found["key"]:
        options["access_key"], options["secret_key"] = map(unquote, (found["key"], found["secret"]))
    if found["host"]:
        options["endpoint_url"] = (
            f"{'http' if told.get('tls') == '0' else 'https'}://{found['host']}"
        )
    return {"BACKEND": "newsdesk.images.bucket.Bucket", "OPTIONS": options}


DEBUG = env.bool("NEWSDESK_DEBUG", default=False)
SECRET_KEY = env("NEWSDESK_SECRET_KEY", default="") or _kept_secret_key(VAR_DIR / "secret.key")
# Keys of before: what was signed with them still opens, nothing new is signed with them.
SECRET_KEY_FALLBACKS = env.list("NEWSDESK_SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("NEWSDESK_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
if not DEBUG and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("NEWSDESK_HOSTS must name the hosts of this desk, not '*'.")

# SECURITY: canonical links, feeds and sitemaps are built from this, never from the Host header.
SITE_URL = env("NEWSDESK_SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env("NEWSDESK_SITE_NAME", default="Newsdesk")
HTTPS = SITE_URL.startswith("https://")
# Whether the desk asks other sites for pages that a person names, and whom it says that they may write to.
FETCH_PAGES = env.bool("NEWSDESK_FETCH_PAGES", default=True)
FETCH_CONTACT = env("NEWSDESK_FETCH_CONTACT", default="") or SITE_URL
if not FETCH_CONTACT.isascii() or not FETCH_CONTACT.isprintable():
    raise ImproperlyConfigured(
        "NEWSDESK_FETCH_CONTACT is a web address or a mailbox, in plain letters."
    )
# Whether it asks them now and then if what published pages lead to is still there.
LINK_CHECKS = FETCH_PAGES and env.bool("NEWSDESK_LINK_CHECKS", default=HTTPS)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
if HTTPS and DEBUG:
    raise ImproperlyConfigured("NEWSDESK_DEBUG must be off where NEWSDESK_SITE_URL is https.")
if HTTPS and any(map(_can_be_guessed, [SECRET_KEY, *SECRET_KEY_FALLBACKS])):
    raise ImproperlyConfigured("A secret key can be guessed: it takes 50 characters by chance.")

INSTALLED_APPS = [
    "newsdesk.site",
    "stories",
    "faqs",
    "entities",
    "newsdesk.site_pages",
    "newsdesk.importing",
    "newsdesk.catalogue",
    "newsdesk.comments",
    "newsdesk.pages",
    "newsdesk.notifications",
    "newsdesk.accounts",
    "newsdesk.editing",
    "newsdesk.desk",
    "newsdesk.desk.bulk",
    "newsdesk.live_checks",
    "newsdesk.tags",
    "newsdesk.sections",
    "newsdesk.backup",
    "newsdesk.exchange",
    "newsdesk.redirects",
    "newsdesk.people",
    "newsdesk.webhooks",
    "newsdesk.publication",
    "django_tasks",
    "django_tasks_db",
    # After the library, whose page of jobs it takes away.
    "newsdesk.jobs",
    "newsdesk.mail",
    "taggit",
    "django_filters",
    "django_prose_editor",
    "js_asset",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # First, so that whatever the others log has the number of the request.
    "newsdesk.middleware.NumberedRequests",
    # Outside of the response cache: kept answers are counted too, and go to whatever site asks.
    "newsdesk.api.door.ApiDoor",
    # Before anything is read of what readers see, the response cache's own question too.
    "newsdesk.site.readers_database.ReadersDatabase",
    # Outside of all that look at a request and set headers: what is kept is given as it went out.
    "newsdesk.site.response_cache.ResponseCache",
    # The three that set headers stand above WhiteNoise, else static files go without them.
    "newsdesk.middleware.SharedCache",
    "newsdesk.middleware.SafeHeaders",
    "newsdesk.requests.content_policy.ContentPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsdesk.catalogue.publication.OnePublication",
    # Before anything is asked of the database that is not asked with a limit.
    "newsdesk.site.readers_database.PrimaryGuard",
    "newsdesk.middleware.RefuseMalformed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsdesk.accounts.sessions.SeenLately",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Inside of what says that nothing may be framed.
    "newsdesk.desk.frames.DialogFrames",
    "newsdesk.middleware.MovedAndGone",
]

ROOT_URLCONF = "newsdesk.urls"
WSGI_APPLICATION = "newsdesk.wsgi.application"
ASGI_APPLICATION = "newsdesk.asgi.application"

FORM_RENDERER = "newsdesk.desk.form_renderer.QuickBoxes"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "newsdesk.site.template_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "libraries": {
                "form_html": "newsdesk.desk.form_html",
                "nav_links": "newsdesk.desk.nav_links",
            },
            "builtins": [
                "django.templatetags.i18n",
                "newsdesk.presentation.fragments",
                "newsdesk.presentation.head_html",
                "newsdesk.presentation.script_words",
                "newsdesk.presentation.words_html",
                "entities.graph_html",
                "stories.story_html",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsdesk.site.context.site",
            ],
        },
    },
]

# How many requests a web process answers at once: deploy/gunicorn.conf.py reads it too.
WEB_THREADS = env.int("NEWSDESK_WEB_THREADS", default=4)
# Whether PgBouncer, or the like, stands before the database and gives each transaction another connection.
POOLED = env.bool("NEWSDESK_POOLED", default=False)
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
# To open SQLite's file anew costs five times what a kept answer does.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("NEWSDESK_CONN_MAX_AGE", default=60)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE: a transaction that reads, then writes, must not find the database locked.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"] |= _of_postgresql(DATABASES["default"].get("OPTIONS", {}))
# A replica for readers' pages: after how many seconds behind it is not read, and how old what it shows may be
# while the primary is away.
if _replica := env("NEWSDESK_REPLICA_URL", default=""):
    if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("NEWSDESK_REPLICA_URL needs a DATABASE_URL of PostgreSQL.")
    DATABASES["replica"] = env.db_url_config(_replica)
    DATABASES["replica"] |= _of_postgresql(DATABASES["replica"].get("OPTIONS", {}))
    DATABASES["replica"]["OPTIONS"]["connect_timeout"] = 2
    DATABASES["replica"]["CONN_MAX_AGE"] = DATABASES["default"]["CONN_MAX_AGE"]
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
    DATABASE_ROUTERS = ["newsdesk.catalogue.replica.Readers"]
REPLICA_LAG = env.int("NEWSDESK_REPLICA_LAG", default=10)
REPLICA_ALONE = env.int("NEWSDESK_REPLICA_ALONE", default=3_600)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "newsdesk.jobs.backend.NumberedJobs"}}
# Where jobs run: in workers, or at the end of the request that hands one in, for a desk without any.
JOBS_IN_REQUESTS = _one_of("NEWSDESK_JOBS", "workers", "requests") == "requests"

# Where mail goes; nowhere unless a server is named. Each step of talking to it has so many seconds.
EMAIL_URL = env("NEWSDESK_EMAIL_URL", default="")
MAIL_ON = bool(EMAIL_URL)
globals().update(_mail(EMAIL_URL or "dummymail://"))
EMAIL_TIMEOUT = env.int("NEWSDESK_EMAIL_TIMEOUT", default=10)
if not 1 <= EMAIL_TIMEOUT <= 60:
    raise ImproperlyConfigured("NEWSDESK_EMAIL_TIMEOUT is a number of seconds from 1 to 60.")
DEFAULT_FROM_EMAIL = env("NEWSDESK_EMAIL_FROM", default="") or formataddr(
    (SITE_NAME, f"newsdesk@{re.split('[/:]', SITE_URL)[3]}")
)
# Of the service behind an anymail:// address.
ANYMAIL = {"REQUESTS_TIMEOUT": EMAIL_TIMEOUT, **env.json("NEWSDESK_ANYMAIL", default={})}

CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
if "memcached" in CACHES["default"]["BACKEND"]:
    raise ImproperlyConfigured(
        "CACHE_URL names memcached, which Newsdesk does not know. Name a Redis or Valkey by "
        "rediscache://host:6379/0, or a table by dbcache://table."
    )
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    CACHES["default"]["BACKEND"] = "newsdesk.outside.redis_cache.Redis"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# Whether members of staff may do without a second factor at the login: "optional" or "required".
SECOND_FACTOR = _one_of("NEWSDESK_SECOND_FACTOR", "optional", "required")
ACCOUNT_ADAPTER = "newsdesk.accounts.adapters.DeskAccounts"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
# SECURITY: these count in the cache, which each web process may have for itself. What is counted
# instead, in the database, stands in newsdesk/accounts/throttle.py.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_ADAPTER = "newsdesk.accounts.adapters.DeskFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1

# Of the desk and of its mail. What readers see is in the language of the publication.
LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env("NEWSDESK_TIME_ZONE", default="Europe/London")
USE_I18N = True
USE_TZ = True

# The editor's extension of our own; it adds no tag to what a text may hold.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("desk/pasted-text.js")],
        "extensions": {"PastedText": html_tags([])},
    }
]

STATIC_URL = "/static/"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("handbook", BASE_DIR / "docs" / "handbook" / "pictures"),
]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755
# In production static files have names with a hash of what is in them, and lie there compressed.
HASHED_STATIC = env.bool("NEWSDESK_HASHED_STATIC", default=HTTPS)
STORAGES = {
    "default": _store(env("NEWSDESK_STORAGE_URL", default="")),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_STATIC
WHITENOISE_AUTOREFRESH = DEBUG

# The nonce goes into the header only where a template asked for it: in the admin, for the editor's
# import map. Public pages carry none, so that they can be cached.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS and env.bool("NEWSDESK_SSL_REDIRECT", default=True)
# Half a year, for this host alone: what else the publisher has under the domain is not ours to decide.
HSTS = _hsts(env("NEWSDESK_HSTS", default="15768000"))
SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = (
    HSTS if HTTPS else (0, False, False)
)
# `check --deploy` asks for the whole of it; NEWSDESK_HSTS is a choice, see docs/decisions/0024.
SILENCED_SYSTEM_CHECKS = [
    check
    for check, chosen in zip(("security.W004", "security.W005", "security.W021"), HSTS, strict=True)
    if HTTPS and not chosen
]
BEHIND_PROXY = env.bool("NEWSDESK_BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Who may ask /readyz and /metrics, besides this machine; load balancers ask by http and follow no redirect.
HEALTH_FROM = _networks("NEWSDESK_HEALTH_FROM")
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
# Hands the text of a form back to its writer instead of losing it.
CSRF_FAILURE_VIEW = "newsdesk.editing.expired_session.expired"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
# A page at all its limits (newsdesk/pages/limits.py) has to fit into one request: 400,000 characters are
# at most 4.8 MB as a browser sends them, and its rows have fewer than 11,000 fields.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 15_000

# For how many seconds a cache in front of the site answers by itself, whatever waits: that late are
# an appearance and a withdrawal seen (docs/caching.md).
SHARED_CACHE_SECONDS = env.int("NEWSDESK_SHARED_CACHE_SECONDS", default=0)
if SHARED_CACHE_SECONDS < 0:
    raise ImproperlyConfigured("NEWSDESK_SHARED_CACHE_SECONDS is a number of seconds, or 0.")
# Which caches are told what has changed, by a job, and a header that opens them: "Fastly-Key: …".
PURGE_URLS = _purges("NEWSDESK_PURGE_URLS")
PURGE_HEADER = _header("NEWSDESK_PURGE_HEADER")
# How much memory a process spends on answers that it keeps, in megabytes; 0 keeps none. In debug mode pages
# are made each time, from templates that may just have been changed.
RESPONSE_CACHE_BYTES = env.int("NEWSDESK_RESPONSE_CACHE_MB", default=0 if DEBUG else 64) * 1024**2
if RESPONSE_CACHE_BYTES < 0:
    raise ImproperlyConfigured("NEWSDESK_RESPONSE_CACHE_MB is a number of megabytes, or 0.")
# How many requests of the read API one client is answered in a minute, 0 for any number; and the sites whose
# scripts may read it, as browsers write them: https://www.example.org.
API_PER_MINUTE = env.int("NEWSDESK_API_PER_MINUTE", default=300)
API_ORIGINS = frozenset(env.list("NEWSDESK_API_ORIGINS", default=[]))
if API_PER_MINUTE < 0:
    raise ImproperlyConfigured("NEWSDESK_API_PER_MINUTE is a number of requests, or 0.")
for _origin in API_ORIGINS:
    if not re.fullmatch(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?", _origin):
        raise ImproperlyConfigured(
            "NEWSDESK_API_ORIGINS lists origins such as https://www.example.org, without a path:"
            f" it cannot be {_origin!r}."
        )
# Whether other programs are told of what is published, corrected and withdrawn: not from a copy of a desk.
WEBHOOKS = env.bool("NEWSDESK_WEBHOOKS", default=True)
# Which pages are published only after somebody has approved them who has not written them: app labels.
SECOND_READER = _kinds_to_read(env.str("NEWSDESK_SECOND_READER", default="1"))
# A path to another copy of the sentence encoder's ONNX file; empty for the installed package's.
DUPLICATES_MODEL = env("NEWSDESK_DUPLICATES_MODEL", default="")
# An operator's own model of pairs, as ONNX, and its checksum; empty for none.
DUPLICATES_PAIR_MODEL = env("NEWSDESK_DUPLICATES_PAIR_MODEL", default="")
DUPLICATES_PAIR_MODEL_SHA256 = env("NEWSDESK_DUPLICATES_PAIR_MODEL_SHA256", default="")
# From how many stories on the merge of a FAQ needs a second moderator; 0 for never.
NEWSDESK_SECOND_MODERATOR_FROM = env.int("NEWSDESK_SECOND_MODERATOR_FROM", default=5)
# How many questions and reports readers may send in an hour, all of them together.
LETTERS_AN_HOUR = env.int("NEWSDESK_LETTERS_AN_HOUR", default=120)
# After how many days `forget_reports` forgets what was written in a settled question or report.
FORGET_LETTERS_AFTER = env.int("NEWSDESK_FORGET_LETTERS_AFTER", default=180)
# What security.txt tells those who have found a hole: a mail address or a link.
SECURITY_CONTACT = env("NEWSDESK_SECURITY_CONTACT", default="")

TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "newsdesk.catalogue.tags.split_tags"
TAGGIT_STRING_FROM_TAGS = "newsdesk.catalogue.tags.join_tags"

# Requests that took longer, in milliseconds, are logged; 0 for none.
SLOW_REQUEST_MS = env.int("NEWSDESK_SLOW_REQUEST_MS", default=2_000)
# Statements of the database likewise.
SLOW_QUERY_MS = env.int("NEWSDESK_SLOW_QUERY_MS", default=500)
# Where errors are told, without any person in them.
SENTRY_DSN = env("NEWSDESK_SENTRY_DSN", default="")
# Where the backups of this machine lie, of which `check --deploy` and /readyz know whether one is fresh.
BACKUPS = Path(env("NEWSDESK_BACKUPS", default=str(VAR_DIR / "backups")))
LOG_FORMAT = _one_of("NEWSDESK_LOG_FORMAT", "text", "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"about_request": {"()": "newsdesk.requests.log.AboutRequest"}},
    "formatters": {
        "text": {"()": "newsdesk.requests.log.TextLine"},
        "json": {"()": "newsdesk.requests.log.JsonLine"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",  # To standard error.
            "filters": ["about_request"],
            "formatter": LOG_FORMAT,
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "newsdesk": {"level": "INFO"},
        # Django's own handlers say nothing where debugging is off.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # Pages that are missing or forbidden are the web server's log, and would drown the rest.
        "django.request": {"level": "ERROR"},
    },
}
