"""What references should say of their pages and of what they lead to, worked out anew from the rest."""

from newsdesk.catalogue.models import Merged, Reference

CARRIED = ("kind", "uid", "published_at", "visible_from", "visible_until")


def wrong_references():
    """Return every reference that says something else, with what it should say."""
    everywhere = dict(Merged.objects.everywhere().values_list("key", "into"))
    here = {(row.page, row.key): row.into for row in Merged.objects.in_single_pages()}
    seen, wrong = set(), []
    for row in Reference.objects.select_related("page").order_by("page", "position"):
        goal = here.get((row.page.key, row.target)) or everywhere.get(row.target, row.target)
        shown = "" if (row.page_id, goal) in seen else goal
        seen.add((row.page_id, goal))
        if row.shown != shown:
            wrong.append((row.page.key, row.target, row.shown, shown))
        for name in CARRIED:
            if getattr(row, name) != getattr(row.page, name):
                wrong.append((row.page.key, row.target, name))
    return wrong
