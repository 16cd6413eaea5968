"""Finding out whether a text was imported before, and remembering that it was."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from django.contrib.auth.models import User
from django.utils import timezone

from newsdesk.importing.models import ImportRecord

_LONGEST_NAME = 255
# How much of a text must be the same for two texts under one name to be two states of one page.
_ALIKE = 0.5
_LOOKED_AT = 20


def reference_of(text: str) -> str:
    """Return the SHA-256 of a text, whatever the blanks at the ends of its lines and at its end."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def earlier(text: str, source_name: str = "") -> Iterator[ImportRecord]:
    """Yield the imports that a text repeats, newest first: of the same text, then of the same file.

    A file of the same name counts only if half of its lines are the same: many are called "draft.txt".
    """
    reference = reference_of(text)
    yield from ImportRecord.objects.of_text(reference)
    named = ImportRecord.objects.of_source(source_name[:_LONGEST_NAME])
    for record in named.exclude(reference=reference)[:_LOOKED_AT]:
        if _alike(record.text, text):
            yield record


def _alike(one: str, other: str) -> bool:
    lines, others = (
        Counter(line.strip() for line in text.split("\n") if len(line.strip()) > 1)
        for text in (one, other)
    )
    same = (lines & others).total()
    return same >= _ALIKE * max(lines.total(), others.total())


def remember(
    text: str,
    *,
    target: str,
    source_name: str,
    actor: User,
    parser_version: int,
    digest: str,
    written: Mapping[str, object],
    notes: Sequence[Mapping[str, object]],
    corrections: Sequence[Mapping[str, str]] = (),
) -> ImportRecord:
    """Write down an import. Importing the same text into the same draft again renews its record."""
    record, _ = ImportRecord.objects.update_or_create(
        reference=reference_of(text),
        target=target,
        defaults={
            "source_name": source_name[:_LONGEST_NAME],
            "text": text,
            "actor": actor,
            "at": timezone.now(),
            "parser_version": parser_version,
            "digest": digest,
            "written": written,
            "notes": notes,
            "corrections": list(corrections),
        },
    )
    return record
