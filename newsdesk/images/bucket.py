"""Pictures in a store that speaks S3: the bucket is private, and readers get its files through the desk.

So a picture is public for as long as a page shows it, as on a disk. Each call has a limit and is tried
twice at most; few threads of a process wait at once, and none while the store is away.
"""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage

from newsdesk.images.storage import store_failures
from newsdesk.outside.circuit import Away, Circuit

CONNECT, READ, TRIES = 2, 5, 2  # seconds, seconds, and how often
# Half of the threads of a web process: the others are for readers who ask for no picture.
STORE = Circuit("store of images", pause=10, most=max(1, settings.WEB_THREADS // 2), patience=1)


class Bucket(S3Storage):
    """django-storages' own, with limits, one kind of error, and files that are read whole when opened."""

    def get_default_settings(self) -> dict[str, object]:
        own = {
            "file_overwrite": False,
            "default_acl": None,
            "client_config": Config(
                connect_timeout=CONNECT,
                read_timeout=READ,
                retries={"total_max_attempts": TRIES, "mode": "standard"},
                signature_version="s3v4",
                # Not every store that speaks S3 knows the newer ones.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        }
        return {**super().get_default_settings(), **own}

    def _open(self, name: str, mode: str = "rb") -> File:
        """Return the file, all of it: who reads it later waits for nobody."""
        with _asking(name):
            found = self.bucket.Object(self._normalize_name(name)).get()["Body"].read()
        return ContentFile(found, name)

    def _save(self, name: str, content: File) -> str:
        content.seek(0)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        data = content.read()
        with _asking(name):
            self.bucket.Object(self._normalize_name(name)).put(Body=data, ContentType=kind)
        return name

    def delete(self, name: str) -> None:
        with _asking(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _asking(name):
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with _asking(name):
            return int(super().size(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _asking(name):
            folders, files = super().listdir(name)
            return folders, files


@contextmanager
def _asking(name: str) -> Iterator[None]:
    """Ask the store for something within the block. Raises StoreFailed or FileNotFoundError."""
    with store_failures(BotoCoreError, ClientError, Away), STORE.asking(_is_away):
        try:
            yield
        except ClientError as error:
            if _status(error) == 404 and _is_of_file(error):
                raise FileNotFoundError(f"There is no {name}.") from error
            raise


def _is_away(error: Exception) -> bool:
    """Tell a store that does not answer, or is broken, from one that refuses."""
    return isinstance(error, BotoCoreError) or (
        isinstance(error, ClientError) and _status(error) >= 500
    )


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _is_of_file(error: ClientError) -> bool:
    """Tell a missing file from a missing bucket."""
    return error.response.get("Error", {}).get("Code") != "NoSuchBucket"
