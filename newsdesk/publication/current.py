"""The publication as it stands now: the newest published version, or what the settings say.

What readers' pages show is asked for through `newsdesk.catalogue.publication`, which keeps it.
Mail and whatever else is written beside requests asks here, each time.
"""

import json

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.utils import timezone

from newsdesk.publication import kept_copy
from newsdesk.publication.document import Publication, from_text
from newsdesk.publication.models import PublicationEdition, PublicationPicture

# What `PublicationEditionQuerySet.begun` says, with a place for the time.
NEWEST = (
    "SELECT number, document FROM publication_publicationedition e"
    " WHERE (starts_at IS NULL OR starts_at <= {now}) AND NOT EXISTS"
    " (SELECT 1 FROM publication_publicationcancellation c WHERE c.edition_id = e.id)"
    " ORDER BY COALESCE(starts_at, published_at) DESC, number DESC LIMIT 1"
)
# Of the two databases' own modules.
_PLACES = {"sqlite": "?", "postgresql": "%s"}


def by_settings() -> Publication:
    """Return what the settings say of the publication."""
    return Publication(name=settings.SITE_NAME)


def newest(using: str = DEFAULT_DB_ALIAS) -> Publication:
    """Return what readers see now. One query."""
    row = PublicationEdition.objects.using(using).begun(timezone.now()).first()
    return row.publication if row else by_settings()


def newest_plainly(using: str = DEFAULT_DB_ALIAS) -> Publication:
    """Return what readers see now, asked past Django's cursors, as the epoch is: nothing may be kept of a
    transaction, so that within one it is asked for again and again.
    """
    connection = connections[using]
    connection.ensure_connection()
    statement = NEWEST.format(now=_PLACES[connection.vendor])
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.wrap_database_errors:
        row = connection.connection.execute(statement, (now,)).fetchone()
    if row is None:
        return by_settings()
    number, document = row
    return from_text(document if isinstance(document, str) else json.dumps(document), number)


def is_shown(picture: PublicationPicture) -> bool:
    """Tell whether readers may have a logo or an icon. No query for what was published at once, one for what
    began at its time.
    """
    if picture.is_public:
        return True
    scheduled = PublicationEdition.objects.begun(timezone.now()).exclude(starts_at=None)
    return any(stem_of(picture.name) in map(stem_of, row.publication.pictures) for row in scheduled)


def png_of(name: str) -> bytes | None:
    """Return the file of a logo or an icon, None where there is none. One query."""
    row = PublicationPicture.objects.filter(name=name).first()
    return bytes(row.data) if row else None


def stem_of(name: str) -> str:
    """Return what the names of one picture in all its sizes have in common."""
    return name.partition("-")[0]


def name() -> str:
    """Return what the publication is called, for a message; where the database is away, as it was last."""
    try:
        return newest_plainly().name
    except (DatabaseError, InterfaceError):
        return (kept_copy.last() or by_settings()).name
