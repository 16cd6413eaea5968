"""Mutants that no test can notice, with the reason why: they are not tried, and counted for themselves.

By module, then by name (`operators.Mutant.name`). What is named here and is none any more fails a test, so
that a reason does not outlive its line.
"""

_ONE = "There is one of a number."
_TYPES = "It is read by nothing but the check of types."
_ORDER = "In which order rows are written by one statement is read by nobody."
_PAIRS = "Both have as many, since one is made of the other."
_LOCK = (
    "SQLite locks the whole database, and has no such lock: on PostgreSQL its SQL is looked at in "
)
_ROW = "The row was read or written in this transaction: all else of it is written as it is."
_SPARES = "It only spares asking or writing what makes no difference."
_CHECKED = "It only spares asking the checks about what they have just let through."
_UPDATE = "A change is called an update where nothing else is said (`next_edition`)."
_FAST = "It only spares looking for tags in a text that cannot have too many."

EQUIVALENT: dict[str, dict[str, str]] = {
    "newsdesk/catalogue/write.py": {
        "_keep: sorted(wanted.items())  ->  list(wanted.items())": _ORDER,
        "_put_all: strict=True  ->  (nothing)": _PAIRS,
        "_put_all: True  ->  False (2)": _PAIRS,
        "_keep_rows: page__in=wanted  ->  (nothing)": _SPARES,
        "_put_past_paths: stored[key]  ->  (nothing)": _SPARES,
        "_put_past_paths: sorted(past[key].items())  ->  list(past[key].items())": _ORDER,
    },
    "newsdesk/workflow/publish.py": {
        "PublishTransitions.reschedule: refuse_before_embargo(item, at)  ->  pass": (
            "`freeze` refuses the same in the same words, and what was recalled before comes back."
        ),
    },
    "newsdesk/workflow/publish_many.py": {
        "publish_many: 1  ->  2 (2)": "A moment later, which nobody can see between.",
        "_read: strict=True  ->  (nothing)": _PAIRS,
        "_read: True  ->  False": _PAIRS,
        "_read: strict=True  ->  (nothing) (2)": _PAIRS,
        "_read: True  ->  False (2)": _PAIRS,
        "_read: strict=True  ->  (nothing) (3)": _PAIRS,
        "_read: True  ->  False (3)": _PAIRS,
        "_read: each.warnings  ->  (nothing)": _SPARES,
        "_read: all_looked_at(model, warned) if warned else {}  ->  all_looked_at(model, warned)": _SPARES,
        "_settle: passed={draft.edition.pk for draft in drafts}  ->  (nothing)": _CHECKED,
    },
    "newsdesk/workflow/correct.py": {
        "CorrectTransitions._mend: passed=() if found.blocking else {edition.pk}  ->  (nothing)": _CHECKED,
        "CorrectTransitions._mend: () if found.blocking else {edition.pk}  ->  ()": _CHECKED,
        "CorrectTransitions._mend: edition.pk  ->  (nothing)": _CHECKED,
        "CorrectTransitions._carry_into_working_copy: "
        "settled and item.state != State.SETTLED and (not clashes)  ->  settled and (not clashes)": _SPARES,
        "CorrectTransitions._carry_into_working_copy: update_fields=['state']  ->  (nothing)": _ROW,
        "CorrectTransitions._set_discarded: update_fields=['discarded', 'changed_by', 'changed_at']  ->  "
        "(nothing)": _ROW,
    },
    "newsdesk/workflow/guards.py": {
        "waiting_edition: item.editions.waiting().filter(number=number).first()  ->  "
        "item.editions.waiting().filter(number=number).last()": _ONE,
    },
    "newsdesk/workflow/review.py": {
        "ReviewTransitions.mark_read: item.events.unread_corrections().filter(edition=number).first()  ->  "
        "item.events.unread_corrections().filter(edition=number).last()": _ONE,
        "ReviewTransitions.corrections_read: "
        "approver is None or not early or correction.actor_id == approver.pk  ->  "
        "not early or correction.actor_id == approver.pk": (
            "Who has approved a text is stored with its digest: it is asked for the check of types."
        ),
    },
    "newsdesk/workflow/restore.py": {
        "RestoreTransitions.restorable_edition: item.editions.filter(number=number).first()  ->  "
        "item.editions.filter(number=number).last()": _ONE,
    },
    "newsdesk/workflow/authorship.py": {
        "add_authors: sorted(set(people))  ->  list(set(people))": _ORDER,
    },
    "newsdesk/workflow/transitions.py": {
        "lock: kind._default_manager.select_for_update()  ->  kind._default_manager": (
            f"{_LOCK}`tests/workflow/test_workflow.py`."
        ),
        "begin: type(item)._default_manager.select_for_update()  ->  type(item)._default_manager": (
            f"{_LOCK}`tests/workflow/test_workflow.py`."
        ),
        "module: 'Item'  ->  'XXItem'": _TYPES,
        "module: bound=WorkingCopy  ->  (nothing)": _TYPES,
        "module: str  ->  (nothing)": _TYPES,
        "module: Verb  ->  (nothing)": _TYPES,
    },
    "newsdesk/merging/engine.py": {
        "MergeKind.document_of: abstractmethod  ->  (nothing)": _TYPES,
        "MergeKind.write: abstractmethod  ->  (nothing)": _TYPES,
        "MergeKind.write_back: abstractmethod  ->  (nothing)": _TYPES,
        "MergeKind.check: abstractmethod  ->  (nothing)": _TYPES,
        "MergeKind.settle: abstractmethod  ->  (nothing)": _TYPES,
        "MergeKind.title_at: return str(item)  ->  return None": (
            "Readers are told of pages alone, and those tell their own title (`PageMerging`)."
        ),
        "MergeKind._data: self.pages is None or edition is None  ->  edition is None": (
            "What has no page has no edition: it is asked for the check of types."
        ),
        "undo: kind.record.objects.select_for_update()  ->  kind.record.objects": (
            f"{_LOCK}`tests/merging/test_steps.py`."
        ),
        "undo: update_fields=['undone_at', 'undone_by', 'undo_reason']  ->  (nothing)": _ROW,
        "_locked: type(one)._default_manager.select_for_update()  ->  type(one)._default_manager": (
            f"{_LOCK}`tests/merging/test_steps.py`."
        ),
        "_settle_again: not was_settled or not isinstance(item, WorkingCopy) or _is_settled(item)  ->  "
        "not was_settled or not isinstance(item, WorkingCopy)": _SPARES,
        "_settle_again: not was_settled or not isinstance(item, WorkingCopy) or _is_settled(item)  ->  "
        "not was_settled or _is_settled(item)": (
            "What is no page was never settled: it is asked for the check of types."
        ),
        "_settle_again: update_fields=['state']  ->  (nothing)": _ROW,
    },
    "newsdesk/merging/chains.py": {
        "Chains.behind_each: steps.exclude(edition=None)  ->  steps": _SPARES,
        "Chains.behind_each: edition=None  ->  (nothing)": _SPARES,
        "Replay._side: step.pk  ->  (nothing)": _SPARES,
        "Replay._side: side  ->  (nothing)": _SPARES,
        "Replay._read: key not in self._steps  ->  (nothing)": _SPARES,
    },
    "newsdesk/merging/pointers.py": {
        "merged_at: records.objects.active().filter(loser=item).values_list('at', flat=True).first()  ->  "
        "records.objects.active().filter(loser=item).values_list('at', flat=True).last()": (
            "A page is merged into one other at a time."
        ),
        "Past.documents: strict=True  ->  (nothing)": _PAIRS,
        "Past.documents: True  ->  False": _PAIRS,
        "settle: stone.key in keys  ->  (nothing)": _SPARES,
    },
    "newsdesk/merging/live.py": {
        "show_merge: latest is None or not brought.public  ->  not brought.public": (
            "A page that readers see is not merged into one that they do not see (`refuse_standings`)."
        ),
        "show_merge: update_fields=['edition']  ->  (nothing)": _ROW,
        "show_merge: kind=Edition.Kind.UPDATE  ->  (nothing)": _UPDATE,
        "show_merge: True  ->  False": "Of a base only its words and its chain are read.",
        "show_undo: kind=Edition.Kind.UPDATE  ->  (nothing)": _UPDATE,
        "_show_in_waiting: update_fields=['edition']  ->  (nothing)": _ROW,
        "_confirmed: return {}  ->  return None": "The log takes both for nothing.",
    },
    "newsdesk/merging/taken.py": {
        "_is_known: return False  ->  return None": "It is asked for its truth alone.",
    },
    "newsdesk/pages/rich_text.py": {
        "_cleaner: cache  ->  (nothing)": "It is the same cleaner, made anew each time.",
        "_cleaner: allowed['attributes'] = {'a': {'href'}}  ->  pass": (
            "A second lock: what comes before the sanitiser writes no attribute but this one."
        ),
        "_cleaned: html.count('<') > MOST_TAGS_READ  ->  html.count('<') >= MOST_TAGS_READ": _FAST,
        "_cleaned: html.count('<') > MOST_TAGS_READ and (tags := len(_MARKUP.findall(html))) > "
        "MOST_TAGS_READ  ->  (tags := len(_MARKUP.findall(html))) > MOST_TAGS_READ": _FAST,
    },
}
