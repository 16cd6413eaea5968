"""Where files are kept: what every store raises, and the disk, where a file is whole or not at all."""

import contextlib
import os
import uuid
from collections.abc import Iterator

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class StoreFailed(OSError):
    """The store of pictures is full, broken, away, or does not answer in time.

    The one error of all stores, besides FileNotFoundError for a file that is not there.
    """


@contextlib.contextmanager
def store_failures(*failures: type[Exception]) -> Iterator[None]:
    """Raise StoreFailed for what a store raises within the block; a file that is missing is no failure."""
    try:
        yield
    except (FileNotFoundError, StoreFailed):
        raise
    except failures as error:
        raise StoreFailed(str(error)) from error


class WholeFiles(FileSystemStorage):
    """The stock storage, but a file has its name only once all of it is on the disk.

    Django writes into the final file: a full disk, or a process that is killed, leaves half a picture
    behind that looks like one.
    """

    def _open(self, name: str, mode: str = "rb") -> File:
        with store_failures(OSError):
            found: File = super()._open(name, mode)  # type: ignore[misc]  # The stubs do not have it.
            return found

    def _save(self, name: str, content: File) -> str:
        with store_failures(OSError):
            return self._kept(name, content)

    def _kept(self, name: str, content: File) -> str:
        folder, _, _ = name.rpartition("/")
        draft = f"{folder}/.{uuid.uuid4().hex}.part" if folder else f".{uuid.uuid4().hex}.part"
        try:
            super()._save(draft, content)  # type: ignore[misc]  # The stubs do not have it.
            with open(self.path(draft), "rb") as written:
                os.fsync(written.fileno())
            os.replace(self.path(draft), self.path(name))
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(self.path(draft))
            raise
        return name

    def delete(self, name: str) -> None:
        with store_failures(OSError):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with store_failures(OSError):
            return super().exists(name)

    def size(self, name: str) -> int:
        with store_failures(OSError):
            return super().size(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with store_failures(OSError):
            return super().listdir(path)
