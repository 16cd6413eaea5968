"""The file that a backup is written to: readable for its owner alone, and there only once it is whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file under another name beside `path`; give it its name at the end of the block.

    Raises FileExistsError: no backup is written over another.
    """
    if path.exists():
        raise FileExistsError(f"{path} exists already.")
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        # SECURITY: drafts, addresses of people and sealed secrets are in it.
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
        _keep_name(path.parent)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def _keep_name(folder: Path) -> None:
    """Let the new name outlive a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
