"""What `manage.py check --deploy` says of a desk that is to go live."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.core.cache import InvalidCacheBackendError, caches
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.files.storage import InvalidStorageError
from django.db import Error as DatabaseError

from newsdesk.site.health import probes


@register(deploy=True)
def static_files_collected(**kwargs: object) -> list[CheckMessage]:
    """Refuse hashed names of static files where nobody has collected them: every page would fail."""
    try:
        probes.static_files()
    except probes.ProbeFailed as failing:
        return [Error(str(failing), id="site.E001")]
    return []


@register(deploy=True)
def cache_shared(**kwargs: object) -> list[CheckMessage]:
    """Warn of a cache that each process has for itself, or that is away; refuse one whose client is not
    installed.
    """
    try:
        backend = caches["default"]
        module = type(backend).__module__
        # Redis's client is imported with the first key.
        getattr(backend, "_cache", None)
    except (ImportError, InvalidCacheBackendError) as error:
        return [
            Error(
                f"The cache of CACHE_URL cannot be used: {error}.",
                hint="Install its client, for Redis the package redis.",
                id="site.E002",
            )
        ]
    if module.endswith((".locmem", ".dummy")):
        return [
            Warning(
                "Each web process has a cache of its own: what readers may send is counted by each.",
                hint="Set CACHE_URL to a cache that all processes share, such as rediscache://host:6379/0.",
                id="site.W001",
            )
        ]
    return _cache_answers()


def _cache_answers() -> list[CheckMessage]:
    try:
        probes.shared_cache()
    except Exception as error:  # Each client has its own.
        return [
            Warning(
                f"The cache of CACHE_URL does not answer: {error}",
                hint="The desk runs without it, and counts in each process what readers may send.",
                id="site.W010",
            )
        ]
    return []


@register(deploy=True)
def proxy_named(**kwargs: object) -> list[CheckMessage]:
    """Warn where https is asked for and nothing says that a proxy does it."""
    if settings.HTTPS and not settings.BEHIND_PROXY:
        return [
            Warning(
                "The site is https, and no proxy is trusted to say so: behind one that ends TLS every"
                " address would redirect to itself.",
                hint="Set NEWSDESK_BEHIND_PROXY=1 where a proxy of yours sets X-Forwarded-Proto"
                " and X-Forwarded-For.",
                id="site.W002",
            )
        ]
    return []


@register(deploy=True)
def mail_on(**kwargs: object) -> list[CheckMessage]:
    """Warn where nobody can be written to."""
    if settings.MAIL_ON:
        return []
    return [
        Warning(
            "Mail is off: nobody is invited, reminded or told of anything by mail, and nobody can get a new"
            " password by themselves. Desk chiefs give out links under “People”.",
            hint="Set NEWSDESK_EMAIL_URL, such as smtp+tls://name:password@mail.example:587.",
            id="site.W007",
        )
    ]


@register(deploy=True)
def storage_writable(**kwargs: object) -> list[CheckMessage]:
    """Refuse a store that takes no picture, or whose client is not installed."""
    try:
        probes.storage()
    except (OSError, InvalidStorageError, probes.ProbeFailed) as error:
        return [
            Error(
                f"Images cannot be kept: {error}.",
                hint="A store that speaks S3 needs the package django-storages[s3], the extra s3.",
                id="site.E003",
            )
        ]
    return []


@register(Tags.database, deploy=True)
def replica_follows(
    *, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Warn of a replica that is not read: it is late, or does not answer."""
    if "default" not in (databases or ()):
        return []
    try:
        probes.replica()
    except (probes.ProbeFailed, DatabaseError) as error:
        hint = "Readers' pages come from the primary meanwhile. See docs/deployment.md."
        return [Warning(f"The replica cannot be read: {error}", hint=hint, id="site.W008")]
    return []


@register(Tags.database, deploy=True)
def roles_agree(*, databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """Warn where nobody could work: a fresh database has no roles."""
    return _warned(probes.roles, "site.W003") if "default" in (databases or ()) else []


@register(deploy=True)
def backup_is_fresh(**kwargs: object) -> list[CheckMessage]:
    """Warn where nothing could be restored."""
    return _warned(probes.backup, "site.W004")


@register(Tags.database, deploy=True)
def jobs_run(*, databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """Warn of jobs that wait, are late or have failed."""
    return _warned(probes.jobs, "site.W005") if "default" in (databases or ()) else []


@register(Tags.database, deploy=True)
def clocks_agree(*, databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """Warn where this machine and the database have different times."""
    return _warned(probes.clock, "site.W006") if "default" in (databases or ()) else []


@register(Tags.database, deploy=True)
def outlets_loaded(
    *, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Warn where no outlet would be recognised in a pasted text."""
    return _warned(probes.outlets, "site.W009") if "default" in (databases or ()) else []


def _warned(ask: Callable[[], None], number: str) -> list[CheckMessage]:
    try:
        ask()
    except probes.ProbeFailed as failing:
        return [Warning(str(failing), id=number)]
    except (OSError, DatabaseError):
        return []  # Another check says what is missing.
    return []
