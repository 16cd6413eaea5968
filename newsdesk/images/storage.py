"""Where files are kept on disk: whole, or not at all."""

import contextlib
import os
import uuid

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """The stock storage, but a file has its name only once all of it is on the disk.

    Django writes into the final file: a full disk, or a process that is killed, leaves half a picture
    behind that looks like one.
    """

    def _save(self, name: str, content: File) -> str:
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
