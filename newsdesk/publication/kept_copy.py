"""The last published face, kept on the disk of this machine for pages that can ask no database.

Each process writes it when it sees a new one, so that every machine that answers readers has it.
"""

import contextlib
import json
import logging
import os
from pathlib import Path

from django.conf import settings

from newsdesk.publication.document import Publication, from_data

logger = logging.getLogger("newsdesk.publication")

NAME = "publication.json"
# What this process has seen last; the file is not read for it.
_seen: dict[str, Publication] = {}


def keep(publication: Publication) -> None:
    """Keep what readers see now; what the settings say is none of that."""
    last = _seen.get("last")
    _seen["last"] = publication
    if last == publication:
        return
    path = _path()
    try:
        if not publication.is_own:
            path.unlink(missing_ok=True)
            return
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps({"number": publication.number, "document": publication.data}))
        # Whoever reads it meanwhile has the old one, whole.
        draft.replace(path)
    except OSError as error:
        logger.warning("The publication's face could not be kept for error pages: %s", error)


def last() -> Publication | None:
    """Return what was seen last, by this process or by one before it; None where nothing was published."""
    if "last" in _seen:
        return _seen["last"]
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(_path().read_text())
        return from_data(kept["document"], number=int(kept["number"]))
    return None


def forget() -> None:
    """Know nothing of what this process has seen."""
    _seen.clear()


def _path() -> Path:
    return Path(settings.VAR_DIR) / NAME
