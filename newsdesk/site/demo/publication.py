"""Lays down what the demo desk says of itself: its site pages, and its face."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from django.contrib.auth.models import User

from newsdesk.publication.document import from_data
from newsdesk.publication.models import PublicationDraft
from newsdesk.site.demo.files import File
from newsdesk.site.publication import deeds, pictures
from newsdesk.site_pages.documents import SitePageDocument
from newsdesk.site_pages.workflow import SITE_PAGE

CONTENT = Path(__file__).parent / "content"
RIGHTS = (deeds.RIGHT, "site_pages.add_sitepage", "site_pages.publish_sitepage")
PICTURES = {
    "logo": ("logo.png", pictures.keep_logo),
    "logo_dark": ("logo-dark.png", pictures.keep_logo),
    "icon": ("icon.png", pictures.keep_icon),
}


def lay_publication(people: Mapping[str, User], known: Mapping[str, str], *, mark: str) -> None:
    """Publish the pages of `site-pages.toml` that never were, and a face where nobody has begun one.

    `people` go by their login, `known` has what was laid down, `mark` stands before a page's reference.
    """
    chief = people["chief"]
    if not chief.has_perms(RIGHTS):
        return  # A login that was there before and is no desk chief's.
    for document in documents():
        reference = f"page:{document.slug}"
        if reference not in known:
            row = SITE_PAGE.create(document, actor=chief, note=mark + reference)
            SITE_PAGE.publish(row, actor=chief)
    if not PublicationDraft.objects.exists():
        _publish_face(chief)


def documents() -> list[SitePageDocument]:
    """Return what the site pages say."""
    tables = File.read(CONTENT / "site-pages.toml").tables("page")
    return [SitePageDocument(**table | {"body": table["body"].strip()}) for table, _ in tables]


def _publish_face(chief: User) -> None:
    data = dict(File.read(CONTENT / "publication.toml").data)
    why = data.pop("why")
    names = {name: _kept(file, keep) for name, (file, keep) in PICTURES.items()}
    face = from_data(data | names)
    deeds.save(face, seen=deeds.mark(deeds.draft()), actor=chief)
    deeds.publish(seen=deeds.mark(deeds.draft()), why=why, actor=chief)


def _kept(file: str, keep: Callable[[IO[bytes]], str]) -> str:
    with (CONTENT / "publication" / file).open("rb") as opened:
        return keep(opened)
