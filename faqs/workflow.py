"""The verbs of a FAQ, and the table that its buttons are drawn from."""

from functools import partial
from typing import Any

from django.db import transaction

from faqs import restorable, working_copy
from faqs.documents import SCHEMA, FaqDocument, read, tidy
from faqs.entry import entry_of
from faqs.models.draft import Faq
from faqs.models.merge import FaqMergeStep
from faqs.rule_inputs import findings, judge
from faqs.rules import forecasts
from newsdesk.catalogue import write as catalogue
from newsdesk.catalogue.entries import entries_of_page
from newsdesk.live_checks.results import Gate, keep
from newsdesk.merging.chains import Chains
from newsdesk.pages.documents import as_data
from newsdesk.workflow import correct as mending
from newsdesk.workflow import publish as releasing
from newsdesk.workflow import review
from newsdesk.workflow.page_type import Pages
from newsdesk.workflow.restore import restore as restore_edition
from newsdesk.workflow.standard_transitions import review_verbs, standard_verbs
from newsdesk.workflow.transitions import log, require, table

VERBS = table(*review_verbs("faqs", "faq"), *standard_verbs("faqs", "faq"))

PAGES = Pages(
    verbs=VERBS,
    schema=SCHEMA,
    document_of=working_copy.document_of,
    fit=working_copy.fit,
    write=working_copy.write,
    write_back=working_copy.write_back,
    read=read,
    restorable=restorable.restorable,
    findings=judge,
    show=lambda faq: catalogue.put(faq.key, entries_of_page(faq.editions.in_order(), entry_of)),
    keep=partial(keep, Gate(read=read, find=findings, forecasts=forecasts)),
    lineage=Chains(FaqMergeStep, read, tidy),
)
submit = partial(review.submit, PAGES)
return_ = partial(review.return_, PAGES)
approve = partial(review.approve, PAGES)
mark_read = partial(review.mark_read, PAGES)
publish = partial(releasing.publish, PAGES)
schedule = partial(releasing.schedule, PAGES)
reschedule = partial(releasing.reschedule, PAGES)
unschedule = partial(releasing.unschedule, PAGES)
embargo = partial(releasing.embargo, PAGES)
correct = partial(mending.correct, PAGES)
clarify = partial(mending.clarify, PAGES)
check = partial(mending.check, PAGES)
restore = partial(restore_edition, PAGES)
withdraw = partial(mending.withdraw, PAGES)
discard = partial(mending.discard, PAGES)
take_back = partial(mending.take_back, PAGES)


@transaction.atomic
def create(document: FaqDocument, *, actor: Any, note: str = "") -> Faq:
    """Write a new FAQ from `document`."""
    require(actor, "faqs.add_faq")
    faq = Faq(created_by=actor, changed_by=actor)
    working_copy.write(document, faq, actor=actor)
    log(faq, "create", actor=actor, note=note)
    return faq


@transaction.atomic
def revise(faq: Faq, document: FaqDocument, *, actor: Any, note: str = "") -> Faq:
    """Replace the working copy by `document`; what stood there before is kept in the log."""
    require(actor, "faqs.change_faq")
    faq = Faq.objects.select_for_update().get(pk=faq.pk)
    replaced = as_data(working_copy.document_of(faq))
    faq.changed_by = actor
    working_copy.write(document, faq, actor=actor)
    log(faq, "revise", actor=actor, note=note, detail={"replaced": replaced})
    return faq
