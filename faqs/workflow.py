"""The verbs of a FAQ, and the table that its buttons are drawn from."""

from typing import Any

from django.db import transaction

from faqs import gate, working_copy
from faqs.documents import SCHEMA, FaqDocument, read
from faqs.entries import entry_of
from faqs.models.draft import Faq
from newsdesk.catalogue import write as catalogue
from newsdesk.publishing.documents import as_data
from newsdesk.publishing.workflow import Pages, log, require, standard_verbs, table

VERBS = table(*standard_verbs("faqs", "faq"))

PAGES = Pages(
    verbs=VERBS,
    schema=SCHEMA,
    document_of=working_copy.document_of,
    read=read,
    problems=lambda faq: gate.problems(working_copy.document_of(faq)),
    show=lambda editions: catalogue.put(entry_of(editions)),
)
publish = PAGES.publish
withdraw = PAGES.withdraw
discard = PAGES.discard
take_back = PAGES.take_back


@transaction.atomic
def create(document: FaqDocument, *, actor: Any, note: str = "") -> Faq:
    """Write a new FAQ from `document`."""
    require(actor, "faqs.add_faq")
    faq = Faq(created_by=actor, changed_by=actor)
    working_copy.write(document, faq)
    log(faq, "create", actor=actor, note=note)
    return faq


@transaction.atomic
def revise(faq: Faq, document: FaqDocument, *, actor: Any, note: str = "") -> Faq:
    """Replace the working copy by `document`; what stood there before is kept in the log."""
    require(actor, "faqs.change_faq")
    faq = Faq.objects.select_for_update().get(pk=faq.pk)
    replaced = as_data(working_copy.document_of(faq))
    faq.changed_by = actor
    working_copy.write(document, faq)
    log(faq, "revise", actor=actor, note=note, detail={"replaced": replaced})
    return faq
