"""What was done to a page, told in sentences."""

from typing import TypedDict

from django.template.defaultfilters import pluralize
from django.utils.dateparse import parse_datetime

from newsdesk.pages.clock import in_words
from newsdesk.pages.models import Event

DEEDS = {
    "create": "made this page",
    "edit": "edited it",
    "assign": "arranged the work on it",
    "revise": "replaced what was written",
    "submit": "submitted it for review",
    "return": "returned it to its author",
    "approve": "approved it",
    "mark_read": "read the correction of version {edition}",
    "publish": "published version {edition}",
    "schedule": "scheduled version {edition}",
    "reschedule": "moved version {edition} to another time",
    "unschedule": "took version {edition} back from the schedule",
    "carry": "changed what is scheduled along with it",
    "correct": "corrected the published text with version {edition}",
    "clarify": "made the published text clearer with version {edition}",
    "check": "marked it as reviewed",
    "embargo": "set its embargo",
    "restore": "restored version {edition} as a draft",
    "withdraw": "withdrew it from readers with version {edition}",
    "discard": "put the draft away",
    "take_back": "took the draft back",
    "confirm": "confirmed name and kind",
    "accept": "said of warnings of the import why they may stay",
    "merge": "merged it into another page",
    "absorb": "merged another page into it",
    "split": "said which pages mean which of two topics",
    "unsplit": "took back a split",
    "unmerge": "undid a merge",
    "judged_same": "found it to be the same as another question",
    "judged_different": "found it different from another question",
    "judged_variants": "found it to be a variant of another question",
    "skipped_pair": "left a pair of questions for later",
    "reopened_pair": "took a decision on a pair back",
    "asked_opinion": "asked for a second opinion on a pair of questions",
    "proposed_merge": "proposed a merge to a second moderator",
    "refused_merge": "refused a proposed merge",
    "ask_query": "commented",
    "resolve_query": "resolved a comment",
    "reopen_query": "reopened a comment",
    "take_wording": "took a proposed wording",
    "decline_wording": "declined a proposed wording",
    "share_preview": "shared a preview with somebody outside",
    "revoke_preview": "revoked a shared preview",
    "answer_preview": "had an answer to a shared preview",
}


def sentence(event: Event) -> str:
    """Return "ada edited it: headline and summary." for an event; its actor is fetched with it."""
    deed = DEEDS.get(event.verb, event.verb.replace("_", " ")).format(edition=event.edition)
    return f"{event.actor} {deed}{_detail(event.detail)}."


class Detail(TypedDict, total=False):
    """What sentences say of an event's detail, as the verbs wrote it."""

    fields: list[str]
    name: str
    kind: str
    visible_from: str | None
    parts: list[str] | None
    second_reader: bool
    question: str


def _detail(detail: Detail) -> str:
    if fields := detail.get("fields"):
        return f": {', '.join(str(field) for field in fields)}"
    if name := detail.get("name"):
        return f": “{name}”, {detail.get('kind', '')}"
    if question := detail.get("question"):
        return f": “{question}”"
    told = ""
    if at := parse_datetime(detail.get("visible_from") or ""):
        told += f" for {in_words(at)}"
    if parts := detail.get("parts"):
        told += f", {len(parts)} part{pluralize(len(parts))} of it"
    if detail.get("second_reader") is False:
        told += ", without a second reader"
    return told
