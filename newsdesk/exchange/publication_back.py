"""The publication's face of an export, with its versions and its log."""

import io
from base64 import b64decode
from collections.abc import Callable

from django.contrib.auth.models import User
from PIL import Image

from newsdesk.catalogue.models import Boundary
from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange.columns import instant
from newsdesk.exchange.names import Inward
from newsdesk.exchange.row_result import CREATED, UNCHANGED
from newsdesk.publication.document import shot
from newsdesk.publication.models import (
    PublicationCancellation,
    PublicationDeed,
    PublicationDraft,
    PublicationEdition,
    PublicationPicture,
)
from newsdesk.site.publication.deeds import RIGHT, digest_of
from newsdesk.site.publication.forms import check_document
from newsdesk.workflow.transitions import require

# What partners get is the first.
KINDS = (
    "publication",
    *(f"publication-{name}" for name in ("picture", "version", "draft", "deed")),
)
_LARGEST = 2_000_000  # Bytes of a logo.


class PublicationBack:
    """Writes a face into a desk that has none, not even a draft; any other keeps its own."""

    def __init__(self, names: Inward, *, actor: User, as_it_was: bool) -> None:
        self._names, self._actor, self._as_it_was = names, actor, as_it_was
        rows = (PublicationEdition, PublicationDraft)
        self._has_own = any(model._default_manager.exists() for model in rows)

    def take(self, line: Data) -> tuple[str, str]:
        """Write one line; return the result and a sentence. Raises PermissionDenied, ValidationError,
        LookupError, TypeError or ValueError.
        """
        if not self._as_it_was:
            return UNCHANGED, "The publication’s face is left out: it comes with its history alone."
        if self._has_own:
            return UNCHANGED, "The publication has a face here already."
        require(self._actor, RIGHT)
        write: dict[str, Callable[[Data], str]] = {
            "publication-picture": self._picture,
            "publication-version": self._version,
            "publication-draft": self._draft,
            "publication-deed": self._deed,
        }
        return CREATED, write[line["kind"]](line)

    def _picture(self, line: Data) -> str:
        """SECURITY: a file that goes by the name of a picture has to be that picture, of that size."""
        name, data = str(line["name"]), b64decode(str(line["png"]), validate=True)
        named = shot(name)
        if named is None or len(data) > _LARGEST:
            raise ValueError(f"“{name[:60]}” is no logo or icon")
        try:
            with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
                size = picture.size
                if size == (named.width, named.height):
                    picture.load()
        except (OSError, SyntaxError, Image.DecompressionBombError) as error:
            raise ValueError(f"“{name}” cannot be read") from error
        if size != (named.width, named.height):
            raise ValueError(f"“{name}” has another size")
        shown = {"data": data, "is_public": bool(line["is_public"])}
        PublicationPicture.objects.get_or_create(name=name, defaults=shown)
        return "A logo or an icon of the publication."

    def _version(self, line: Data) -> str:
        check_document(line["document"])
        version = PublicationEdition(
            number=int(line["number"]),
            document=line["document"],
            digest=digest_of(line["document"]),
            why=str(line["why"])[:500],
            published_at=instant(line["published_at"]),
            published_by=self._names.person(line["published_by"]),
            starts_at=instant(line["starts_at"]) if line["starts_at"] else None,
        )
        version.save_base(raw=True, force_insert=True)
        if version.starts_at:
            Boundary.objects.get_or_create(at=version.starts_at)
        if cancelled := line["cancelled"]:
            by, at = self._names.person(cancelled["by"]), instant(cancelled["at"])
            row = PublicationCancellation(edition=version, by=by, at=at)
            row.save_base(raw=True, force_insert=True)
        return f"Version {version.number} of the publication."

    def _draft(self, line: Data) -> str:
        check_document(line["document"])
        by, at = line["changed_by"], line["changed_at"]
        PublicationDraft.objects.create(
            pk=1,
            document=line["document"],
            changed_by=self._names.person(by) if by else None,
            changed_at=instant(at) if at else None,
        )
        return "The draft of the publication."

    def _deed(self, line: Data) -> str:
        PublicationDeed(
            verb=str(line["verb"])[:12],
            detail=str(line["detail"])[:500],
            at=instant(line["at"]),
            actor=self._names.person(line["actor"]),
        ).save_base(raw=True, force_insert=True)
        return "A line of the publication’s history."
