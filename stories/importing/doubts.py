"""Which of an import's notes stay with the pages that it made, as doubts until somebody cures them."""

from collections.abc import Iterable, Iterator, Mapping

from newsdesk.importing.models import ImportDoubt
from newsdesk.pages.documents import Data
from newsdesk.rules.import_doubts import words_at
from stories.importing.explainer import WARNING, Explainer, Note

# What a rule of the publishing checks asks about by itself, word for word and for ever.
ASKED_BY_A_RULE = frozenset(
    (
        "attribution-guessed",  # guessed-attribution
        "draft-edited",  # said once, of this import
        "headline-missing",  # no-headline
        "intro-missing",  # no-answer
        "not-named",  # entity-unnamed
        "outlet-guessed",  # guessed-outlet
        "outlet-missing",  # source-without-outlet; our own summary may stand
        "question-missing",  # no-question
        "question-twice",  # same-question
        "topic-twice",  # same-name
    )
)


def doubts_of(
    explainer: Explainer,
    notes: Iterable[Note],
    keys: Mapping[str, str],
    documents: Mapping[str, Data],
    page: str,
) -> Iterator[tuple[Note, ImportDoubt]]:
    """Yield each note that stays a doubt, with the doubt, about the page that it belongs to.

    `keys` says which page each proposal has become, `documents` what those that were written say; `page` is
    the one that the whole text became.
    """
    where = {placement.line: placement.where for placement in explainer.placements}
    words = {line.number: line.text for line in explainer.lines}
    for note in notes:
        if note.level != WARNING or note.code in ASKED_BY_A_RULE:
            continue
        target = note.target or where.get(note.line or 0, "")
        owner, field = _owner_and_field(target, keys, page)
        if owner not in documents:
            continue  # Linked, not made: its words are another's.
        said = words_at(documents[owner], field) if field else None
        if said is None:
            field, said = "", " ".join(words.get(note.line or 0, "").split())
            if not said or owner != page:
                continue
        yield (
            note,
            ImportDoubt(page=owner, code=note.code, field=field, words=said, message=note.message),
        )


def _owner_and_field(target: str, keys: Mapping[str, str], page: str) -> tuple[str, str]:
    """Return the page that a target is in, and the field of its document, "" for none."""
    if target.startswith("story."):
        return page, target.removeprefix("story.")
    owner, _, field = target.rpartition(".")
    return (keys[owner], field) if owner in keys else (page, "")
