"""Mutants that no test can notice, with the reason why: they are not tried, and counted for themselves.

By module, then by name (`operators.Mutant.name`). What is named here and is none any more fails a test, so
that a reason does not outlive its line.
"""

_ONE = "There is one of a number."
_TYPES = "It is read by nothing but the check of types."
_ORDER = "In which order rows are written by one statement is read by nobody."
_FAST = "It only spares looking for tags in a text that cannot have too many."

EQUIVALENT: dict[str, dict[str, str]] = {
    "newsdesk/catalogue/write.py": {
        "_keep: sorted(wanted.items())  ->  list(wanted.items())": _ORDER,
    },
    "newsdesk/workflow/publish.py": {
        "Publishing.reschedule: refuse_before_embargo(item, at)  ->  pass": (
            "`freeze` refuses the same in the same words, and what was recalled before comes back."
        ),
    },
    "newsdesk/workflow/guards.py": {
        "waiting_edition: item.editions.waiting().filter(number=number).first()  ->  "
        "item.editions.waiting().filter(number=number).last()": _ONE,
    },
    "newsdesk/workflow/review.py": {
        "Reviewing.mark_read: item.events.unread_corrections().filter(edition=number).first()  ->  "
        "item.events.unread_corrections().filter(edition=number).last()": _ONE,
    },
    "newsdesk/workflow/restore.py": {
        "Restoring.restorable_edition: item.editions.filter(number=number).first()  ->  "
        "item.editions.filter(number=number).last()": _ONE,
    },
    "newsdesk/workflow/authorship.py": {
        "add_authors: sorted(set(people))  ->  list(set(people))": _ORDER,
    },
    "newsdesk/workflow/transitions.py": {
        "module: 'Item'  ->  'XXItem'": _TYPES,
        "module: bound=WorkingCopy  ->  (nothing)": _TYPES,
        "module: str  ->  (nothing)": _TYPES,
        "module: Verb  ->  (nothing)": _TYPES,
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
