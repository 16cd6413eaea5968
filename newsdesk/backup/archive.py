"""The file of a backup: a zip that is written and read in pieces, and says whether it is what was written.

Its comment, the last 64 bytes, is the SHA-256 of all bytes before it. The last member, `manifest.json`,
says what the others are.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 20
_SEAL = 64


class Unusable(Exception):
    """The file is no backup that can be restored; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Member:
    """A part of the file: its bytes before packing, and their SHA-256."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Rows(Member):
    """The rows of one model: how many, what stands in each place of a row, the highest number given."""

    rows: int
    columns: list[str]
    highest: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds, and where it comes from.

    `models` go by label, "stories.story", `files` by their name in the media storage; `missing` are
    pictures that rows name and that the storage does not have. Nothing in `models`, `files` and `missing`
    depends on the database or the storage.
    """

    made_at: str
    made_by: str
    versions: dict[str, str]
    settings: dict[str, object]
    migrations: list[str]
    models: dict[str, Rows] = field(default_factory=dict)
    files: dict[str, Member] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.models.values())


def member_of(label: str) -> str:
    """Return the name of the member that holds the rows of a model: one JSON list a line."""
    return f"rows/{label}.jsonl"


class _Sealing:
    """Writes on, and writes their SHA-256 in the place of the last 64 bytes.

    It has no `tell`: so the zip is written from its beginning to its end, also where it could go back.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self._held = b""

    def write(self, data: bytes) -> int:
        whole = self._held + bytes(data)
        past, self._held = whole[:-_SEAL], whole[-_SEAL:]
        self._digest.update(past)
        self._stream.write(past)
        return len(data)

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        """The stream is closed by whoever has opened it."""

    def seal(self) -> None:
        self._stream.write(self._digest.hexdigest().encode())
        self._stream.flush()


class Writer:
    """Puts one member after the other into a stream, and the manifest at the end."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._sealing = _Sealing(stream)
        self._zip = ZipFile(self._sealing, "w", ZIP_DEFLATED, compresslevel=4)
        self._zip.comment = b"0" * _SEAL

    def put(self, name: str, data: Iterable[bytes], *, packed: bool = True) -> Member:
        """Write a member; what is packed already, as pictures are, goes in as it is."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(name if packed else ZipInfo(name), "w", force_zip64=True) as out:
            for some in data:
                digest.update(some)
                size += out.write(some)
        return Member(size, digest.hexdigest())

    def close(self, manifest: Manifest) -> None:
        self.put(MANIFEST, [json.dumps(asdict(manifest), indent=1).encode()])
        self._zip.close()
        self._sealing.seal()

    def abandon(self) -> None:
        """Write nothing more; without it, the zip would try to end itself when it is forgotten."""
        self._zip.fp = None


class Archive:
    """A backup that is read. Raises Unusable where the file is none, or not what was written."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise Unusable(f"{path} cannot be read: {error.strerror}.") from error
        try:
            self._check_seal()
            self._zip = ZipFile(self._file)
            self.manifest = _manifest(json.loads(self._zip.read(MANIFEST)))
        except (BadZipFile, KeyError, TypeError, ValueError) as error:
            self._file.close()
            raise Unusable(f"{path} is not a backup of a desk.") from error
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()
        self._file.close()

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(name)

    def lines(self, label: str) -> Iterator[bytes]:
        """Yield the rows of a model, one JSON list each."""
        with self.open(member_of(label)) as file:
            yield from file

    def members(self) -> dict[str, Member]:
        """Return what the manifest says of each member, by its name."""
        rows = {member_of(label): rows for label, rows in self.manifest.models.items()}
        return {**rows, **self.manifest.files}

    def check(self, name: str, said: Member) -> None:
        """Compare a member with what the manifest says of it."""
        digest, size = hashlib.sha256(), 0
        with self.open(name) as file:
            while some := file.read(CHUNK):
                digest.update(some)
                size += len(some)
        if (size, digest.hexdigest()) != (said.bytes, said.sha256):
            raise Unusable(f"{self.name}: {name} is not what the manifest says.")

    def check_names(self) -> None:
        """See that the file holds what the manifest names, and nothing else."""
        if {*self._zip.namelist()} != {MANIFEST, *self.members()}:
            raise Unusable(f"{self.name} does not hold what its manifest names.")

    def _check_seal(self) -> None:
        """Read the whole file once: every byte counts, also those between the members."""
        digest, held = hashlib.sha256(), b""
        if self._file.read(2) != b"PK":
            raise Unusable(f"{self.name} is not a backup of a desk.")
        self._file.seek(0)
        while some := self._file.read(CHUNK):
            whole = held + some
            digest.update(whole[:-_SEAL])
            held = whole[-_SEAL:]
        if digest.hexdigest().encode() != held:
            raise Unusable(
                f"{self.name} is damaged or cut short: it is not what was written. Nothing was changed."
            )
        self._file.seek(0)


def _manifest(data: dict) -> Manifest:
    if data["format"] != FORMAT:
        raise Unusable(f"This is a backup of format {data['format']}; this desk reads {FORMAT}.")
    data["models"] = {label: Rows(**rows) for label, rows in data["models"].items()}
    data["files"] = {name: Member(**said) for name, said in data["files"].items()}
    return Manifest(**data)
