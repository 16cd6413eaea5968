"""Files that somebody hands in on the desk: kept in the storage until their import is over."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone

from newsdesk.exchange.models import ImportRun

# A file of which only a dry run was asked is given up after this.
KEPT_FOR = timedelta(days=1)


def keep(file: File) -> str:
    """Store a file under a name of its own and return that. SECURITY: it has no address."""
    return str(default_storage.save(f"imports/{uuid.uuid4().hex}", file))


@contextmanager
def on_disk(kept_as: str) -> Iterator[Path]:
    """Give a copy of a kept file that a reader can open as often as it likes."""
    with tempfile.TemporaryDirectory(prefix="newsdesk-import-") as folder:
        path = Path(folder) / "upload"
        with default_storage.open(kept_as) as source, path.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        yield path


def forget(run: ImportRun) -> None:
    """Let go of the file of a run."""
    if run.kept_as:
        default_storage.delete(run.kept_as)
        run.kept_as = ""
        run.save(update_fields=["kept_as"])


def forget_old() -> None:
    """Let go of files that were looked at and never taken in."""
    limit = timezone.now() - KEPT_FOR
    for run in ImportRun.objects.exclude(kept_as="").filter(ended_at__lt=limit):
        forget(run)
