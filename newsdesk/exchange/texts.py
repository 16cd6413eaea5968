"""Texts of other systems, WordPress and Ghost, taken in as drafts one after the other; or as they were."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from newsdesk.catalogue.tags import split_tags
from newsdesk.catalogue.write import PathTaken
from newsdesk.exchange.columns import instant
from newsdesk.exchange.models import OutsideText
from newsdesk.exchange.row_result import (
    CHECKED,
    CREATED,
    REFUSED,
    SKIPPED,
    UNCHANGED,
    UPDATED,
    RowTold,
)
from newsdesk.importing.models import ImportRecord
from newsdesk.intake import sites
from newsdesk.intake.lines import FileContents, Unreadable, line_data
from newsdesk.intake.sites import Text
from newsdesk.pages.documents import digest_of_data
from newsdesk.redirects.rules import AddressRefused, lead_to_page
from newsdesk.text.slugs import slug_of
from newsdesk.workflow.register import workflow_of, working_copy
from newsdesk.workflow.transitions import Refused
from stories.importing.drafts import check, create_drafts, update_drafts
from stories.importing.explainer import Explainer
from stories.importing.intake import summary
from stories.importing.known import after, known_names
from stories.importing.source import SourcePage, pages_of


class Texts:
    """The texts of one export. Each is a transaction of its own; `as_it_was` publishes what was published."""

    def __init__(self, path: Path, *, actor: User, dry: bool, as_it_was: bool) -> None:
        self._path, self._actor, self._dry, self._as_it_was = path, actor, dry, as_it_was
        self._known = known_names()

    def total(self) -> int:
        return sites.count(self._path)

    def rows(self) -> Iterator[RowTold]:
        """Take in text by text and yield what became of each."""
        for text in sites.texts(self._path):
            result, message, target = self._taken(text)
            yield RowTold(
                number=text.number,
                name=text.facts.get("title", "")[:300],
                result=result,
                message=message,
                target=target,
            )

    def _taken(self, text: Text) -> tuple[str, str, str]:
        if text.document is None:
            return SKIPPED, text.reason, ""
        mark = digest_of_data([dict(text.facts), [line_data(line) for line in text.document.lines]])
        stored = OutsideText.objects.filter(outside=text.outside).first()
        if stored and stored.digest == mark:
            return UNCHANGED, "It is on this desk already, and says the same.", stored.target
        try:
            pages = pages_of(FileContents((text.document,)), text.outside, self._known)
            pages = [_with_facts(page, text) for page in pages[:1]] + pages[1:]
            if self._dry:
                return self._looked_at(pages, stored)
            with transaction.atomic():
                return self._written(text, pages, stored, mark)
        except (Unreadable, Refused, PermissionDenied, PathTaken) as error:
            return REFUSED, str(error), ""

    def _looked_at(
        self, pages: Sequence[SourcePage], stored: OutsideText | None
    ) -> tuple[str, str, str]:
        for page in pages:
            check(page.explainer)
        would = "would be brought up to date" if stored else "would become a draft"
        told = "; ".join(summary(page.explainer) for page in pages)
        return CHECKED, f"Understood, {would}: {told}.", stored.target if stored else ""

    def _written(
        self, text: Text, pages: Sequence[SourcePage], stored: OutsideText | None, mark: str
    ) -> tuple[str, str, str]:
        records = [self._draft(page, bool(stored)) for page in pages]
        target = records[0].target
        known = stored or OutsideText(outside=text.outside)
        known.digest, known.target, known.at = mark, target, timezone.now()
        known.save()
        told = [f"{summary(page.explainer)}." for page in pages]
        if stored:
            return UPDATED, f"Brought up to date: {' '.join(told)}", target
        told += [each for each in (self._published(text, target), self._led(text, target)) if each]
        return CREATED, f"A draft: {' '.join(told)}", target

    def _draft(self, page: SourcePage, again: bool) -> ImportRecord:
        write = update_drafts if again else create_drafts
        record = write(page.explainer, text=page.text, source_name=page.name, actor=self._actor)
        self._known = after(self._known, record.written.items())
        return record

    def _published(self, text: Text, target: str) -> str:
        """Publish what was published, as of then; return what the checks say of it."""
        if not self._as_it_was or text.facts.get("status") != "published":
            return ""
        try:
            at = instant(text.facts.get("published", "").replace("Z", "+00:00"))
        except ValueError:
            return "Not published: the export does not say when it was."
        return self._as_of(target, at)

    def _as_of(self, target: str, at: datetime) -> str:
        item = working_copy(target)
        try:
            with transaction.atomic():
                _, warnings = workflow_of(item).publish_as_it_was(
                    item, actor=self._actor, visible_from=at
                )
        except (Refused, PathTaken) as error:
            return f"Not published: {error}"
        told = " ".join(f"To look at: {warning}" for warning in warnings)
        return f"Published as of {at:%d %B %Y}. {told}".strip()

    def _led(self, text: Text, target: str) -> str:
        """Let the address of before lead to the page; return a sentence where it cannot."""
        old = text.facts.get("path", "")
        item = working_copy(target)
        if not old or old == item.public_path:
            return ""
        try:
            lead_to_page(old, target, item.public_path or "/", actor=self._actor)
        except AddressRefused as error:
            return f"Its old address leads nowhere: {error}"
        return f"{old} leads to it."


def _with_facts(page: SourcePage, text: Text) -> SourcePage:
    """Return a page with the address and the tags that it had."""
    explainer = page.explainer
    tags = tuple(split_tags(text.facts.get("tags", "")))
    slug = slug_of(text.facts.get("slug", ""))
    return replace(page, explainer=_kept(explainer, tags, slug))


def _kept(explainer: Explainer, tags: tuple[str, ...], slug: str) -> Explainer:
    if explainer.question_page:
        first, *others = explainer.faqs
        document = replace(first.document, tags=tags, slug=slug)
        return replace(explainer, faqs=(replace(first, document=document), *others))
    return replace(explainer, story=replace(explainer.story, tags=tags, slug=slug))
