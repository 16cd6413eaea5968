"""The publication as it stands now: the newest published version, or what the settings say.

What readers' pages show is asked for through `newsdesk.catalogue.publication`, which keeps it.
Mail and whatever else is written beside requests asks here, each time.
"""

import json

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

from newsdesk.publication import kept_copy
from newsdesk.publication.document import Publication, from_text
from newsdesk.publication.models import PublicationEdition

NEWEST = "SELECT number, document FROM publication_publicationedition ORDER BY number DESC LIMIT 1"


def by_settings() -> Publication:
    """Return what the settings say of the publication."""
    return Publication(name=settings.SITE_NAME)


def newest(using: str = DEFAULT_DB_ALIAS) -> Publication:
    """Return what is published. One query."""
    row = PublicationEdition.objects.using(using).order_by("-number").first()
    return row.publication if row else by_settings()


def newest_plainly(using: str = DEFAULT_DB_ALIAS) -> Publication:
    """Return what is published, asked past Django's cursors, as the epoch is: nothing may be kept of a
    transaction, so that within one it is asked for again and again.
    """
    connection = connections[using]
    connection.ensure_connection()
    with connection.wrap_database_errors:
        row = connection.connection.execute(NEWEST).fetchone()
    if row is None:
        return by_settings()
    number, document = row
    return from_text(document if isinstance(document, str) else json.dumps(document), number)


def name() -> str:
    """Return what the publication is called, for a message; where the database is away, as it was last."""
    try:
        return newest_plainly().name
    except (DatabaseError, InterfaceError):
        return (kept_copy.last() or by_settings()).name
