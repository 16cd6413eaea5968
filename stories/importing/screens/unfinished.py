"""A text between pasting and drafts: kept for its reader with all that was put right, and read anew."""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from newsdesk.images.uploads import encode
from newsdesk.images.uploads import keep as keep_picture
from newsdesk.importing.models import MOST_UNFINISHED, OfferedPicture, UnfinishedImport
from newsdesk.intake.lines import FileContents, Unreadable, reading_data, reading_from
from newsdesk.pages.document_image import Image
from stories.importing.corrected import corrected
from stories.importing.corrections import (
    STORY,
    Correction,
    Corrections,
    by_thing,
    corrections_from,
    data_of,
)
from stories.importing.drafts import find_earlier, known_names
from stories.importing.explainer import Explainer, KnownNames
from stories.importing.register import Register
from stories.importing.same_questions import linked
from stories.importing.source import SourcePage, pages_of

MOST_BYTES = 12_000_000
MOST_PICTURES = 6


@dataclass(frozen=True, slots=True)
class OpenedImport:
    """An unfinished import as it stands: the page on the screen as the parser reads it once its lines are put
    right (`read`), and with all corrections (`explainer`).
    """

    row: UnfinishedImport
    pages: list[SourcePage]
    known: KnownNames
    corrections: tuple[Correction, ...]
    read: Explainer
    explainer: Explainer

    @property
    def page(self) -> SourcePage:
        return self.pages[self.row.page]


def begin(user: User, reading: FileContents, source_name: str) -> UnfinishedImport:
    """Keep a text for the person who reads it. Raises Unreadable where it is too much to be kept."""
    data = reading_data(reading)
    if len(json.dumps(data)) > MOST_BYTES:
        raise Unreadable("The file holds more text than can be read here: take in fewer pages.")
    with transaction.atomic():
        own = UnfinishedImport.objects.of(user)
        over = own.values_list("pk", flat=True)[MOST_UNFINISHED - 1 :]
        own.filter(pk__in=list(over)).delete()
        title = next((each.name for each in reading.documents if each.name), source_name)
        row = UnfinishedImport.objects.create(
            user=user, reading=data, source_name=source_name, title=title[:250]
        )
        OfferedPicture.objects.bulk_create(pictures_for(row, reading))
        return row


def pictures_for(row: UnfinishedImport, reading: FileContents) -> Iterator[OfferedPicture]:
    """Yield the pictures of a file that can be used, each as it would be kept. The others were counted."""
    largest = sorted(reading.pictures, key=lambda each: -len(each.data))[:MOST_PICTURES]
    for number, picture in enumerate(each for each in reading.pictures if each in largest):
        try:
            data, width, height = encode(io.BytesIO(picture.data))
        except ValidationError:
            continue
        name = picture.name[:200]
        yield OfferedPicture(
            of=row, number=number, name=name, data=data, width=width, height=height
        )


def taken_picture(found: OpenedImport) -> Image | None:
    """Keep the picture that was chosen as the lead, and return it for the story. Raises ValidationError."""
    said = by_thing(found.corrections).get(STORY, {})
    number = said.get("picture", "")
    row = found.row.pictures.filter(number=int(number)).first() if number.isdecimal() else None
    if row is None:
        return None
    kept = keep_picture(bytes(row.data), row.width, row.height)
    return Image(name=kept.name, width=kept.width, height=kept.height, alt=said.get("alt", ""))


def known_for(row: UnfinishedImport) -> KnownNames:
    """Return what the desk knows, with what was said of the headings and names of this text."""
    known = known_names()
    sections = {form: section for form, (_, section) in row.sections.items()}
    names = {form: meaning for form, (_, meaning) in row.names.items()}
    return replace(known, sections={**known.sections, **sections}, names={**known.names, **names})


def opened(row: UnfinishedImport) -> OpenedImport:
    """Return an unfinished import as it stands. Raises Unreadable: NoSections where no heading is known."""
    known = known_for(row)
    pages = pages_of(reading_from(row.reading), row.source_name, known)
    row.page = min(row.page, len(pages) - 1)
    page = pages[row.page]
    if str(row.page) not in row.corrections:
        earlier = find_earlier(page.text, page.name)
        row.corrections[str(row.page)] = earlier.corrections if earlier else []
    corrections = corrections_from(row.corrections[str(row.page)])
    return with_corrections(
        OpenedImport(row, pages, known, (), page.explainer, page.explainer), corrections
    )


def with_corrections(found: OpenedImport, corrections: Corrections) -> OpenedImport:
    """Return the same with other corrections. Raises Unreadable where the text would be no page with them."""
    over_lines, before = (
        [each for each in some if each.of_lines] for some in (corrections, found.corrections)
    )
    read = found.read
    if over_lines != before:  # Reading takes longer than all the rest.
        read = found.page.read_again(found.known, over_lines)
    topics = {topic.key: topic for topic in Register.of(found.known.entities)}
    explainer = corrected(read, corrections, topics)
    explainer = replace(explainer, faqs=tuple(linked(explainer.faqs)))
    return replace(found, corrections=tuple(corrections), read=read, explainer=explainer)


def keep(found: OpenedImport) -> None:
    """Write down what was put right, and a title to find the text by."""
    row = found.row
    row.corrections[str(row.page)] = data_of(found.corrections)
    row.title = (found.explainer.title or row.title)[:250]
    _save(row)


def answer_headings(row: UnfinishedImport, answers: Mapping[str, tuple[str, str]]) -> None:
    """Keep which sections the unknown headings of a text are: words and section by form."""
    row.sections = {form: list(said) for form, said in answers.items()}
    _save(row)


def answer_names(row: UnfinishedImport, answers: Mapping[str, tuple[str, str]]) -> None:
    """Keep what the names are that stand where an outlet stands: words and meaning by form."""
    row.names = {form: list(said) for form, said in answers.items()}
    _save(row)


def turn_to(row: UnfinishedImport, page: int) -> None:
    """Keep which page of the file is next."""
    row.page = page
    _save(row)


def _save(row: UnfinishedImport) -> None:
    row.version += 1
    row.changed_at = timezone.now()
    row.save()
